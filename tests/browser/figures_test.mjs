// What a figure draws, what its legend and its table say, and what the CSV has are the same.
import { strict as assert } from "node:assert";
import { after, before, test } from "node:test";
import { browser, openTab } from "./browser.mjs";
import { ask, recordsOf, site } from "./site.mjs";

const lists = ["everyone", "few", "outcome", "hostile", "elsewhere"];
const half_a_pixel = 0.5;

let tab;
before(async () => (tab = await openTab()));
after(() => browser.close());

/// Legends and the marks beside them, as the browser paints them.
const paintedGroups = () => {
    const paint = (one) => getComputedStyle(one).fill;
    const class_of = (one) => [...one.classList].find((name) => name.startsWith("v-"));
    const marks_of = (group) => [...group.querySelectorAll("svg:not(.swatch) path[class^=v-]")].filter((one) => one.getBBox().width > 0);
    const pairs = (marks) => [...new Set(marks.map((one) => `${class_of(one)} ${paint(one)}`))].sort();
    return [...document.querySelectorAll("main .legend")].map((legend) => {
        const group = legend.closest("figure, section");
        return { legend: pairs([...legend.querySelectorAll("path")]), drawn: pairs(marks_of(group)) };
    });
};

for (const colorScheme of ["light", "dark"]) {
    test(`legends have the marks that are drawn and no others, in the same colours (${colorScheme})`, async () => {
        await tab.emulateMedia({ colorScheme });
        for (const address of [...lists.map((slug) => `/lists/${slug}`), "/", `/items/tiktok/${site.item}`]) {
            await tab.goto(address);
            const groups = await tab.evaluate(paintedGroups);
            assert.ok(groups.length > 0, `${address} has no legend`);
            for (const { legend, drawn } of groups) assert.deepEqual(legend, drawn, address);
        }
    });

    test(`no two verdicts look alike, and each stands out from the page (${colorScheme})`, async () => {
        await tab.emulateMedia({ colorScheme });
        await tab.goto("/method");
        const { colours, page } = await tab.evaluate(() => ({
            colours: [...document.querySelectorAll("main .verdicts .swatch path")].map((one) =>
                ({ name: one.className.baseVal, fill: getComputedStyle(one).fill, shape: one.getAttribute("d") })),
            page: getComputedStyle(document.body).backgroundColor,
        }));
        assert.equal(colours.length, 12);
        assert.equal(new Set(colours.map(({ fill, shape }) => fill + shape)).size, 12);
        for (const { name, fill } of colours) assert.ok(contrast(fill, page) >= 3, `${name}: ${contrast(fill, page)}`);
    });
}

