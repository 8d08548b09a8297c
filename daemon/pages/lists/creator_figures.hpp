#pragma once

#include "daemon/charts/bars.hpp"
#include "daemon/pages/figure_parts.hpp"
#include "daemon/statistics/creator_panel.hpp"

#include <optional>
#include <string>

namespace lacuna::pages {

/// Creators with exactly ten counting videos, by how many of the ten were returned.
[[nodiscard]] charts::bars_data bars_of_ten(creator_panel const& panel);
/// Those with at least five, by the tenths that were returned.
[[nodiscard]] charts::bars_data bars_of_tenths(creator_panel const& panel);

/// @param period the day, in words. None where there is no such creator.
[[nodiscard]] std::optional<figure_parts> of_ten_parts(creator_panel const& panel, std::string const& period);
[[nodiscard]] std::optional<figure_parts> tenths_parts(creator_panel const& panel, std::string const& period);
/// The same as <figure>s; else empty. @param image where it is to be had as a picture.
[[nodiscard]] std::string of_ten_figure(creator_panel const& panel, std::string const& period,
                                        std::string const& image = {});
[[nodiscard]] std::string tenths_figure(creator_panel const& panel, std::string const& period,
                                        std::string const& image = {});

}  // namespace lacuna::pages
