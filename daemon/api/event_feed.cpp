#include "daemon/api/event_feed.hpp"

#include "daemon/api/event_words.hpp"
#include "daemon/api/percent.hpp"
#include "probes/sha256.hpp"

#include <algorithm>

namespace lacuna::api {
namespace {

/// A UUID of our own making (RFC 9562, version 8): the beginning of the SHA-256 of what it names.
std::string uuid_of(std::string const& named) {
    auto hex = to_hex(sha256(named)).substr(0, 32);
    hex[12] = '8';
    hex[16] = "89ab"[static_cast<std::size_t>(hex[16]) % 4];
    for (auto const at : {20U, 16U, 12U, 8U}) hex.insert(at, "-");
    return "urn:uuid:" + hex;
}

std::string id_of(feed_head const& head, std::string const& what) {
    return uuid_of("lacuna " + std::to_string(head.installed_at.time_since_epoch().count()) + " " + what);
}

std::string element(std::string_view name, std::string_view text) {
    std::string written = "<";
    written.append(name).append(">").append(xml_escaped(text)).append("</").append(name).append(">\n");
    return written;
}

std::string link(std::string_view relation, std::string_view type, std::string const& address) {
    std::string written = "<link rel=\"";
    written.append(relation).append("\" type=\"").append(type).append("\" href=\"");
    return written.append(xml_escaped(address)).append("\"/>\n");
}

std::string entry(feed_head const& head, shown_event const& shown) {
    auto const kind = to_string(shown.event.what.kind);
    std::string written = "<entry>\n";
    written += element("id", id_of(head, "event " + std::to_string(shown.number)));
    written += element("title", title_words(shown));
    written += element("published", to_rfc3339(shown.opened_at));
    written += element("updated", to_rfc3339(std::max(shown.updated_at, shown.opened_at)));
    written += "<category term=\"" + xml_escaped(kind) + "\"/>\n";
    written += link("alternate", "text/html", head.site.public_url + page_of(shown));
    written += "<content type=\"text\">" +
               xml_escaped("On " + to_words(shown.event.day) + ". " + story_words(shown)) + "</content>\n";
    return written + "</entry>\n";
}

}  // namespace

std::string atom_feed(feed_head const& head, std::vector<shown_event> const& events) {
    auto const site_title = head.site.title.empty() ? std::string{"Lacuna"} : head.site.title;
    auto updated = head.installed_at;
    if (!events.empty()) updated = events.front().updated_at;
    for (auto const& shown : events) updated = std::max({updated, shown.updated_at, shown.opened_at});

    std::string written = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    written += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n";
    written += element("id", id_of(head, head.list.empty() ? "events" : "events of " + head.list));
    written += element(
        "title", head.list.empty() ? site_title + ": events" : site_title + ": events of " + head.list_title);
    written += element("updated", to_rfc3339(updated));
    written += "<author>" + element("name", head.site.author.empty() ? site_title : head.site.author) +
               "</author>\n";
    written += link("self", "application/atom+xml", head.site.public_url + head.path);
    written += link("alternate", "text/html",
                    head.site.public_url + (head.list.empty() ? "/" : "/lists/" + head.list));
    for (auto const& shown : events) written += entry(head, shown);
    return written + "</feed>\n";
}

std::string xml_escaped(std::string_view text) {
    auto const clean = as_utf8(text);
    std::string escaped;
    escaped.reserve(clean.size());
    for (std::size_t at = 0; at < clean.size(); ++at) {
        char const letter = clean[at];
        switch (letter) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\t':
            case '\n':
            case '\r': escaped += ' '; break;
            default:
                // U+FFFE and U+FFFF are no characters of XML, nor are the controls.
                if (std::string_view{clean}.substr(at, 2) == "\xef\xbf" && at + 2 < clean.size() &&
                    static_cast<unsigned char>(clean[at + 2]) >= 0xbe) {
                    escaped += "\xef\xbf\xbd";
                    at += 2;
                } else if (static_cast<unsigned char>(letter) >= 0x20) {
                    escaped += letter;
                }
        }
    }
    return escaped;
}

}  // namespace lacuna::api