function contrast(one, other) {
    const light = (colour) => {
        const [r, g, b] = colour.match(/[\d.]+/g).map((text) => {
            const c = Number(text) / 255;
            return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
}

/// A figure by the id of its picture's title: its table, its axis, what is drawn.
const readFigure = (id) => {
    const svg = document.querySelector(`svg[aria-labelledby^="${id}-t "]`);
    if (!svg) return null;
    const figure = svg.closest("figure");
    const texts = (row) => [...row.children].map((cell) => cell.textContent.trim());
    const number = (one, name) => Number(one.getAttribute(name));
    return {
        columns: texts(figure.querySelector("thead tr")),
        rows: [...figure.querySelectorAll("tbody tr")].map(texts),
        axis: [...svg.querySelectorAll("text.value")].map((one) => ({ y: number(one, "y") - 4, label: one.textContent })),
        grid: { left: number(svg.querySelector(".grid"), "x1"), right: number(svg.querySelector(".grid"), "x2") },
        lines: [...svg.querySelectorAll("path.line")].map((one) => one.getAttribute("d")),
        bars: Object.fromEntries([...svg.querySelectorAll("path[class^=v-]")].map((one) => [one.className.baseVal, one.getAttribute("d")])),
        legend: [...figure.querySelectorAll(".legend li")].map((one) => [one.querySelector("path").className.baseVal, one.innerText.trim()]),
    };
};

/// Where on the picture a value stands, from two labels of its axis.
function scaleOf(axis) {
    const value = ({ label }) => Number(label.replace(/[,%\s]/g, ""));
    const [a, b] = [axis[0], axis.at(-1)];
    return (wanted) => a.y + ((wanted - value(a)) / (value(b) - value(a))) * (b.y - a.y);
}

const daysFrom = (first, last) => {
    const days = [];
    for (let at = Date.parse(first); at <= Date.parse(last); at += 86400e3) days.push(new Date(at).toISOString().slice(0, 10));
    return days;
};

/// A figure of a list, its days, and the CSV that the page offers for them.
async function figureAndCsv(slug, id) {
    await tab.goto(`/lists/${slug}?days=366`);
    const figure = await tab.evaluate(readFigure, id);
    assert.ok(figure, `${slug} has no such figure`);
    const csv = await tab.locator("main a[href*='completeness.csv']").first().getAttribute("href");
    const range = new URL(csv, site.origin).searchParams;
    const days = daysFrom(range.get("from"), range.get("to"));
    const width = (figure.grid.right - figure.grid.left) / days.length;
    const day_at = (x) => days[Math.round((x - figure.grid.left) / width)];
    return { figure, day_at, records: recordsOf(await (await ask(csv)).text()) };
}

const says = (text, share) => /^\d{1,3}(\.\d)?$/.test(text) && Math.abs(Number(text) - share * 100) < 0.0500001;

test("the trend's steps, its table and the CSV say the same shares", async () => {
    const { figure, day_at, records } = await figureAndCsv("everyone", "trend");
    const y = scaleOf(figure.axis), steps = new Map();
    for (const d of figure.lines) {
        const corners = [...d.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, at]) => [Number(x), Number(at)]);
        for (let i = 0; i < corners.length; i += 2) steps.set(day_at(corners[i][0]), corners[i][1]);
    }
    assert.ok(steps.size > 20);
    const table = new Map(figure.rows.map(([day, rate, interval]) => [day, { rate, interval }]));
    assert.deepEqual([...table.keys()].sort(), records.map(({ day }) => day).sort());
    for (const { day, completeness, low, high, ...record } of records) {
        const shown = completeness !== "" && record.void === "false";
        assert.equal(steps.has(day), shown, `${day} is drawn or not`);
        if (!shown) continue;
        assert.ok(Math.abs(steps.get(day) - y(completeness * 100)) < half_a_pixel, `${day} is drawn at ${steps.get(day)}`);
        assert.ok(says(table.get(day).rate.replace("\u00a0%", ""), completeness), `${day}: ${table.get(day).rate}`);
        const [from, to] = table.get(day).interval.split("–");
        assert.ok(says(from, low) && says(to, high), `${day}: ${table.get(day).interval}`);
    }
    for (const day of site.gap) assert.ok(!steps.has(day) && !table.has(day), `no run on ${day}`);
    assert.ok(!steps.has(site.void) && table.get(site.void).rate === "void");
});

for (const slug of lists) {
    test(`the bars of counts, their table and the CSV say the same of “${slug}”`, async () => {
        const { figure, day_at, records } = await figureAndCsv(slug, "counts");
        const y = scaleOf(figure.axis), heights = new Map();
        for (const [name, d] of Object.entries(figure.bars)) {
            for (const [, x, , height] of d.matchAll(/M([\d.-]+) [\d.-]+h([\d.-]+)v([\d.-]+)h/g)) {
                heights.set(`${name} ${day_at(Number(x) - 0.5)}`, Number(height));
            }
        }
        assert.deepEqual(figure.columns.slice(1), figure.legend.map(([, words]) => words));
        assert.deepEqual(figure.legend.map(([name]) => name).sort(), Object.keys(figure.bars).sort());
        const table = new Map(figure.rows.map(([day, ...counts]) => [day, counts]));
        assert.deepEqual([...table.keys()].sort(), records.map(({ day }) => day).sort());
        for (const record of records) {
            figure.legend.forEach(([name], i) => {
                const drawn = heights.get(`${name} ${record.day}`) ?? 0, said = table.get(record.day)[i];
                if (record.void === "true") return assert.deepEqual([said, drawn], ["void", 0]);
                const count = Number(record[name.replace(/^v-/, "").replaceAll("-", "_")]);
                assert.equal(said.replaceAll(",", ""), String(count), `${record.day} ${name}`);
                assert.ok(Math.abs(drawn - (y(0) - y(count))) < half_a_pixel, `${record.day} ${name} is ${drawn} high`);
            });
        }
    });
}
