import { launch } from "./chromium.mjs";
import { site } from "./site.mjs";
const browser = await launch();
const tab = await browser.newPage({ viewport: { width: 1040, height: 900 } });
const errors = [];
tab.on("console", (m) => m.type() === "error" && errors.push(m.text()));
const answer = await fetch(site.origin + "/api/v1/runs", { method: "POST", headers: { authorization: `Bearer ${site.key}` } });
console.log("POST /runs", answer.status, (await answer.text()).slice(0, 200));
for (let i = 0; i < 40; ++i) {
    await tab.goto(site.origin + "/", { waitUntil: "load" });
    if (await tab.locator(".under-way").count()) break;
}
console.log("seen", await tab.locator(".under-way").count());
await tab.screenshot({ path: process.env.OUT + "/live-overview.png" });
if (await tab.locator(".under-way").count()) {
    console.log(await tab.locator(".under-way").innerText());
    await tab.getByText("The run has ended.").waitFor({ timeout: 60000 }).catch((e) => console.log("no end", e.message));
    console.log(await tab.locator(".under-way").innerText());
    await tab.screenshot({ path: process.env.OUT + "/live-ended.png" });
    await tab.locator('[data-part="again"]').click();
    await tab.waitForLoadState("load");
    console.log("after", await tab.locator(".lead").innerText());
}
await tab.goto(site.origin + "/add");
await tab.locator("#check-items").fill(`${site.item} https://www.tiktok.com/@x/video/7332960275127110954 nonsense`);
await tab.locator("#check-button").click();
await tab.locator("#check-rows tr").first().waitFor();
await tab.screenshot({ path: process.env.OUT + "/add-checked.png" });
console.log("errors", errors);
await browser.close();
