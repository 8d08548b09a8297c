#include "daemon/pages/strip_words.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {

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

std::string stretches_in_words(std::vector<charts::strip_cell> const& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size();) {
        auto const begin = i;
        auto const letter = cells[begin].drawn();
        while (i < cells.size() && cells[i].drawn() == letter) ++i;
        auto const kind = charts::kind_of(letter);
        if (!kind) continue;
        auto const first = cells[begin].first, last = cells[i - 1].last;
        if (!text.empty()) text += "; ";
        text += charts::word_of(*kind).words;
        text += ' ' + to_string(first);
        if (last != first) text += " to " + to_string(last);
    }
    return text.empty() ? "–" : text;
}

std::string period_in_words(utc_day first, utc_day last) {
    if (first == last) return to_words(first);
    std::chrono::year_month_day const from{first}, to{last};
    if (from.year() != to.year() || from.month() != to.month())
        return to_words(first) + " to " + to_words(last);
    auto const month_end = utc_day{to.year() / to.month() / std::chrono::last};
    if (static_cast<unsigned>(from.day()) == 1 && last == month_end) return to_words(first).substr(2);
    return std::to_string(static_cast<unsigned>(from.day())) + "–" + to_words(last);
}

}  // namespace lacuna::pages
