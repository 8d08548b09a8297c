#pragma once

#include "daemon/charts/trend.hpp"

#include <span>
#include <string>
#include <string_view>

namespace lacuna::charts {

/// The opening of a figure: <svg role=img> with its title and description, and the pattern that hatches void
/// days.
[[nodiscard]] std::string open_figure(frame const& drawn, std::string_view id, std::string_view title,
                                      std::string_view description);
/// Lines and labels of both axes.
[[nodiscard]] std::string axes(frame const& drawn, std::span<tick const> values, std::span<tick const> dates);
[[nodiscard]] std::string hatched(frame const& drawn, std::string_view id,
                                  std::span<stretch_of_x const> days);
/// Cells of void days, those side by side as one.
[[nodiscard]] std::vector<stretch_of_x> join(std::vector<utc_day> const& days, day_scale const& scale);

}  // namespace lacuna::charts
