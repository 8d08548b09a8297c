#include "daemon/pages/lists/list_parts.hpp"

#include "daemon/pages/address.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

#include <array>

namespace lacuna::pages {
namespace {

struct part_word {
    list_part part;
    std::string_view path, words, title;
};
constexpr std::array<part_word, 5> parts{
    {{list_part::videos, "", "The videos", ""},
     {list_part::creators, "/creators", "Creators", "Creators of"},
     {list_part::lag, "/lag", "Lag", "How soon it can be retrieved:"},
     {list_part::metadata, "/metadata", "Metadata", "Metadata of"},
     {list_part::where_from, "/where-from", "Where from", "Where it comes from:"}}};

part_word const& word_of(list_part part) {
    for (auto const& one : parts) {
        if (one.part == part) return one;
    }
    return parts.front();
}

}  // namespace

std::string part_path(watchlist const& list, list_part part) {
    return "/lists/" + url_encoded(list.slug) + std::string{word_of(part).path};
}

std::string part_image(watchlist const& list, list_part part, std::optional<utc_day> day) {
    address const here{"/charts/lists/" + url_encoded(list.slug) + std::string{word_of(part).path} + ".svg"};
    return here.with("day", day ? to_string(*day) : "").text();
}

std::string part_navigation(watchlist const& list, list_part current) {
    fields nav;
    auto links = list_of_fields();
    for (auto const& one : parts) {
        fields link;
        link.set("href", part_path(list, one.part));
        link.set("words", std::string{one.words});
        link.set("current", one.part == current);
        links << link;
    }
    nav.set("links", links);
    nav.set("events", "/lists/" + url_encoded(list.slug) + "/events.atom");
    return fill("list_parts", nav);
}

std::string lay_out_part(list_part_view const& view, list_part part, page_head head,
                         std::string const& sentence, std::string const& body) {
    auto const& word = word_of(part);
    fields page;
    page.set("list", view.list.title);
    page.set("list_href", part_path(view.list, list_part::videos));
    page.set("part", std::string{word.words});
    page.set("title", std::string{word.title} + " “" + view.list.title + "”");
    page.set("private", !view.list.is_public);
    page.set("archived", view.list.archived);
    page.set("navigation", part_navigation(view.list, part));
    page.set("sentence", sentence);
    page.set("selection", std::string{in_words(view.list.how)});
    page.set("caution", std::string{caution(view.list.how)});
    page.set("imported", view.list.imported);
    page.set("origin", view.list.origin.empty() ? std::string{"an unnamed source"} : view.list.origin);
    page.set("body", body);
    head.title = std::string{word.words} + ": " + view.list.title;
    head.description = sentence;
    head.path = part_path(view.list, part);
    return lay_out(view.site, view.now, head, fill("list_part", page));
}

}  // namespace lacuna::pages
