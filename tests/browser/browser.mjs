// The one Chromium of a script, and tabs that write down what should never happen.
import { launch } from "./chromium.mjs";
import { site } from "./site.mjs";

export const browser = await launch();

export const desk = { width: 1440, height: 900 };
export const phone = { width: 320, height: 640 };

/// A tab that writes down what a reader would never see and should never happen.
/// @param options as for a context of playwright
export async function openTab(options = {}) {
    const context = await browser.newContext({ viewport: desk, reducedMotion: "reduce", baseURL: site.origin, ...options });
    const tab = await context.newPage();
    tab.faults = [];
    tab.wanted = 200; // What the page itself answers: browsers call anything else an error in the console.
    tab.origin = site.origin;
    tab.on("request", (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith("http") && url.origin !== tab.origin) tab.faults.push(`asked ${url}`);
    });
    tab.on("console", (message) => {
        const expected = tab.wanted !== 200 && message.text().includes(`status of ${tab.wanted}`);
        if (message.type() === "error" && !expected) tab.faults.push(`console: ${message.text()}`);
    });
    tab.on("pageerror", (error) => tab.faults.push(`script: ${error.message}`));
    tab.on("dialog", (dialog) => {
        tab.faults.push(`a dialog: ${dialog.message()}`);
        return dialog.dismiss();
    });
    return tab;
}

/// What was written down since the last time.
export const takeFaults = (tab) => tab.faults.splice(0);
