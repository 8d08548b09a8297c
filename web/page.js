// Reading aids. Every page is whole without them: what a tooltip says stands in the table below its figure, a stretch of days that
// is marked on a figure is an address, and a table that is sorted here has all its rows on the page.
(() => {
    "use strict";
    const day_length = 864e5, least_days = 7; // Of a page of a list.
    const as_of = new URLSearchParams(location.search).get("as_of");
    const day_in_words = (time) => new Date(time).toUTCString().slice(5, 16).replace(/^0/, "");
    const lazily = (make) => {
        let made;
        return () => (made ??= make());
    };
    const make = (name, attributes, words = "") => {
        const one = document.createElementNS("http://www.w3.org/2000/svg", name);
        for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
        one.textContent = words;
        return one;
    };

    // One transparent drawing over the window, in its pixels, so that nothing needs a style of its own to be put somewhere.
    const overlay = make("svg", { class: "aids", "aria-hidden": "true" });
    document.body.append(overlay);
    const clear = () => overlay.replaceChildren();

    /// Words beside the pointer. lines: [{words, mark}], mark being the class of a colour; the first line is the head.
    const say = ({ clientX, clientY }, lines) => {
        const tip = make("g", { class: "tip" }), ground = make("rect", { rx: 3 });
        tip.append(ground);
        lines.forEach(({ words, mark }, i) => {
            const y = 21 + 18 * i;
            if (mark) tip.append(make("rect", { class: mark, x: 10, y: y - 9, width: 9, height: 9 }));
            tip.append(make("text", { class: i ? "line-of" : "head-of", x: mark ? 25 : 10, y }, words));
        });
        overlay.append(tip);
        const width = tip.getBBox().width + 20, height = 18 * lines.length + 14;
        ground.setAttribute("width", width);
        ground.setAttribute("height", height);
        const room = document.documentElement;
        const x = clientX + 14 + width < room.clientWidth ? clientX + 14 : Math.max(0, clientX - 14 - width);
        const y = Math.max(0, Math.min(clientY + 14, room.clientHeight - height));
        tip.setAttribute("transform", `translate(${x} ${y})`);
    };

    /// Class of a mark -> its words, as the legends of the page say.
    const words_of = lazily(() => new Map([...document.querySelectorAll(".legend li:has(path)")].map((one) =>
        [one.querySelector("path").getAttribute("class"), one.textContent.trim()])));

    // Figures over days: the row of the table that belongs to the day under the pointer.

    const plot_of = (svg) => {
        const grid = svg.querySelector(".grid"), { a, d, e, f } = svg.getScreenCTM(), { height } = svg.viewBox.baseVal;
        return { left: a * grid.getAttribute("x1") + e, right: a * grid.getAttribute("x2") + e, top: f + 24 * d, bottom: f + d * (height - 28) };
    };

    const read_figures = (figure) => {
        const from = Date.parse(figure.dataset.from), days = Math.round((Date.parse(figure.dataset.to) - from) / day_length) + 1;
        const texts = (row) => [...row.cells].map((cell) => cell.textContent.trim());
        const [, ...columns] = texts(figure.querySelector("thead tr"));
        const rows = new Map([...figure.querySelectorAll("tbody tr")].map((row) => [row.cells[0].textContent.trim(), texts(row).slice(1)]));
        const mark_of = new Map([...words_of()].map(([mark, words]) => [words, mark]));
        const lines_of = (time) => {
            const row = rows.get(new Date(time).toISOString().slice(0, 10));
            const said = columns.map((words, i) => ({ words: `${words}: ${row?.[i]}`, mark: mark_of.get(words), text: row?.[i] }));
            return [{ words: day_in_words(time) }, ...(row ? said.filter(({ text }) => text !== "0") : [{ words: "no run" }])];
        };
        return { from, days, lines_of };
    };

    const stretch_address = (figure, first, last) => {
        const to = new URL(figure.dataset.stretch, location);
        if (to.pathname === location.pathname) to.search = location.search; // Filters stay.
        else if (as_of) to.searchParams.set("as_of", as_of);
        to.searchParams.delete("page");
        to.searchParams.set("days", Math.max(least_days, Math.round((last - first) / day_length) + 1));
        to.searchParams.set("to", new Date(last).toISOString().slice(0, 10));
        return to;
    };

    for (const figure of document.querySelectorAll("figure[data-from]")) {
        const read = lazily(() => read_figures(figure));
        const may_mark = "stretch" in figure.dataset;
        for (const svg of figure.querySelectorAll("svg[role=img]")) {
            let held = null; // The day on which a stretch was begun.
            svg.classList.toggle("marked", may_mark);
            const day_at = ({ clientX }) => {
                const { left, right } = plot_of(svg), { days } = read();
                const at = Math.floor(((clientX - left) / (right - left)) * days);
                return held === null && (at < 0 || at >= days) ? null : Math.max(0, Math.min(days - 1, at));
            };
            const show = (event) => {
                clear();
                const at = day_at(event), { from, days, lines_of } = read();
                if (at === null) return;
                const { left, right, top, bottom } = plot_of(svg), cell = (right - left) / days;
                const first = Math.min(at, held ?? at), last = Math.max(at, held ?? at), time = (day) => from + day * day_length;
                overlay.append(make("rect", { class: "cursor", x: left + first * cell, y: top, width: (last - first + 1) * cell, height: bottom - top }));
                say(event, first === last ? lines_of(time(at)) : [{ words: `${day_in_words(time(first))} to ${day_in_words(time(last))}` },
                                                                  { words: "let go to see these days" }]);
            };
            svg.addEventListener("pointermove", show);
            svg.addEventListener("pointerleave", () => held ?? clear());
            svg.addEventListener("pointercancel", () => {
                held = null;
                clear();
            });
            if (!may_mark) continue;
            svg.addEventListener("pointerdown", (event) => {
                if (event.button !== 0 || !event.isPrimary || day_at(event) === null) return;
                held = day_at(event);
                svg.setPointerCapture(event.pointerId);
                event.preventDefault();
            });
            svg.addEventListener("pointerup", (event) => {
                const begun = held, ended = day_at(event);
                held = null;
                if (begun === null || begun === ended) return;
                const [first, last] = [begun, ended].sort((a, b) => a - b);
                const { from } = read();
                location.assign(stretch_address(figure, from + first * day_length, from + last * day_length));
            });
            addEventListener("keydown", ({ key }) => {
                if (key !== "Escape") return;
                held = null;
                clear();
            });
        }
    }

    // Strips: what is drawn in the cell under the pointer, in the legend's words.

    const cell_width = 8, cell_height = 14, mark_width = 7;
    const mark_in = (svg, cell) => [...svg.querySelectorAll("path")].find((path) => {
        const dashed = path.hasAttribute("stroke-dasharray");
        for (let x = 0.5; x < mark_width; ++x) {
            for (let y = 0.5; y < cell_height; ++y) {
                const point = new DOMPoint(cell * cell_width + x, y);
                if (dashed ? path.isPointInStroke(point) : path.isPointInFill(point)) return true;
            }
        }
        return false;
    });

    /// @param from the day of the strip's first cell
    const read_strip = (svg, from) => {
        const cells = svg.viewBox.baseVal.width / cell_width;
        svg.addEventListener("pointermove", (event) => {
            const { left, width } = svg.getBoundingClientRect(), cell = Math.floor(((event.clientX - left) / width) * cells);
            clear();
            if (cell < 0 || cell >= cells) return;
            const mark = mark_in(svg, cell)?.getAttribute("class");
            say(event, [{ words: day_in_words(from + cell * day_length) }, { words: words_of().get(mark) ?? "no run", mark }]);
        });
        svg.addEventListener("pointerleave", clear);
    };
    for (const legend of document.querySelectorAll(".legend[data-first]")) {
        for (const svg of legend.parentElement.querySelectorAll("svg.strip")) read_strip(svg, Date.parse(legend.dataset.first));
    }
    addEventListener("scroll", clear, { passive: true });

    // Tables with all their rows here: numbers by size, the rest as text, what is neither at the end.

    const value_of = (row, column) => {
        const cell = row.cells[column], text = cell.querySelector("time")?.dateTime ?? cell.textContent.trim();
        const number = /^[−-]?[\d.,]+(\s?%|\s?ms|–[\d.]+)?$/.test(text) ? parseFloat(text.replaceAll(",", "").replace("−", "-")) : NaN;
        return { text, number };
    };
    const compare = (a, b) => {
        if (!isNaN(a.number) && !isNaN(b.number)) return a.number - b.number;
        if (isNaN(a.number) !== isNaN(b.number)) return isNaN(a.number) ? Infinity : -Infinity;
        return a.text.localeCompare(b.text, "en");
    };
    const sort = (table, column, head) => {
        const down = head.ariaSort === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.ariaSort = down ? "descending" : "ascending";
        const rows = [...table.tBodies[0].rows].map((row) => ({ row, value: value_of(row, column) }));
        rows.sort((a, b) => {
            const order = compare(a.value, b.value);
            return down && isFinite(order) ? -order : order;
        });
        table.tBodies[0].append(...rows.map(({ row }) => row));
    };
    for (const table of document.querySelectorAll("[data-whole] table, table[data-whole]")) {
        [...table.tHead.rows[0].cells].forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "sort";
            button.append(...head.childNodes);
            head.append(button);
            button.addEventListener("click", () => sort(table, column, head));
        });
    }
})();
