#pragma once

#include "daemon/charts/bars.hpp"
#include "daemon/statistics/creator_panel.hpp"

#include <string>

namespace lacuna::pages {

/// Creators with exactly ten counting videos, by how many of the ten were returned.
[[nodiscard]] charts::bars_data bars_of_ten(creator_panel const& panel);
/// Those with at least five, by the tenths that were returned.
[[nodiscard]] charts::bars_data bars_of_tenths(creator_panel const& panel);

/// <figure>s. @param period the day, in words. Empty where there is no such creator.
[[nodiscard]] std::string of_ten_figure(creator_panel const& panel, std::string const& period);
[[nodiscard]] std::string tenths_figure(creator_panel const& panel, std::string const& period);

}  // namespace lacuna::pages
