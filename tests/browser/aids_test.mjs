// The reading aids of web/page.js say what the page says, and lead where the page leads.
import { strict as assert } from "node:assert";
import { after, before, test } from "node:test";
import { browser, openTab, takeFaults } from "./browser.mjs";
import { site } from "./site.mjs";

let tab;
before(async () => (tab = await openTab()));
after(() => browser.close());

const tip = () => tab.locator(".aids .tip text").allTextContents();

/// Where a day stands in a figure, in pixels of the window: the middle of its cell, and halfway up. Scrolling takes tips away, so it is
/// over before this is: its event comes with the next frame.
const place = (id, back) => tab.evaluate(async ([id, back]) => {
    const svg = document.querySelector(`svg[aria-labelledby^="${id}-t "]`), figure = svg.closest("figure");
    svg.scrollIntoView({ block: "center" });
    for (let frame = 0; frame < 2; ++frame) await new Promise(requestAnimationFrame);
    const box = svg.querySelector(".grid").getBoundingClientRect(), all = svg.getBoundingClientRect();
    const days = Math.round((Date.parse(figure.dataset.to) - Date.parse(figure.dataset.from)) / 864e5) + 1;
    return { x: box.left + ((days - 1 - back + 0.5) / days) * box.width, y: all.top + all.height / 2 };
}, [id, back]);

const row = (id, day) => tab.evaluate(([id, day]) => {
    const table = document.querySelector(`svg[aria-labelledby^="${id}-t "]`).closest("figure").querySelector("table");
    const texts = (one) => [...one.cells].map((cell) => cell.textContent);
    const found = [...table.tBodies[0].rows].find((one) => one.cells[0].textContent === day);
    return { columns: texts(table.tHead.rows[0]).slice(1), cells: texts(found).slice(1) };
}, [id, day]);

const dayBefore = (back) => new Date(Date.parse(site.last) - back * 864e5).toISOString().slice(0, 10);

test("over a day of a figure stands what its table says of the day", async () => {
    await tab.goto("/lists/everyone");
    for (const id of ["trend", "counts"]) {
        for (const back of [0, 3, 22]) {
            const { x, y } = await place(id, back);
            await tab.mouse.move(x, y);
            const [head, ...lines] = await tip();
            assert.equal(Date.parse(`${head} UTC`), Date.parse(dayBefore(back)));
            const { columns, cells } = await row(id, dayBefore(back));
            const wanted = columns.map((words, i) => `${words}: ${cells[i]}`).filter((line) => !line.endsWith(": 0"));
            assert.deepEqual(lines, wanted);
        }
    }
    const { x, y } = await place("trend", -Math.round((Date.parse(site.gap[0]) - Date.parse(site.last)) / 864e5));
    await tab.mouse.move(x, y);
    assert.equal((await tip())[1], "no run");
    await tab.mouse.move(2, 2);
    assert.deepEqual(await tip(), []);
});

test("a stretch of days that is marked leads to the address of these days", async () => {
    for (const start of ["/", "/lists/everyone?verdict=missing", `/?as_of=${dayBefore(5)}`]) {
        await tab.goto(start);
        const from = await place("trend", 19), to = await place("trend", 10);
        const last = start.includes("as_of") ? dayBefore(15) : dayBefore(10);
        await tab.mouse.move(from.x, from.y);
        await tab.mouse.down();
        await tab.mouse.move(to.x, to.y, { steps: 4 });
        await Promise.all([tab.waitForURL(/[?&]to=/), tab.mouse.up()]);
        const there = new URL(tab.url());
        assert.equal(there.pathname, "/lists/everyone");
        assert.deepEqual([there.searchParams.get("days"), there.searchParams.get("to")], ["10", last]);
        assert.equal(there.searchParams.get("verdict"), new URL(start, site.origin).searchParams.get("verdict"));
        assert.equal(there.searchParams.get("as_of"), new URL(start, site.origin).searchParams.get("as_of"));
        assert.equal(await tab.locator("main figure").first().getAttribute("data-to"), last);
    }
});

