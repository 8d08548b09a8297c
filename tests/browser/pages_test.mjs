// Every page as a reader may have it: with scripts and without, light and dark, on a desk and on a phone. Of each a picture is kept.
import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { HtmlValidate } from "html-validate";
import { browser, desk, openTab, phone, takeFaults } from "./browser.mjs";
import { nameOf, pages } from "./pages.mjs";
import { site } from "./site.mjs";

const views = [
    { name: "desk-light", size: desk, colorScheme: "light", axe: true },
    { name: "desk-dark", size: desk, colorScheme: "dark" },
    { name: "phone-light", size: phone, colorScheme: "light" },
    { name: "phone-dark", size: phone, colorScheme: "dark", axe: true },
];
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const rows_for_axe = 12;
const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    // Templates are written to be read; what is switched off here are habits of style, not faults.
    rules: { "long-title": "off", "no-trailing-whitespace": "off", "attribute-boolean-style": "off", "prefer-native-element": "off",
             "no-inline-style": "error", "no-implicit-button-type": "error", "no-redundant-role": "error" },
});

let scripted, plain;
before(async () => {
    mkdirSync(site.pictures, { recursive: true });
    scripted = await openTab();
    plain = await openTab({ javaScriptEnabled: false });
});
after(() => browser.close());

async function htmlFaults(address, html) {
    const { results } = await validator.validateString(html, address);
    return results.flatMap(({ messages }) => messages.map((one) => `html ${one.line}:${one.column} ${one.message} (${one.ruleId})`));
}

/// Of what is folded away, too; of a table's rows, which one line of a template makes, the first ones.
async function axeFaults(tab) {
    await tab.evaluate((rows) => {
        for (const one of document.querySelectorAll("details")) one.open = true;
        for (const row of document.querySelectorAll(`tbody tr:nth-child(n + ${rows + 1})`)) row.remove();
    }, rows_for_axe);
    // All frames are of one origin: axe need not open a tab of its own to put their results together.
    const { violations } = await new AxeBuilder({ page: tab }).withTags(wcag).setLegacyMode(true).analyze();
    return violations.map(({ id, help, nodes }) =>
        `axe ${id}: ${help}; ${nodes.length} times, first ${nodes[0].target} ${nodes[0].failureSummary ?? ""}`);
}

/// What a page says to everybody: without what speaks only to those with scripts, or only to those without.
const wordsOf = (tab, page) => tab.evaluate((for_scripts) => {
    const aside = [...document.querySelectorAll(["noscript", for_scripts].filter(Boolean).join())].filter((one) => !one.hidden);
    for (const one of aside) one.hidden = true;
    const words = document.body.innerText;
    for (const one of aside) one.hidden = false;
    return words;
}, page.for_scripts);

async function show(tab, view) {
    await tab.emulateMedia({ colorScheme: view.colorScheme });
    await tab.setViewportSize(view.size);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) tab.faults.push(`scrolls sideways by ${wide} px (${view.name})`);
}

async function open(tab, page) {
    tab.wanted = page.status ?? 200;
    tab.origin = page.on ?? site.origin;
    await show(tab, views[0]);
    const answer = await tab.goto(tab.origin + page.at, { waitUntil: "load" });
    if (answer.status() !== tab.wanted) tab.faults.push(`status ${answer.status()}`);
    return answer;
}

/// Of the whole page; with strips, on a screen as tall as it is: rows that are far from the screen are not drawn.
async function takePicture(tab, view, name) {
    await show(tab, view);
    const height = await tab.evaluate(() => (document.querySelector(".strips") ? document.documentElement.scrollHeight : 0));
    if (height > 0) await tab.setViewportSize({ width: view.size.width, height });
    await tab.screenshot({ path: path.join(site.pictures, name), fullPage: true });
}

for (const page of pages) {
    test(`${nameOf(page)} is sound in every view, with scripts and without`, async () => {
        const html = await (await open(scripted, page)).text();
        const words = await wordsOf(scripted, page);
        const faults = await htmlFaults(page.at, html);
        for (const view of views) await takePicture(scripted, view, `${nameOf(page)}-${view.name}.png`);
        for (const view of views.filter((one) => one.axe)) {
            await show(scripted, view);
            faults.push(...(await axeFaults(scripted)).map((one) => `${one} (${view.name})`));
        }
        await open(plain, page);
        for (const view of views) await show(plain, view);
        await show(plain, views[0]);
        assert.equal(await wordsOf(plain, page), words, "a script changed what the page says");
        assert.deepEqual([...faults, ...takeFaults(scripted), ...takeFaults(plain)], []);
    });
}
