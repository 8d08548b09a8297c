// Visits pages of a running daemon as a reader would: light and dark, phone and desk; keeps a picture of each and fails on what
// axe or html-validate finds, on sideways scroll, on any request to another origin, on errors in the console (CSP among them).
//
//   node look.mjs http://127.0.0.1:8080 FOLDER [PATH…]
//
// Without paths: the front page, and from there one list, one item, runs, method, and a page that is not there.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";
import { HtmlValidate } from "html-validate";

const [origin, folder, ...given] = process.argv.slice(2);
if (!origin || !folder) {
    console.error("usage: node look.mjs ORIGIN FOLDER [PATH…]");
    process.exit(2);
}

const views = [
    { name: "desk-light", width: 1440, height: 900, colorScheme: "light" },
    { name: "desk-dark", width: 1440, height: 900, colorScheme: "dark" },
    { name: "phone-light", width: 320, height: 640, colorScheme: "light" },
    { name: "phone-dark", width: 320, height: 640, colorScheme: "dark" },
];
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    // Templates are written to be read; what follows are habits of style, not faults.
    rules: { "long-title": "off", "no-trailing-whitespace": "off", "no-inline-style": "error", "prefer-native-element": "off",
             "no-implicit-button-type": "error", "attribute-boolean-style": "off", "no-redundant-role": "error" },
});

const findings = [];
const report = (where, what) => findings.push(`${where}: ${what}`);
const nameOf = (address) => address.replace(/^\//, "").replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "") || "overview";

async function validate(address, html) {
    const result = await validator.validateString(html, address);
    for (const { messages } of result.results) {
        for (const { line, column, message, ruleId } of messages) report(address, `html ${line}:${column} ${message} (${ruleId})`);
    }
}

/// One page in one view. The html is validated once, in the first view.
async function look(browser, address, view, first) {
    const where = `${address} (${view.name})`;
    const context = await browser.newContext({
        viewport: { width: view.width, height: view.height }, colorScheme: view.colorScheme, reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("request", (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith("http") && url.origin !== new URL(origin).origin) report(where, `asked ${url}`);
    });
    page.on("console", (message) => {
        const expected = message.text().includes("404") && address.includes("not-there");
        if (message.type() === "error" && !expected) report(where, `console: ${message.text()}`);
    });
    const answer = await page.goto(origin + address, { waitUntil: "load" });
    const wanted = address.includes("not-there") ? 404 : 200;
    if (answer.status() !== wanted) report(where, `status ${answer.status()}, not ${wanted}`);
    if (first) await validate(address, await answer.text());
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) report(where, `scrolls sideways by ${wide} px`);
    await page.screenshot({ path: path.join(folder, `${nameOf(address)}-${view.name}.png`), fullPage: true });
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
    for (const { id, help, nodes } of violations) {
        report(where, `axe ${id}: ${help}; ${nodes.length} times, first ${nodes[0].target} ${nodes[0].failureSummary ?? ""}`);
    }
    await context.close();
}

async function way_down(browser) {
    const page = await browser.newPage();
    const href = (selector) => page.locator(selector).first().getAttribute("href", { timeout: 5000 }).catch(() => null);
    await page.goto(origin + "/");
    const lists = await page.locator(".card h3 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const found = ["/", ...lists];
    if (lists.length === 0) report("/", "no list to go down to");
    else {
        await page.goto(origin + lists[0]);
        const item = await href(".strips tbody th a");
        if (item) found.push(item);
        else report(lists[0], "no item to go down to");
    }
    await page.close();
    return [...found, "/runs", "/method", "/not-there"];
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync"],
});
try {
    const addresses = given.length > 0 ? given : await way_down(browser);
    for (const address of addresses) {
        for (const view of views) await look(browser, address, view, view === views[0]);
        console.log(`looked at ${address}`);
    }
} finally {
    await browser.close();
}
if (findings.length > 0) console.error(findings.join("\n"));
console.log(findings.length === 0 ? "nothing found" : `${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);
