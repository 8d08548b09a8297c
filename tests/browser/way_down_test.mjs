// From the front page down to one call by Tab and Enter alone.
import { strict as assert } from "node:assert";
import { after, before, test } from "node:test";
import { browser, desk, openTab, phone, takeFaults } from "./browser.mjs";

const most_tabs = 400;

let tab;
before(async () => (tab = await openTab()));
after(() => browser.close());

/// What has the focus, and whether a reader sees that it has.
const focused = () => tab.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { name: one.tagName.toLowerCase(), href: one.getAttribute("href"), words: one.innerText?.trim().slice(0, 40), ring, inside };
});

async function next() {
    await tab.keyboard.press("Tab");
    const at = await focused();
    if (at) assert.ok(at.ring && at.inside, `nobody sees the focus on ${JSON.stringify(at)}`);
    return at;
}

/// Tabs on until a link fits and goes where it leads.
async function follow(pattern) {
    for (let i = 0; i < most_tabs; ++i) {
        const at = await next();
        if (at?.name === "summary") await tab.keyboard.press("Enter"); // What is folded away may be on the way.
        if (at?.href && pattern.test(at.href)) {
            await Promise.all([tab.waitForURL((url) => pattern.test(url.pathname + url.hash)), tab.keyboard.press("Enter")]);
            return;
        }
    }
    assert.fail(`no link like ${pattern} is reached by ${most_tabs} tabs from ${tab.url()}`);
}

for (const [name, size] of [["desk", desk], ["phone", phone]]) {
    test(`the way down is walked with the keyboard, on a ${name}`, async () => {
        await tab.setViewportSize(size);
        await tab.goto("/");
        await follow(/^\/lists\/everyone$/);
        await follow(/^\/items\/tiktok\/\d+$/);
        await follow(/^(\/api\/v1)?\/calls\/\d+/);
        assert.deepEqual(takeFaults(tab), []);
    });
}

test("the first tab offers to skip to the content, and Enter does", async () => {
    await tab.setViewportSize(desk);
    await tab.goto("/lists/everyone");
    const skip = await next();
    assert.equal(skip.href, "#main");
    await tab.keyboard.press("Enter");
    await next();
    assert.ok(await tab.evaluate(() => document.querySelector("main").contains(document.activeElement)));
});
