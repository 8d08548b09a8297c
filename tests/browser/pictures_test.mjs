// Charts and badges at addresses of their own, and figures in pages of others.
import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { browser, openTab, takeFaults } from "./browser.mjs";
import { files, nameOf, pages } from "./pages.mjs";
import { ask, site } from "./site.mjs";

let tab;
before(async () => {
    mkdirSync(site.pictures, { recursive: true });
    tab = await openTab();
});
after(() => browser.close());

for (const { at, chart, ...file } of files.filter(({ type, kind }) => type === "image/svg+xml" && kind !== "/favicon.ico")) {
    test(`${nameOf({ at, ...file })} is a picture that stands alone`, async () => {
        // Alone in a tab it may ask for what it likes; in a page of others it may not, so both are looked at.
        await tab.goto(at);
        const { width, height, texts, outside } = await tab.evaluate(() => {
            const root = document.documentElement, box = root.getBoundingClientRect();
            // A link asks for nothing before somebody follows it.
            const addresses = [...document.querySelectorAll(":not(a)")].flatMap((one) => ["href", "xlink:href", "src"].map((name) => one.getAttribute(name)));
            const words = [...document.querySelectorAll("text")];
            return { width: box.width, height: box.height, texts: words.map((one) => one.textContent),
                     outside: [...addresses.filter((one) => one && !one.startsWith("#")),
                               ...words.filter((one) => one.getBoundingClientRect().right > box.right + 1).map((one) => one.textContent)] };
        });
        assert.ok(width > 20 && height > 10, `${width} x ${height}`);
        assert.deepEqual(outside, [], "asks for something, or runs over its edge");
        if (chart) {
            assert.ok(texts.some((words) => words.includes("audit.example.org")), `no address in ${texts.join(" | ")}`);
            assert.ok(texts.some((words) => /\b20\d\d\b/.test(words)), "no date");
        }
        await tab.screenshot({ path: path.join(site.pictures, `${nameOf({ at, ...file })}.png`) });
        assert.deepEqual(takeFaults(tab), []);
        await tab.goto("/method"); // The picture's own policy forbids it to show pictures.
        const image = await tab.evaluate(async (address) => {
            const one = new Image();
            one.src = address;
            await one.decode();
            return one.naturalWidth;
        }, at).catch((fault) => fault.message);
        assert.ok(image > 20, `as <img>: ${image}`);
        assert.deepEqual(takeFaults(tab), []);
    });
}

test("figures made for it are shown in pages of others, and no other page is", async () => {
    const framed = pages.filter((one) => one.framed).map(({ at }) => at), not = ["/", "/lists/everyone"];
    const frames = [...framed, ...not].map((at) => `<iframe src="${site.origin}${at}" width="600" height="500"></iframe>`).join("");
    const other = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(`<!DOCTYPE html><title>x</title>${frames}`));
    await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
    try {
        const stranger = await browser.newPage();
        await stranger.goto(`http://localhost:${other.address().port}/`, { waitUntil: "load" });
        const shown = await Promise.all(stranger.frames().slice(1).map(async (frame) =>
            [new URL(frame.url() || "about:blank").pathname, await frame.locator("svg[role=img]").count().catch(() => 0)]));
        await stranger.screenshot({ path: path.join(site.pictures, "embedded.png"), fullPage: true });
        assert.deepEqual(shown.filter(([, figures]) => figures > 0).map(([at]) => at), framed);
    } finally {
        other.close();
    }
});

test("pictures and figures of the private list are not there", async () => {
    for (const at of [...pages.filter((one) => one.framed), ...files].map((one) => one.at).filter((one) => one.includes("everyone"))) {
        assert.equal((await ask(at.replace("everyone", "hidden"))).status, 404, at);
    }
});
