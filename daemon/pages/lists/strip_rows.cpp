#include "daemon/pages/lists/strip_rows.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"
#include "daemon/pages/figures.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>
#include <set>

namespace lacuna::pages {
namespace {

/// The strip in words: as many days of what, the most frequent first.
std::string tally(std::string_view letters) {
    std::vector<std::pair<std::int64_t, verdict_kind>> found;
    for (auto const& mark : charts::verdict_marks()) {
        auto const days = std::ranges::count(letters, static_cast<char>(mark.kind));
        if (days > 0) found.emplace_back(days, mark.kind);
    }
    std::ranges::stable_sort(found, [](auto const& a, auto const& b) { return a.first > b.first; });
    std::string text;
    for (auto const& [days, kind] : found) {
        text += (text.empty() ? "" : "; ") + count_of(days, "day", "days") + " " +
                std::string{charts::word_of(kind).words};
    }
    return text.empty() ? "no verdict in these days" : text;
}

std::string runs_in_words(std::string_view letters, utc_day from) {
    std::string text;
    for (auto const& [kind, first, last] : charts::stretches(letters, from)) {
        if (!text.empty()) text += "; ";
        text += charts::word_of(kind).words;
        text += ' ' + to_string(first);
        if (last != first) text += " to " + to_string(last);
    }
    return text.empty() ? "–" : text;
}

}  // namespace

fields strip_row(item_summary const& item, std::string_view letters, utc_day from, utc_day to) {
    fields row;
    auto const id = std::to_string(item.platform_id);
    row.set("id", id);
    row.set("href", "/items/tiktok/" + id);
    row.set("created", item.created ? to_words(day_of(item.created->at)) : std::string{"not known"});
    if (item.verdict) {
        auto const& word = charts::word_of(*item.verdict);
        row.set("glyph", std::string{word.glyph});
        row.set("verdict", std::string{word.words});
        row.set("verdict_class", std::string{charts::mark_of(*item.verdict).css_class});
        row.set("has_verdict", true);
        row.set("verdict_day", item.day && item.day != to ? to_words(*item.day) : std::string{});
    }
    row.set("archived", item.archived);
    row.set("strip", charts::strip_svg(letters, tally(letters)));
    row.set("runs", runs_in_words(letters, from));
    return row;
}

fields strip_legend(std::vector<item_strip> const& strips) {
    std::set<verdict_kind> drawn;
    for (auto const& strip : strips) {
        for (char const letter : strip.days) {
            if (auto const kind = charts::kind_of(letter)) drawn.insert(*kind);
        }
    }
    std::vector<verdict_kind> const kinds{drawn.begin(), drawn.end()};
    return legend_fields(kinds);
}

}  // namespace lacuna::pages
