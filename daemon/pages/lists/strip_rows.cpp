#include "daemon/pages/lists/strip_rows.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"
#include "daemon/pages/figures.hpp"
#include "daemon/pages/strip_words.hpp"
#include "daemon/pages/words.hpp"

#include <set>

namespace lacuna::pages {
charts::cell_size cell_for(std::size_t days) noexcept {
    if (days <= 200) return charts::cell_size::day;
    return days <= 4 * 366 ? charts::cell_size::week : charts::cell_size::month;
}

fields strip_row(item_summary const& item, std::string_view letters, utc_day from, utc_day to) {
    fields row;
    auto const id = std::to_string(item.platform_id);
    row.set("id", id);
    row.set("href", "/items/tiktok/" + id);
    row.set("created", item.created ? to_words(day_of(item.created->at)) : std::string{"creation not known"});
    if (item.verdict) {
        auto const& word = charts::word_of(*item.verdict);
        row.set("glyph", std::string{word.glyph});
        row.set("verdict", std::string{word.words});
        row.set("verdict_class", std::string{charts::mark_of(*item.verdict).css_class});
        row.set("has_verdict", true);
        if (item.day && item.day != to) row.set("verdict_day", to_words(*item.day));
    }
    row.set("archived", item.archived);
    auto const cells = charts::cells_of(letters, from, cell_for(letters.size()));
    row.set("strip", charts::strip_svg(charts::drawn_letters(cells), tally(letters)));
    row.set("runs", stretches_in_words(cells));
    return row;
}

fields strip_legend(std::vector<item_strip> const& strips, utc_day from) {
    std::set<verdict_kind> drawn;
    for (auto const& strip : strips) {
        for (auto const& cell : charts::cells_of(strip.days, from, cell_for(strip.days.size()))) {
            if (auto const kind = charts::kind_of(cell.drawn())) drawn.insert(*kind);
        }
    }
    std::vector<verdict_kind> const kinds{drawn.begin(), drawn.end()};
    return legend_fields(kinds);
}

}  // namespace lacuna::pages
