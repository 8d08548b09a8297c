// Lighthouse's four scores for the overview, a list and an item, as a phone would have them. By hand, since performance is a matter of
// the machine: tests/browser/site.py lighthouse.mjs. Ends with 1 where a score is below 98.
import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { launch } from "./chromium.mjs";
import { site } from "./site.mjs";

const least = 98;
const categories = ["performance", "accessibility", "best-practices", "seo"];

const port = await new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});
const browser = await launch(`--remote-debugging-port=${port}`);
let enough = true;
try {
    for (const address of ["/", "/lists/everyone", `/items/tiktok/${site.item}`]) {
        const { lhr } = await lighthouse(site.origin + address, { port, onlyCategories: categories, logLevel: "error" });
        const scores = categories.map((name) => [name, Math.round(lhr.categories[name].score * 100)]);
        console.log(`${address}: ${scores.map(([name, score]) => `${name} ${score}`).join(", ")}`);
        enough &&= scores.every(([, score]) => score >= least);
        for (const name of categories) {
            for (const { id, weight } of lhr.categories[name].auditRefs) {
                const { score, title, displayValue } = lhr.audits[id];
                if (weight > 0 && score !== null && score < 0.9) console.log(`    ${name}: ${title} ${displayValue ?? ""}`);
            }
        }
    }
} finally {
    await browser.close();
}
process.exit(enough ? 0 : 1);
