// The site under test. It was made by site.py, which says what is on it.
import { readFileSync } from "node:fs";

export const site = JSON.parse(readFileSync(process.env.LACUNA_SITE, "utf8"));

/// An answer of the site without a browser. @param options as for fetch
export const ask = (address, options = {}) => fetch(new URL(address, site.origin), { redirect: "manual", ...options });

/// The records of a CSV with a header, as objects.
export function recordsOf(csv) {
    const rows = [];
    let row = [""], quoted = false;
    for (let i = 0; i < csv.length; ++i) {
        const c = csv[i];
        if (quoted && c === '"' && csv[i + 1] === '"') row[row.length - 1] += csv[++i];
        else if (c === '"') quoted = !quoted;
        else if (c === "," && !quoted) row.push("");
        else if (c === "\n" && !quoted) {
            rows.push(row);
            row = [""];
        } else if (c !== "\r" || quoted) row[row.length - 1] += c;
    }
    const [names, ...records] = rows;
    return records.map((record) => Object.fromEntries(names.map((name, i) => [name, record[i]])));
}
