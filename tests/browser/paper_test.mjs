// What a page weighs on the wire and how it looks on paper.
import { strict as assert } from "node:assert";
import { writeFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { browser, openTab } from "./browser.mjs";
import { site } from "./site.mjs";

const most_bytes = 60_000;

let tab;
before(async () => (tab = await openTab()));
after(() => browser.close());

test("the front page with all it needs weighs less than 60 kB", async () => {
    const network = await tab.context().newCDPSession(tab);
    await network.send("Network.enable");
    const names = new Map(), codings = new Map(), bytes = new Map();
    network.on("Network.responseReceived", ({ requestId, response }) => {
        names.set(requestId, new URL(response.url).pathname);
        codings.set(requestId, response.headers["Content-Encoding"] ?? response.headers["content-encoding"]);
    });
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
    await tab.goto("/", { waitUntil: "networkidle" });
    await network.detach();
    const parts = [...bytes].map(([request, size]) => [names.get(request), size]);
    const total = parts.reduce((sum, [, size]) => sum + size, 0);
    console.log(`# the front page: ${total} bytes on the wire, heads included: ${parts.map(([name, size]) => `${name} ${size}`).join(", ")}`);
    assert.deepEqual(parts.map(([name]) => name.replace(/-[0-9a-f]{12}\./, ".")).sort(),
                     ["/", "/static/icon.svg", "/static/page.js", "/static/style.css"]);
    assert.deepEqual([...new Set(codings.values())].sort(), ["br"]);
    assert.ok(total < most_bytes, `${total} bytes`);
});

for (const [name, address] of [["overview", "/"], ["list", "/lists/everyone"], ["item", `/items/tiktok/${site.item}`]]) {
    test(`the ${name} prints: what is said and drawn, nothing to click`, async () => {
        await tab.emulateMedia({ media: "print", colorScheme: "dark" });
        await tab.setViewportSize({ width: 700, height: 1000 }); // About A4 within its margins.
        await tab.goto(address);
        for (const gone of ["header nav", ".skip", "form", ".aids"]) {
            for (const one of await tab.locator(gone).all()) assert.ok(!(await one.isVisible()), `${gone} is printed`);
        }
        assert.ok(await tab.locator("h1").isVisible());
        assert.equal(await tab.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
        const wide = await tab.evaluate(() => [...document.querySelectorAll("main *")].filter((one) =>
            one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .unseen, pre")).map((one) => one.outerHTML.slice(0, 80)));
        assert.deepEqual(wide, []);
        mkdirSync(site.pictures, { recursive: true });
        await tab.screenshot({ path: path.join(site.pictures, `${name}-print.png`), fullPage: true });
        const paper = await tab.pdf({ format: "A4", printBackground: false });
        writeFileSync(path.join(site.pictures, `${name}.pdf`), paper);
        await tab.emulateMedia({ media: "screen" });
    });
}
