// The form of /add: asks POST /api/v1/items/check what would become of the pasted videos, and shows the answer.
// Whatever comes from outside is set as text, never as HTML.

export const most = 1000;
export const mostBytes = 64 * 1024;

/// The ids and addresses in a pasted text, in whatever way they are separated.
export function entriesOf(text) {
    return text.split(/[\s,;"'<>]+/u).filter((entry) => entry !== "");
}

function counted(number, one, many) {
    return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/// What keeps the entries from being asked about; "" if nothing does.
export function refusalOf(entries) {
    if (entries.length === 0) return "Paste at least one video’s id or address.";
    if (entries.length > most) {
        return `You pasted ${counted(entries.length, "entry", "entries")}. At most ${most.toLocaleString("en")} ` +
            "can be checked at once: take some out. With a key, 100,000 can be added in one call.";
    }
    if (new TextEncoder().encode(JSON.stringify({ items: entries })).length > mostBytes) {
        return "That is more than 64 kB: check fewer at once, or paste ids instead of addresses.";
    }
    return "";
}

/// The answer in a sentence or two.
export function summaryOf(answer) {
    const parts = [];
    if (answer.new > 0) parts.push(`${counted(answer.new, "video", "videos")} would be added`);
    if (answer.known > 0) parts.push(`${counted(answer.known, "is", "are")} known already`);
    if (answer.rejected > 0) parts.push(`${counted(answer.rejected, "is", "are")} not understood`);
    let text = `${parts.join(", ")}.`;
    if (answer.unplannable > 0) {
        text += ` ${counted(answer.unplannable, "carries", "carry")} no creation time, and without one the API ` +
            "cannot be asked by id.";
    }
    return text;
}

/// What the plan would cost, in a sentence; "" where nothing would be added.
export function costOf(answer) {
    if (!(answer.new > 0) || !answer.cost_a_day) return "";
    const { first_pass_calls: first, confirmation_calls: again, presence_hours: hours } = answer.cost_a_day;
    const minutes = Math.ceil(hours * 60);
    const time = minutes < 120 ? counted(minutes, "minute", "minutes") : counted(Math.ceil(hours), "hour", "hours");
    const confirming = again > 0 ? `, up to ${counted(again, "more", "more")} to confirm what is left out,` : "";
    return `Each day they would cost about ${counted(first, "call", "calls")} of the API’s quota${confirming} and ` +
        `${minutes > 0 ? time : "less than a minute"} of reading public pages.`;
}

const words = { new: "would be added", known: "known already", rejected: "not understood" };

/// One line of the table: what was pasted, what would become of it, and why.
export function rowOf(item) {
    return [item.item, words[item.result] ?? item.result, item.reason ?? item.note ?? ""];
}

/// What an answer other than 200 says, in plain words.
export function problemOf(status, problem, retryAfter) {
    if (status === 429) {
        const seconds = Number.parseInt(retryAfter, 10);
        const when = seconds > 0 && seconds < 3600 ? `in ${counted(seconds, "second", "seconds")}` : "in a minute";
        return `Too many checks came from your network: ten a minute are answered. Try again ${when}.`;
    }
    if (status === 413) return "That is more than 64 kB: check fewer at once.";
    if (status === 400 && problem?.detail) return `This cannot be checked: ${problem.detail}.`;
    if (status >= 500) return "The server could not answer. Try again in a minute.";
    return `The server refused with status ${status}.`;
}

async function check(entries) {
    let answer;
    try {
        answer = await fetch("/api/v1/items/check", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ items: entries }),
            signal: AbortSignal.timeout(30_000),
        });
    } catch {
        return { problem: "The server could not be reached. Nothing was added; look at your connection and try again." };
    }
    const body = await answer.json().catch(() => undefined);
    if (answer.status !== 200) return { problem: problemOf(answer.status, body, answer.headers.get("Retry-After")) };
    if (!Array.isArray(body?.items)) return { problem: "The answer could not be understood." };
    return { answer: body };
}

function element(page, name, text) {
    const made = page.createElement(name);
    made.textContent = text;
    return made;
}

function show(page, { answer, problem }) {
    const said = page.getElementById("check-said");
    const table = page.getElementById("check-table");
    const rows = page.getElementById("check-rows");
    said.replaceChildren(...(problem ? [problem] : [summaryOf(answer), costOf(answer)])
        .filter((text) => text !== "").map((text) => element(page, "p", text)));
    said.hidden = false;
    table.hidden = !answer;
    rows.replaceChildren(...(answer?.items ?? []).map((item) => {
        const row = page.createElement("tr");
        const [first, ...others] = rowOf(item);
        const head = element(page, "th", first);
        head.scope = "row";
        row.append(head, ...others.map((text) => element(page, "td", text)));
        return row;
    }));
}

export function start(page) {
    const form = page.getElementById("check");
    if (!form) return;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const entries = entriesOf(page.getElementById("check-items").value);
        const refusal = refusalOf(entries);
        if (refusal) {
            show(page, { problem: refusal });
            return;
        }
        const button = page.getElementById("check-button");
        button.disabled = true;
        try {
            show(page, await check(entries));
        } finally {
            button.disabled = false;
        }
    });
}

if (typeof document !== "undefined") start(document);
