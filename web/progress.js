// Follows a run that is under way: writes what the server says into the numbers that stand on the page already.
(() => {
    "use strict";
    const place = document.querySelector("[data-progress]");
    if (!place || !("EventSource" in window)) return;
    const parts = (name) => place.querySelectorAll(`[data-part="${name}"]`);
    const say = (name, text) => parts(name).forEach((node) => { if (node.textContent !== text) node.textContent = text; });
    const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

    const source = new EventSource(place.dataset.progress);
    source.addEventListener("progress", (event) => {
        for (const [name, value] of Object.entries(JSON.parse(event.data))) {
            for (const node of parts(name)) {
                if (node instanceof HTMLProgressElement) node.value = value;
                else if (node.textContent !== grouped(value)) node.textContent = grouped(value);
            }
        }
        say("as_of", "Following.");
        say("again", "Refresh the page");
    });
    source.addEventListener("end", () => {
        source.close();
        say("as_of", "The run has ended.");
        say("again", "Show what it found");
    });
    source.addEventListener("error", () => {
        // What was said last stays; the browser tries again by itself, unless the server refused.
        if (source.readyState === EventSource.CLOSED) say("as_of", "No longer following.");
    });
})();
