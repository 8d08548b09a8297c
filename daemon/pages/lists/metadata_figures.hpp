#pragma once

#include "daemon/charts/ratio_rows.hpp"
#include "daemon/charts/share_bars.hpp"
#include "daemon/store/count_reader.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

/// Of the list's returned videos, how many bear each of the five counts; then, over all lists, each other
/// field.
[[nodiscard]] std::vector<charts::share_row> count_shares(list_counts const& found);
[[nodiscard]] std::vector<charts::share_row> field_shares(list_counts const& found);
/// API over public, a row a count that has pairs.
[[nodiscard]] charts::ratio_data ratios_of_counts(list_counts const& found);

/// <figure>s; empty where there is nothing to draw.
[[nodiscard]] std::string count_share_figure(list_counts const& found, std::string const& period);
[[nodiscard]] std::string field_share_figure(list_counts const& found, std::string const& period);
[[nodiscard]] std::string ratio_figure(list_counts const& found, std::string const& period);

}  // namespace lacuna::pages
