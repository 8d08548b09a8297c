#include "daemon/pages/lists/where_from_figures.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using charts::grouped;

/// More are in the table.
constexpr std::size_t most_rows = 25;

std::string result_of(named_part const& part) {
    if (part.day.api_void) return "void";
    auto const& rate = part.day.rate;
    if (has_headline(*part.list, part.day)) {
        return percent(*rate.completeness) +
               (rate.low && rate.high ? " (" + percent_range(*rate.low, *rate.high) + ")" : std::string{});
    }
    if (!may_have_rate(*part.list)) return count_of(items_of(part.day), "video", "videos");
    return "no rate: " + grouped(rate.retrievable + rate.missing) + " count";
}

/// What is in `all` and in none of the parts.
list_day rest_of(list_day const& all, std::vector<named_part> const& parts) {
    list_day rest{.day = all.day, .api_void = all.api_void};
    rest.counts = all.counts;
    for (auto const& part : parts) {
        for (auto const& [key, n] : part.day.counts) rest.counts[key] -= n;
    }
    std::erase_if(rest.counts, [](auto const& count) { return count.second <= 0; });
    for (auto const& [key, n] : rest.counts) {
        if (key.second)
            (key.first == verdict_kind::retrievable ? rest.rate.retrievable : rest.rate.missing) += n;
    }
    return rest;
}

text_table table_of(std::vector<named_part> const& parts, std::vector<verdict_kind> const& kinds,
                    std::string first) {
    text_table table{.first = std::move(first),
                     .columns = {"Videos", "Counting", "Returned", "Rate", "95\u00a0% interval"}};
    for (auto const kind : kinds) table.columns.emplace_back(charts::word_of(kind).words);
    for (auto const& part : parts) {
        auto const& rate = part.day.rate;
        bool const shown = has_headline(*part.list, part.day);
        text_table::row row{.name = part.name};
        row.cells = {grouped(items_of(part.day)), grouped(rate.retrievable + rate.missing),
                     grouped(rate.retrievable),
                     shown               ? percent(*rate.completeness)
                     : part.day.api_void ? "void"
                                         : "no rate",
                     shown && rate.low && rate.high ? percent_range(*rate.low, *rate.high) : "–"};
        for (auto const kind : kinds) row.cells.push_back(grouped(items_with(part.day, kind)));
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace

std::vector<named_part> parts_of(watchlist const& list, std::map<std::string, list_day> const& strata,
                                 std::string_view prefix, bool by_size) {
    std::vector<named_part> parts;
    for (auto const& [name, day] : strata) {
        if (name.starts_with(prefix)) parts.push_back({name.substr(prefix.size()), &list, day});
    }
    if (parts.empty()) return parts;
    if (by_size) {
        std::ranges::stable_sort(
            parts, [](auto const& a, auto const& b) { return items_of(a.day) > items_of(b.day); });
    }
    auto const all = strata.find("all");
    if (all == strata.end()) return parts;
    auto rest = rest_of(all->second, parts);
    if (items_of(rest) > 0) parts.push_back({"not known", &list, std::move(rest)});
    return parts;
}

std::vector<charts::verdict_row_data> verdict_rows_of(std::vector<named_part> const& parts) {
    std::vector<charts::verdict_row_data> rows;
    for (auto const& part : parts) {
        charts::verdict_row_data row{
            .name = part.name, .result = result_of(part), .is_void = part.day.api_void};
        for (auto const& [key, n] : part.day.counts) row.items[key.first] += n;
        if (may_have_rate(*part.list)) row.name += " · " + grouped(items_of(part.day));
        rows.push_back(std::move(row));
    }
    return rows;
}

std::optional<figure_parts> verdict_parts(std::vector<named_part> const& parts, figure_parts text,
                                          std::string const& id) {
    if (parts.empty()) return {};
    auto rows = verdict_rows_of(parts);
    auto const kinds = charts::shape_verdict_bars(rows, charts::wide_rows(true)).kinds;
    text.table = table_of(parts, kinds, text.table.first);
    if (rows.size() > most_rows) {
        text.caption += " The first " + std::to_string(most_rows) + " are drawn, the table has all.";
        rows.resize(most_rows);
    }
    std::string const described =
        "Stacked bars, one a row, each as long as the other: how the videos of a row divide by verdict. The "
        "table below has every number.";
    auto const wide = charts::shape_verdict_bars(rows, charts::wide_rows(true));
    text.legend = wide.kinds;
    text.wide = charts::verdict_bars_svg(wide, id, text.title, described);
    text.narrow = charts::verdict_bars_svg(charts::shape_verdict_bars(rows, charts::narrow_rows(true)),
                                           id + "-narrow", text.title, described);
    return text;
}

std::string verdict_figure(std::vector<named_part> const& parts, figure_parts text, std::string const& id) {
    auto const drawn = verdict_parts(parts, std::move(text), id);
    return drawn ? render_figure(*drawn) : std::string{};
}

}  // namespace lacuna::pages