test("Escape lets a stretch go", async () => {
    await tab.goto("/lists/everyone");
    const from = await place("trend", 19), to = await place("trend", 10);
    await tab.mouse.move(from.x, from.y);
    await tab.mouse.down();
    await tab.mouse.move(to.x, to.y);
    await tab.keyboard.press("Escape");
    await tab.mouse.up();
    assert.equal(new URL(tab.url()).search, "");
});

test("over a day of a strip stands what the table of strips says of it", async () => {
    await tab.goto("/lists/everyone?days=30");
    const strip = tab.locator(".strips svg.strip").first();
    await strip.scrollIntoViewIfNeeded();
    const id = (await tab.locator(".strips tbody th a").first().innerText()).trim();
    const said = await tab.evaluate((id) =>
        [...document.querySelectorAll("details tbody tr")].find((one) => one.cells[0].textContent === id && one.cells.length === 2).cells[1].textContent, id);
    const box = await strip.boundingBox();
    for (let day = 0; day < 30; ++day) {
        await tab.mouse.move(box.x + ((day + 0.45) / 30) * box.width, box.y + box.height / 2);
        const [head, words] = await tip();
        const date = new Date(Date.parse(`${head} UTC`)).toISOString().slice(0, 10);
        assert.equal(date, dayBefore(29 - day));
        const stretches = said.split("; ").map((text) => text.match(/^(.*?) (\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?$/));
        const covers = stretches.find((found) => found && found[2] <= date && date <= (found[3] ?? found[2]));
        assert.equal(words, covers?.[1] ?? "no run", date);
    }
});

test("a table with all its rows here sorts by any column, numbers by size", async () => {
    await tab.goto("/lists/everyone");
    await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    const table = tab.locator("figure:has(svg[aria-labelledby^='trend-t']) table");
    const head = table.locator("thead th").nth(3), column = () => table.locator("tbody tr td:nth-child(4)").allTextContents();
    const before = await column();
    await head.locator("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    const up = (await column()).map(Number);
    assert.deepEqual(up, [...before.map(Number)].sort((a, b) => a - b));
    await tab.keyboard.press("Enter"); // The head that was clicked has the focus.
    assert.deepEqual((await column()).map(Number), [...up].sort((a, b) => b - a));
    // What is no number stays at the end in both orders.
    const rate = table.locator("thead th").nth(1), rates = () => table.locator("tbody tr td:nth-child(2)").allTextContents();
    for (let order = 0; order < 2; ++order) {
        await rate.locator("button").click();
        assert.ok(!/\d/.test((await rates()).at(-1)), "void days stand last");
    }
    assert.deepEqual(takeFaults(tab), []);
});

test("pasted ids and addresses are answered one by one", async () => {
    await tab.goto("/add");
    const invented = "7332960275127110954", garbage = "<b>not-an-id</b>";
    await tab.locator("#check-items").fill(`${site.item}, https://www.tiktok.com/@somebody/video/${invented}\n${garbage} ${site.hidden_item}`);
    await tab.locator("#check-button").click();
    await tab.locator("#check-rows tr").first().waitFor();
    const rows = await tab.locator("#check-rows tr").evaluateAll((all) => all.map((one) => [...one.cells].slice(0, 2).map((cell) => cell.textContent)));
    const result = new Map(rows);
    assert.equal(result.get(site.item), "known already");
    assert.equal(result.get(`https://www.tiktok.com/@somebody/video/${invented}`), "would be added");
    assert.equal(result.get(site.hidden_item), "would be added", "what is on a private list only is not known");
    assert.ok([...result.values()].includes("not understood"));
    assert.match(await tab.locator("#check-said").innerText(), /2 videos would be added, 1 is known already, \d+ (is|are) not understood\./);
    assert.match(await tab.locator("#check-said").innerText(), /Each day they would cost about/);
    await tab.locator("#check-items").fill("");
    await tab.locator("#check-button").click();
    assert.match(await tab.locator("#check-said").innerText(), /Paste at least one/);
    assert.ok(await tab.locator("#check-table").isHidden());
    assert.deepEqual(takeFaults(tab), []);
});
