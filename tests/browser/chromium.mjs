import { chromium } from "playwright-core";

/// Debian's Chromium, which asks nobody but the pages that it is sent to.
export const launch = (...more) => chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync", ...more],
});
