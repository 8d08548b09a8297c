#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"
#include "daemon/events/changes.hpp"
#include "daemon/pages/evidence/item_history.hpp"
#include "daemon/pages/figures.hpp"
#include "daemon/pages/strip_words.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>
#include <array>

namespace lacuna::pages {
namespace {

using charts::cell_size;
using std::chrono::days;

constexpr std::size_t changes_shown = 100;

struct zoom {
    cell_size size;
    std::string_view words, css;
    std::vector<std::string_view> ticks;  ///< Above the cells, evenly but for the last.
};

zoom const& zoom_of(cell_size size) {
    static std::array<zoom, 3> const all{{
        {cell_size::day, "a day a cell", "by-day", {"1", "8", "15", "22", "29"}},
        {cell_size::week, "a week a cell", "by-week", {"Jan", "Apr", "Jul", "Oct"}},
        {cell_size::month,
         "a month a cell",
         "by-month",
         {"J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"}},
    }};
    return *std::ranges::find(all, size, &zoom::size);
}

std::string letters_of(charts::calendar_line const& line) {
    std::string letters;
    for (auto const& place : line.places) letters += place ? place->drawn() : '\0';
    return letters;
}

/// "Nov 2026: 20 days retrievable; 7 days public, not returned; 3 days without a verdict".
std::string title_of(charts::strip_cell const& cell) {
    auto text = period_in_words(cell.first, cell.last) + ": " + tally(cell.letters);
    auto const blank = std::ranges::count(cell.letters, '\0');
    bool const all = std::cmp_equal(blank, cell.letters.size());
    if (blank > 0 && !all) text += "; " + count_of(blank, "day", "days") + " without a verdict";
    return text;
}

/// A month's days in stretches; of weeks and months how many days of what, for each says so itself.
std::string label_of(charts::calendar_line const& line, cell_size size) {
    std::string label = line.name;
    if (size != cell_size::day) {
        std::string days_of_line;
        for (auto const& place : line.places) {
            if (place) days_of_line += place->letters;
        }
        return label + ": " + tally(days_of_line);
    }
    for (auto const& [kind, first, last] : charts::stretches(letters_of(line), utc_day{})) {
        auto const day = [](utc_day of) { return std::to_string(of.time_since_epoch().count() + 1); };
        label += label.size() == line.name.size() ? ", day " : "; day ";
        label += day(first);
        if (last != first) label += " to " + day(last);
        label += ": " + std::string{charts::word_of(kind).words};
    }
    return label;
}

fields line_fields(charts::calendar_line const& line, cell_size size) {
    std::vector<std::string> titles;
    if (size != cell_size::day) {
        for (auto const& place : line.places) titles.push_back(place ? title_of(*place) : std::string{});
    }
    fields one;
    one.set("name", line.name);
    one.set("strip", charts::titled_strip_svg(letters_of(line), label_of(line, size), titles));
    return one;
}

/// The strip's cells as rows, newest first. A day's cells are the table of days.
fields cell_rows(std::vector<charts::strip_cell> const& cells) {
    auto rows = list_of_fields();
    for (auto cell = cells.rbegin(); cell != cells.rend(); ++cell) {
        auto const drawn = charts::kind_of(cell->drawn());
        if (!drawn) continue;
        fields row;
        row.set("period", period_in_words(cell->first, cell->last));
        row.set("mark", mark_fields(*drawn));
        row.set("days", tally(cell->letters));
        rows << row;
    }
    return rows;
}

void set_zoom(fields& page, item_view const& view, cell_size shown) {
    auto links = list_of_fields();
    for (auto const size : {cell_size::day, cell_size::week, cell_size::month}) {
        auto asked = view.asked;
        asked.cell = size == usual_cell(view.letters.size()) ? std::nullopt : std::optional{size};
        fields one;
        one.set("words", std::string{zoom_of(size).words});
        one.set("href", history_address(view, asked) + "#history");
        one.set("current", size == shown);
        links << one;
    }
    page.set("zooms", links);
    auto ticks = list_of_fields();
    for (auto const tick : zoom_of(shown).ticks) {
        fields one;
        one.set("words", std::string{tick});
        ticks << one;
    }
    page.set("ticks", ticks);
    page.set("zoom", std::string{zoom_of(shown).css});
    page.set("zoomed", shown != cell_size::day);
    page.set("strip_image", "/charts/items/tiktok/" + std::to_string(view.item.platform_id) + "/strip.svg");
    page.set("cell_words", std::string{shown == cell_size::week ? "week" : "month"});
}

void set_strip(fields& page, item_view const& view) {
    auto const size = view.asked.cell.value_or(usual_cell(view.letters.size()));
    auto const cells = charts::cells_of(view.letters, view.first, size);
    set_zoom(page, view, size);
    std::vector<verdict_kind> drawn;
    for (auto const letter : charts::drawn_letters(cells)) {
        if (auto const kind = charts::kind_of(letter)) drawn.push_back(*kind);
    }
    page.set("legend", legend_fields(drawn));
    auto lines = list_of_fields();
    for (auto const& line : charts::calendar_of(cells, size)) lines << line_fields(line, size);
    page.set("lines", lines);
    if (size != cell_size::day) page.set("cells", cell_rows(cells));
}

void set_changes(fields& page, item_view const& view) {
    std::vector<dated_verdict> dated;
    for (std::size_t i = 0; i < view.letters.size(); ++i) {
        if (auto const kind = charts::kind_of(view.letters[i]))
            dated.push_back({view.first + days{static_cast<long>(i)}, *kind});
    }
    auto const found = changes(dated);
    auto const shown = std::min(found.size(), changes_shown);
    auto rows = list_of_fields();
    for (std::size_t i = 0; i < shown; ++i) {
        auto const& change = found[found.size() - 1 - i];
        fields row;
        row.set("date", to_string(change.day));
        row.set("day", to_words(change.day));
        row.set("from", mark_fields(change.from));
        row.set("to", mark_fields(change.to));
        rows << row;
    }
    page.set("changes", rows);
    page.set("more_changes", found.size() > shown);
    page.set("changes_shown", count_of(static_cast<std::int64_t>(shown), "change", "changes"));
    page.set("changes_in_all", count_of(static_cast<std::int64_t>(found.size()), "change", "changes"));
}

}  // namespace

cell_size usual_cell(std::size_t days) noexcept {
    if (days <= 400) return cell_size::day;
    return days <= 5 * 366 ? cell_size::week : cell_size::month;
}

fields mark_fields(verdict_kind kind) {
    auto const& word = charts::word_of(kind);
    fields one;
    one.set("glyph", std::string{word.glyph});
    one.set("words", std::string{word.words});
    one.set("css", std::string{charts::mark_of(kind).css_class});
    return one;
}

void set_history(fields& page, item_view const& view) {
    bool own = false, theirs = false;
    std::int64_t audited = 0;
    auto totals = list_of_fields();
    for (auto const& mark : charts::verdict_marks()) {
        auto const n = std::ranges::count(view.letters, static_cast<char>(mark.kind));
        if (n == 0) continue;
        audited += n;
        (is_imported(mark.kind) ? theirs : own) = true;
        auto one = mark_fields(mark.kind);
        one.set("days", count_of(n, "day", "days"));
        totals << one;
    }
    page.set("totals", totals);
    page.set("has_history", !view.letters.empty());
    page.set("has_imported", theirs);
    page.set("only_imported", theirs && !own);
    if (view.letters.empty()) return;
    page.set("from", to_words(view.first));
    page.set("until", to_words(view.first + days{static_cast<long>(view.letters.size()) - 1}));
    page.set("audited", count_of(audited, "day", "days"));
    set_strip(page, view);
    set_changes(page, view);
}

}  // namespace lacuna::pages
