// README pictures
import { launch } from "./chromium.mjs";
import { site } from "./site.mjs";
const browser = await launch();
const tab = await browser.newPage({ viewport: { width: 1040, height: 1000 }, colorScheme: "light" });
for (const [name, at, clip] of [["overview", "/", 0], ["list", "/lists/everyone?days=42", "#items"], ["item", `/items/tiktok/${process.env.ITEM ?? site.item}`, 0]]) {
    await tab.goto(site.origin + at, { waitUntil: "load" });
    let y = 0;
    if (clip) y = await tab.evaluate((s) => document.querySelector(s).getBoundingClientRect().top - 16, clip);
    await tab.screenshot({ path: `/work/main/deploy/pictures/${name}.png`, clip: { x: 0, y, width: 1040, height: { overview: 1075, list: 1000, item: 1010 }[name] }, fullPage: true });
}
await browser.close();
