#include "daemon/pages/citation.hpp"

#include "daemon/charts/svg_text.hpp"
#include "daemon/pages/figures.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

namespace lacuna::pages {
namespace {

/// Text between the braces of a BibTeX field.
std::string bibtex_text(std::string_view text) {
    std::string safe;
    for (char const c : text) {
        if (c == '\\') {
            safe += "\\textbackslash{}";
        } else if (c == '{' || c == '}' || c == '%' || c == '&' || c == '#' || c == '$' || c == '_') {
            (safe += '\\') += c;
        } else {
            safe += c;
        }
    }
    return safe;
}

std::string key_of(page_head const& head, utc_day day) {
    std::string key = "lacuna";
    bool between = true;
    for (char const c : head.path) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (plain && between) key += '-';
        if (plain) key += c;
        between = !plain;
    }
    return key + '-' + to_string(day);
}

std::string bibtex(site_facts const& site, standing const& now, page_head const& head, utc_day day,
                   std::string const& address) {
    auto const author = site.operator_name.empty() ? site.title : site.operator_name;
    auto const title = head.title.empty() ? site.title : head.title + " (" + site.title + ")";
    return "@misc{" + key_of(head, day) + ",\n  author = {{" + bibtex_text(author) + "}},\n  title  = {" +
           bibtex_text(title) + "},\n  year   = {" + to_string(day).substr(0, 4) +
           "},\n  note   = {Data as of " + to_string(day) + ", rules " + std::to_string(rules_of_today(now)) +
           "},\n  url    = {" + address + "}\n}";
}

/// Lines of HTML for somebody else's page: what comes from outside is escaped in them, and the whole is
/// escaped again where it is shown.
std::string embedding_lines(site_facts const& site, standing const& now, embedded_list const& list) {
    auto const at = [&](std::string const& address) {
        return charts::escaped(
            public_address(site, now.as_of ? as_of_address(address, *now.as_of) : address));
    };
    auto const title = charts::escaped(list.title);
    std::string_view const name = list.rated ? "trend" : "counts";
    auto const shows = std::string{list.rated ? "Share that the API returned" : "Videos by verdict"};
    std::string lines = "<iframe src=\"" + at(embed_address(list.slug, name, {})) +
                        "\" width=\"100%\" height=\"560\" loading=\"lazy\" title=\"" + shows + ": " + title +
                        "\"></iframe>\n<img src=\"" + at(image_address(list.slug, name, {})) + "\" alt=\"" +
                        shows + ": " + title + "\">";
    if (list.is_public) {
        lines += "\n<img src=\"" + at("/badges/" + list.slug + ".svg?warn=90&bad=80") +
                 "\" alt=\"Retrievable: " + title + "\">";
    }
    return lines;
}

}  // namespace

std::string citation_block(site_facts const& site, standing const& now, page_head const& head) {
    if (!head.newest) return {};
    auto const day = now.as_of.value_or(*head.newest);
    auto const address = as_of_address(head.address.empty() ? head.path : head.address, day);
    fields block;
    block.set("href", address);
    block.set("address", site.public_url + address);
    block.set("day", to_words(day));
    block.set("still_open", !now.as_of && day + std::chrono::days{1} >= day_of(now.now));
    block.set("bibtex", bibtex(site, now, head, day, site.public_url + address));
    if (head.list) {
        block.set("embedding", embedding_lines(site, now, *head.list));
        block.set("has_embedding", true);
        block.set("has_public_url", !site.public_url.empty());
    }
    return fill("citation", block);
}

std::string source_words(site_facts const& site, standing const& now, std::optional<utc_day> day) {
    auto words = "Source: " + (site.title == "Lacuna" ? site.title : "Lacuna, “" + site.title + "”");
    if (auto const rules = rules_of_today(now); rules > 0) words += ", rules " + std::to_string(rules);
    if (!site.operator_name.empty()) words += ", " + site.operator_name;
    return words + '.' + (day ? " Data as of " + to_words(*day) + '.' : std::string{});
}

std::vector<std::string> warnings_of(site_facts const& site, standing const& now) {
    std::vector<std::string> warnings;
    if (site.simulated) {
        warnings.emplace_back(
            "Simulated data: a made-up platform’s, to show how Lacuna works. No real video, creator or "
            "service "
            "is meant.");
    }
    if (now.as_of) return warnings;
    if (!now.last_valid) {
        warnings.emplace_back("No valid run yet: nothing has been measured so far that may be believed.");
        return warnings;
    }
    auto const ended = now.last_valid->ended_at.value_or(now.last_valid->started_at);
    if (now.now - ended > stale_after)
        warnings.push_back("Out of date: the last valid run ended on " + moment(ended) + '.');
    return warnings;
}

std::string public_address(site_facts const& site, std::string const& path) {
    return (site.public_url.empty() ? "https://ADDRESS-OF-THIS-SITE" : site.public_url) + path;
}

}  // namespace lacuna::pages
