// web/add.js against a page that is just enough of one. Run by ctest: node tests/web/add_test.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const source = await readFile(new URL("../../web/add.js", import.meta.url), "utf8");
const add = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);

const hostile = "<img src=x onerror=alert(1)>";

/// An element that knows text and children, and has no way to take HTML.
class element {
    constructor(name) {
        Object.assign(this, { name, children: [], text: "", hidden: true, disabled: false, value: "", listeners: {} });
    }
    set textContent(text) { this.text = text; }
    append(...children) { this.children.push(...children); }
    replaceChildren(...children) { this.children = children; }
    addEventListener(kind, listener) { this.listeners[kind] = listener; }
    get all() { return this.text + this.children.map((child) => child.all).join("|"); }
}

function page_with(pasted) {
    const elements = Object.fromEntries(
        ["check", "check-items", "check-button", "check-said", "check-table", "check-rows"].map((id) => [id, new element(id)]));
    elements["check-items"].value = pasted;
    return { elements, getElementById: (id) => elements[id] ?? null, createElement: (name) => new element(name) };
}

/// What the page says after the form was sent, with `answer` in place of the server's.
async function submitted(pasted, answer) {
    const page = page_with(pasted);
    const asked = [];
    globalThis.fetch = async (address, request) => {
        asked.push({ address, ...request });
        return answer();
    };
    add.start(page);
    await page.elements.check.listeners.submit({ preventDefault() {} });
    return { asked, said: page.elements["check-said"], table: page.elements["check-table"],
             rows: page.elements["check-rows"], button: page.elements["check-button"], form: page.elements.check };
}

const answering = (status, body, headers = {}) => () => ({
    status, headers: { get: (name) => headers[name] ?? null },
    json: async () => { if (body === undefined) throw new SyntaxError("not JSON"); return body; },
});

test("ids and addresses are found however they are separated", () => {
    assert.deepEqual(add.entriesOf(" 1,2;\n3\t\"4\"\r\nhttps://www.tiktok.com/@a/video/5?x=1&y=2 "),
                     ["1", "2", "3", "4", "https://www.tiktok.com/@a/video/5?x=1&y=2"]);
    assert.deepEqual(add.entriesOf("\n ,;"), []);
});

test("what cannot be asked is refused before it is sent, and says how much is too much", () => {
    assert.match(add.refusalOf([]), /at least one/);
    assert.equal(add.refusalOf(Array(1000).fill("7332960275127110954")), "");
    assert.match(add.refusalOf(Array(1001).fill("1")), /1,001 entries.*1,000/);
    assert.match(add.refusalOf(Array(1000).fill("a".repeat(80))), /64 kB/);
    const least = JSON.stringify({ items: [""] }).length;
    assert.equal(add.refusalOf(["a".repeat(add.mostBytes - least)]), "");
    assert.match(add.refusalOf(["a".repeat(add.mostBytes - least + 1)]), /64 kB/);
});

test("the answer is told in sentences, with singular and plural", () => {
    assert.equal(add.summaryOf({ new: 1, known: 2, rejected: 0, unplannable: 0 }), "1 video would be added, 2 are known already.");
    assert.match(add.summaryOf({ new: 3, known: 0, rejected: 1, unplannable: 1 }), /3 videos .* 1 is not understood\. 1 carries no creation/);
    assert.match(add.costOf({ new: 5, cost_a_day: { first_pass_calls: 1, confirmation_calls: 2, presence_hours: 0.4 } }),
                 /about 1 call .*2 more.*24 minutes/);
    assert.match(add.costOf({ new: 5, cost_a_day: { first_pass_calls: 9, confirmation_calls: 1, presence_hours: 2.5 } }), /3 hours/);
    assert.equal(add.costOf({ new: 1, cost_a_day: { first_pass_calls: 1, confirmation_calls: 0, presence_hours: 0 } }),
                 "Each day they would cost about 1 call of the API’s quota and less than a minute of reading public pages.");
    assert.equal(add.costOf({ new: 0, cost_a_day: { first_pass_calls: 0 } }), "");
});

test("a refusal by the server is said in plain words", () => {
    assert.match(add.problemOf(429, undefined, "60"), /60 seconds/);
    assert.match(add.problemOf(429, undefined, null), /in a minute/);
    assert.match(add.problemOf(400, { detail: "items must be there" }), /items must be there/);
    assert.match(add.problemOf(413), /64 kB/);
    assert.match(add.problemOf(503), /Try again/);
    assert.match(add.problemOf(400, undefined), /400/);
});

test("the form shows itself, asks once and shows a row an entry, as text", async () => {
    const body = { items: [{ item: hostile, result: "rejected", where: "items[0]", reason: hostile },
                           { item: "7332960275127110954", id: "7332960275127110954", result: "new", plannable: true },
                           { item: "7332960275127110954", result: "known", note: "duplicate in this call" }],
                   new: 1, known: 1, rejected: 1, unplannable: 0,
                   cost_a_day: { first_pass_calls: 1, confirmation_calls: 1, presence_hours: 0.1 } };
    const { asked, said, table, rows, button, form } = await submitted("a 7332960275127110954", answering(200, body));
    assert.equal(form.hidden, false);
    assert.equal(asked.length, 1);
    assert.equal(asked[0].address, "/api/v1/items/check");
    assert.deepEqual(JSON.parse(asked[0].body), { items: ["a", "7332960275127110954"] });
    assert.match(said.all, /1 video would be added, 1 is known already, 1 is not understood\./);
    assert.equal(table.hidden, false);
    assert.deepEqual(rows.children.map((row) => row.children.map((cell) => cell.text)),
                     [[hostile, "not understood", hostile], ["7332960275127110954", "would be added", ""],
                      ["7332960275127110954", "known already", "duplicate in this call"]]);
    assert.equal(button.disabled, false);
});

test("too many are refused without a question, and an older answer's table goes away", async () => {
    const { asked, said, table } = await submitted("1 ".repeat(1001), answering(200, { items: [] }));
    assert.equal(asked.length, 0);
    assert.match(said.all, /1,001/);
    assert.equal(table.hidden, true);
});

test("a failing network, too many questions and an answer that is none are said", async () => {
    const away = await submitted("1", () => { throw new TypeError("Failed to fetch"); });
    assert.match(away.said.all, /could not be reached/);
    assert.equal(away.button.disabled, false);
    assert.match((await submitted("1", answering(429, {}, { "Retry-After": "60" }))).said.all, /Too many checks/);
    assert.match((await submitted("1", answering(502, undefined))).said.all, /could not answer/);
    assert.match((await submitted("1", answering(200, undefined))).said.all, /not be understood/);
});

test("nothing in the script makes markup of text", () => {
    assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(/);
});
