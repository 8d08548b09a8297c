// Every kind of page, with addresses of it on the site of the tests. Whoever adds a page adds it here: links_test finds kinds that
// nobody named.
import { site } from "./site.mjs";

/// kind: as in the daemon's routes; at: one address, looked at in all views; status where it is not 200.
export const pages = [
    { kind: "/", at: "/" },
    { kind: "/", at: "/?days=30", name: "overview-30-days" },
    { kind: "/", at: "/", on: site.empty, name: "nothing-yet" },
    { kind: "/lists/{}", at: "/lists/everyone" },
    { kind: "/lists/{}", at: "/lists/everyone?verdict=missing&sort=creator&order=asc&days=14", name: "list-filtered" },
    { kind: "/lists/{}", at: "/lists/few" },
    { kind: "/lists/{}", at: "/lists/outcome" },
    { kind: "/lists/{}", at: "/lists/hostile" },
    { kind: "/lists/{}", at: "/lists/elsewhere" },
    { kind: "/lists/{}", at: `/lists/everyone?as_of=${site.annotated}`, name: "list-frozen" },
    { kind: "/items/tiktok/{}", at: `/items/tiktok/${site.item}`, name: "item" },
    { kind: "/runs", at: "/runs" },
    { kind: "/method", at: "/method" },
    { kind: "/rules", at: "/rules" },
    { kind: "/not-there", at: "/not-there", status: 404 },
    { kind: "/lists/{}", at: "/lists/everyone?days=x", status: 400, name: "wrong-address" },
    { kind: "/lists/{}", at: "/lists/hidden", status: 404, name: "private-list" },
    { kind: "/items/tiktok/{}", at: `/items/tiktok/${site.hidden_item}`, status: 404, name: "private-item" },
];

/// Addresses that are no pages: what their answers have to be, and whether they are pictures to look at.
export const files = [
    { kind: "/events.atom", at: "/events.atom", type: "application/atom+xml" },
    { kind: "/lists/{}/events.atom", at: "/lists/everyone/events.atom", type: "application/atom+xml" },
    { kind: "/robots.txt", at: "/robots.txt", type: "text/plain" },
    { kind: "/favicon.ico", at: "/favicon.ico", type: "image/svg+xml" },
    { kind: "/metrics", at: "/metrics", type: "text/plain" },
];

/// A name for pictures and messages.
export const nameOf = ({ name, at }) => name ?? (at.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "overview");

/// The kind that an address of ours belongs to, if one is named above. Addresses of the interface for programs are described in
/// web/openapi.json and tested there.
export function kindOf(address) {
    const { pathname } = new URL(address, site.origin);
    if (pathname.startsWith("/api/v1/")) return "/api/v1/";
    if (pathname.startsWith("/static/")) return "/static/";
    const fits = ({ kind }) => new RegExp(`^${kind.replace(/[.]/g, "\\.").replaceAll("{}", "[^/]+")}$`).test(pathname);
    return [...pages, ...files].find(fits)?.kind;
}
