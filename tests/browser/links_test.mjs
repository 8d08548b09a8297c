// Where the pages lead: to answers, to kinds of pages that are tested, and from a frozen page only to frozen ones.
import { strict as assert } from "node:assert";
import { after, before, test } from "node:test";
import { browser, openTab } from "./browser.mjs";
import { files, kindOf, nameOf, pages } from "./pages.mjs";
import { ask, site } from "./site.mjs";

// Of each kind of page so many addresses are followed, and so many of them with the same parameters: hundreds of videos differ in their
// numbers only.
const most_of_a_kind = 8, most_alike = 2;

let tab, whole;
before(async () => {
    tab = await openTab({ javaScriptEnabled: false });
    whole = await walk(pages.filter(({ status, on, framed }) => !status && !on && !framed).map(({ at }) => at));
});
after(() => browser.close());

/// A form carries the frozen day in a field of its own: where it goes is both together.
const withFields = (html) =>
    html.replace(/(<form [^>]*\saction="[^"#]*)("?[^>]*>)\s*<input type="hidden" name="as_of" value="([^"]*)">/g, "$1?as_of=$3$2");

/// Addresses of ours that a page leads to: links, pictures, styles, feeds, where forms go.
const addressesOn = (html) => [...withFields(html).matchAll(/\s(?:href|src|action)="([^"]*)"/g)]
    .map(([, address]) => address.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"'))
    .filter((address) => address.startsWith("/"))
    .map((address) => address.replace(/#.*/, ""));

/// What stands at an address; of what never ends, only its head. The status is a sentence where there is no answer.
async function read(address) {
    try {
        const answer = await ask(address, { headers: { accept: "text/html" } });
        const type = answer.headers.get("content-type") ?? "";
        if (type.startsWith("text/event-stream")) {
            await answer.body.cancel();
            return { status: answer.status, text: "", is_page: false };
        }
        return { status: answer.status, text: await answer.text(), is_page: type.startsWith("text/html") };
    } catch (fault) {
        return { status: `${fault.message} ${fault.cause?.message ?? ""}`, text: "", is_page: false };
    }
}

/// Follows links from `starts`, a few of each kind. @return [{from, address, kind, answer, html}]
async function walk(starts, follow = () => true) {
    const visited = new Map(), seen = new Set(starts), ahead = starts.map((address) => ({ from: "the start", address }));
    const taken = [];
    while (ahead.length > 0) {
        const { from, address } = ahead.shift();
        const kind = kindOf(address);
        const shape = `${kind ?? address} ${[...new URL(address, site.origin).searchParams.keys()].sort()} ${address.endsWith(".csv")}`;
        const times = (what) => visited.get(what) ?? 0;
        if (times(shape) >= most_alike || (kind && times(kind) >= most_of_a_kind)) continue;
        for (const one of new Set([shape, kind])) visited.set(one, times(one) + 1);
        const { status, text, is_page } = await read(address);
        const next = is_page ? addressesOn(text) : [];
        taken.push({ from, address, kind, status, text, next });
        for (const one of next) {
            if (seen.has(one) || !follow(one)) continue;
            seen.add(one);
            ahead.push({ from: address, address: one });
        }
    }
    return taken;
}

test("every link leads to an answer, and to a kind of page that is tested", async () => {
    assert.deepEqual(whole.filter(({ status }) => status !== 200).map(({ from, address, status }) => `${from} -> ${address}: ${status}`), []);
    assert.deepEqual([...new Set(whole.filter(({ kind }) => !kind).map(({ address }) => address))], [], "not named in pages.mjs");
});

test("nothing without a key tells of the private list or of what is only on it", async () => {
    for (const { address, text } of whole) {
        assert.ok(!text.includes(site.hidden_title) && !text.includes(site.hidden_item), address);
    }
});

/// Feeds and what is so only now: they have no earlier day.
const of_no_day = /^\/(static\/|api\/v1\/openapi\.json|add|status|favicon\.ico|metrics|events\.atom)/;

test("a frozen page leads only to frozen pages, and none tells of a later day", async () => {
    const day = site.annotated;
    const frozen = (address) => new URL(address, site.origin).searchParams.get("as_of") === day;
    // A run's page leads to lists as they stood on the run's own day.
    const no_later = (address) => {
        const as_of = new URL(address, site.origin).searchParams.get("as_of");
        return as_of !== null && as_of <= day;
    };
    const taken = await walk([`/?as_of=${day}`, `/lists/everyone?as_of=${day}`, `/items/tiktok/${site.item}?as_of=${day}`], frozen);
    assert.ok(taken.length > 10, "hardly a link was followed");
    for (const { address, status, next, text } of taken) {
        assert.equal(status, 200, address);
        // Every page offers the way back to what is so now; it stands in the banner alone.
        const live = text.match(/href="([^"]*)">Show it as it stands now/)?.[1].replaceAll("&amp;", "&");
        const leads_out = next.filter((one) => !no_later(one) && !of_no_day.test(one) && one !== live?.replace(/#.*/, ""));
        assert.deepEqual(leads_out, [], address);
        const days = [...text.matchAll(/datetime="(\d{4}-\d\d-\d\d)|<th scope="row">(\d{4}-\d\d-\d\d)/g)].map(([, a, b]) => a ?? b);
        assert.deepEqual(days.filter((one) => one > day), [], `${address} tells of days after ${day}`);
    }
});

for (const file of files) {
    test(`${nameOf(file)} is ${file.type}`, async () => {
        const answer = await ask(file.at);
        assert.equal(answer.status, 200);
        assert.ok(answer.headers.get("content-type").startsWith(file.type), answer.headers.get("content-type"));
        if (!/xml/.test(file.type)) return;
        // Parsed by the browser: text that is no XML has a parsererror in it.
        const wrong = await tab.evaluate((text) =>
            new DOMParser().parseFromString(text, "text/xml").querySelector("parsererror")?.textContent, await answer.text());
        assert.equal(wrong, undefined);
    });
}
