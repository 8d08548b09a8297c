#pragma once

#include "daemon/charts/verdict_bars.hpp"
#include "daemon/pages/figure_parts.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// A row of the figures and tables: a region, a year, a list.
struct named_part {
    std::string name{};
    watchlist const* list = nullptr;  ///< Whether it may have a rate.
    list_day day{};
};

/// Of the strata whose names begin with `prefix` ("region:", "created:"), under what is left of these; behind
/// them, as "not known", the videos that are in none. `by_size`: those with the most videos first, else by
/// name.
[[nodiscard]] std::vector<named_part> parts_of(watchlist const& list,
                                               std::map<std::string, list_day> const& strata,
                                               std::string_view prefix, bool by_size);

/// Rows for the picture: name and number, and the rate where there is one.
[[nodiscard]] std::vector<charts::verdict_row_data> verdict_rows_of(std::vector<named_part> const& parts);

/// Stacked bars by verdict, and their table. None without parts.
/// @param text title, period, caption and what it cannot show; `text.table.first` says what the parts are.
[[nodiscard]] std::optional<figure_parts> verdict_parts(std::vector<named_part> const& parts,
                                                        figure_parts text, std::string const& id);
/// The same as a <figure>; else empty.
[[nodiscard]] std::string verdict_figure(std::vector<named_part> const& parts, figure_parts text,
                                         std::string const& id);

}  // namespace lacuna::pages
