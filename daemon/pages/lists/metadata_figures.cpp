#include "daemon/pages/lists/metadata_figures.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

using charts::grouped;

/// More are in the table; a picture of two hundred rows is none.
constexpr std::size_t most_rows = 40;

double share(std::int64_t n, std::int64_t of) { return static_cast<double>(n) / static_cast<double>(of); }

std::string shares_figure(std::vector<charts::share_row> rows, figure_parts parts, std::string const& id) {
    if (rows.size() > most_rows) {
        parts.caption += " The first " + std::to_string(most_rows) + " are drawn, the table has all.";
        rows.resize(most_rows);
    }
    std::string const described =
        "A bar each: the longer, the more have it. The table below has every share.";
    parts.wide = charts::share_bars_svg(charts::shape_share_bars(rows, charts::wide_rows(false)), id,
                                        parts.title, described);
    parts.narrow = charts::share_bars_svg(charts::shape_share_bars(rows, charts::narrow_rows(false)),
                                          id + "-narrow", parts.title, described);
    return render_figure(parts);
}

}  // namespace

std::vector<charts::share_row> count_shares(list_counts const& found) {
    std::vector<charts::share_row> rows;
    auto const figures = figures_of(found.items);
    for (std::size_t which = 0; which < figures.size() && !found.items.empty(); ++which) {
        auto const had = figures.at(which).share();
        rows.push_back({std::string{count_words.at(which)}, had, had ? percent(*had) : std::string{"–"}});
    }
    return rows;
}

std::vector<charts::share_row> field_shares(list_counts const& found) {
    std::vector<charts::share_row> rows;
    if (found.fields.items == 0) return rows;
    for (auto const& [field, types] : found.fields.fields) {
        auto const had = share(found.fields.with(field), found.fields.items);
        rows.push_back({field, had, percent(had)});
    }
    std::ranges::stable_sort(rows, [](auto const& a, auto const& b) { return *a.share > *b.share; });
    return rows;
}

charts::ratio_data ratios_of_counts(list_counts const& found) {
    charts::ratio_data data{.band = near_one};
    auto const figures = figures_of(found.items);
    for (std::size_t which = 0; which < figures.size(); ++which) {
        auto const& of = figures.at(which);
        if (of.pairs == 0) continue;
        data.rows.push_back({.name = std::string{count_words.at(which)},
                             .ratios = ratios_of(found.items, which),
                             .median = of.median_ratio,
                             .result = "median " + charts::ratio_in_words(*of.median_ratio) + ", " +
                                       count_of(of.pairs, "video", "videos")});
    }
    return data;
}

std::string count_share_figure(list_counts const& found, std::string const& period) {
    auto const rows = count_shares(found);
    if (rows.empty()) return {};
    figure_parts parts{.title = "The five counts among the videos that were returned", .period = period};
    auto const items = static_cast<std::int64_t>(found.items.size());
    parts.caption = "Of the " + count_of(items, "video", "videos") +
                    " of this list that the API returned with counts that day, how many bore each.";
    parts.table = {.first = "Count", .columns = {"Returned", "With the count", "Share"}};
    auto const figures = figures_of(found.items);
    for (std::size_t which = 0; which < figures.size(); ++which) {
        parts.table.rows.push_back(
            {rows.at(which).name,
             {grouped(items), grouped(figures.at(which).present), rows.at(which).result}});
    }
    return shares_figure(rows, std::move(parts), "counts-had");
}

std::string field_share_figure(list_counts const& found, std::string const& period) {
    auto const rows = field_shares(found);
    if (rows.empty()) return {};
    figure_parts parts{.title = "Fields in the rows that were returned", .period = period};
    parts.caption =
        "Of the " + count_of(found.fields.items, "row", "rows") +
        " in that day’s answers about all lists shown here, not this list alone, how many bore each field: a "
        "video that was returned twice is two rows. A field that is null counts as not there.";
    parts.cannot =
        "Some fields are there only where there is something to say: a low share alone is no fault of the "
        "API.";
    parts.table = {.first = "Field", .columns = {"Rows", "With the field", "Share"}};
    for (auto const& row : rows) {
        parts.table.rows.push_back(
            {row.name, {grouped(found.fields.items), grouped(found.fields.with(row.name)), row.result}});
    }
    return shares_figure(rows, std::move(parts), "fields-had");
}

std::string ratio_figure(list_counts const& found, std::string const& period) {
    auto const data = ratios_of_counts(found);
    if (data.rows.empty()) return {};
    figure_parts parts{.title = "The API’s count over the public one", .period = period};
    parts.caption =
        "Each row: how many videos have which ratio, on a logarithmic axis, so that half and double are "
        "equally far from 1. Band: within 10\u00a0% of each other. Triangle: the median. A ratio of 0 has no "
        "place on such an axis and stands before it.";
    parts.cannot =
        "Both are read within a day, not at one moment, and public pages round large numbers: small "
        "differences mean nothing. A video without a public count, or with a public count of 0, is in no "
        "row.";
    parts.table = {.first = "Count",
                   .columns = {"Videos compared", "Median ratio", "Within 10\u00a0%", "Ratio of 0"}};
    auto const figures = figures_of(found.items);
    for (std::size_t which = 0; which < figures.size(); ++which) {
        auto const& of = figures.at(which);
        if (of.pairs == 0) continue;
        auto const ratios = ratios_of(found.items, which);
        parts.table.rows.push_back({std::string{count_words.at(which)},
                                    {grouped(of.pairs), charts::ratio_in_words(*of.median_ratio),
                                     grouped(of.near) + " (" + percent(share(of.near, of.pairs)) + ")",
                                     grouped(std::ranges::count(ratios, 0.0))}});
    }
    auto wide = charts::wide_rows(false);
    auto narrow = charts::narrow_rows(false);
    wide.bar = narrow.bar = 34;
    wide.pitch = 58;
    narrow.pitch = 70;
    std::string const described =
        "A row a count: bars over a logarithmic axis of the ratio, with the band from 0.9 to 1.1. The table "
        "below has the numbers.";
    parts.wide = charts::ratios_svg(charts::shape_ratios(data, wide), "ratios", parts.title, described);
    parts.narrow =
        charts::ratios_svg(charts::shape_ratios(data, narrow), "ratios-narrow", parts.title, described);
    return render_figure(parts);
}

}  // namespace lacuna::pages
