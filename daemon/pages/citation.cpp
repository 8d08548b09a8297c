#include "daemon/pages/citation.hpp"

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
    return fill("citation", block);
}

}  // namespace lacuna::pages
