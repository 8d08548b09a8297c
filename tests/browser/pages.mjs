// Every kind of page, with addresses of it on the site of the tests. Whoever adds a page adds it here: links_test finds kinds that
// nobody named.
import { site } from "./site.mjs";

/// kind: as in the daemon's routes; at: one address, looked at in all views; status where it is not 200; framed: others may show it in
/// pages of theirs; for_scripts: what is there only where scripts run, in whose stead a <noscript> speaks.
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
    { kind: "/lists/{}", at: "/lists/empty" },
    { kind: "/lists/{}/creators", at: "/lists/everyone/creators" },
    { kind: "/lists/{}/creators", at: "/lists/hostile/creators" },
    { kind: "/lists/{}/lag", at: "/lists/everyone/lag" },
    { kind: "/lists/{}/metadata", at: "/lists/everyone/metadata" },
    { kind: "/lists/{}/where-from", at: "/lists/everyone/where-from" },
    { kind: "/where-from", at: "/where-from" },
    { kind: "/creators/{}/{}", at: `/creators/tiktok/${site.creator}`, name: "creator" },
    { kind: "/creators/{}/{}", at: `/creators/tiktok/${site.hostile_names[0]}`, name: "hostile-creator" },
    { kind: "/items/tiktok/{}", at: `/items/tiktok/${site.item}`, name: "item" },
    { kind: "/items/tiktok/{}", at: `/items/tiktok/${site.item}?cell=week`, name: "item-by-week" },
    { kind: "/runs", at: "/runs" },
    { kind: "/runs/{}", at: `/runs/${site.run}`, name: "run" },
    { kind: "/runs/{}", at: `/runs/${site.void_run}`, name: "void-run" },
    { kind: "/calls/{}", at: `/calls/${site.call}`, name: "call" },
    { kind: "/events", at: "/events" },
    { kind: "/status", at: "/status" },
    { kind: "/method", at: "/method" },
    { kind: "/rules", at: "/rules" },
    { kind: "/data", at: "/data" },
    { kind: "/add", at: "/add", for_scripts: "#check" },
    { kind: "/embed/lists/{}/{}", at: "/embed/lists/everyone/trend", name: "embedded-trend", framed: true },
    { kind: "/embed/lists/{}/{}", at: "/embed/lists/everyone/counts", name: "embedded-counts", framed: true },
    { kind: "/not-there", at: "/not-there", status: 404 },
    { kind: "/lists/{}", at: "/lists/everyone?days=x", status: 400, name: "wrong-address" },
    { kind: "/lists/{}", at: "/lists/hidden", status: 404, name: "private-list" },
    { kind: "/items/tiktok/{}", at: `/items/tiktok/${site.hidden_item}`, status: 404, name: "private-item" },
];

/// Addresses that are no pages, and what their answers have to be. chart: a figure that says in the picture where it is from.
export const files = [
    { kind: "/events.atom", at: "/events.atom", type: "application/atom+xml" },
    { kind: "/lists/{}/events.atom", at: "/lists/everyone/events.atom", type: "application/atom+xml" },
    { kind: "/robots.txt", at: "/robots.txt", type: "text/plain" },
    { kind: "/favicon.ico", at: "/favicon.ico", type: "image/svg+xml" },
    { kind: "/metrics", at: "/metrics", type: "text/plain" },
    { kind: "/sitemap.xml", at: "/sitemap.xml", type: "application/xml" },
    { kind: "/datapackage.json", at: "/datapackage.json", type: "application/json" },
    ...["trend", "counts", "creators", "lag", "where-from"].map((figure) => (
        { kind: `/charts/lists/{}/${figure}.svg`, at: `/charts/lists/everyone/${figure}.svg`, type: "image/svg+xml", chart: true })),
    { kind: "/charts/items/tiktok/{}/strip.svg", at: `/charts/items/tiktok/${site.item}/strip.svg`, type: "image/svg+xml", chart: true },
    { kind: "/badges/{}.svg", at: "/badges/everyone.svg", type: "image/svg+xml" },
    { kind: "/badges/{}.svg", at: "/badges/hostile.svg", type: "image/svg+xml" },
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
