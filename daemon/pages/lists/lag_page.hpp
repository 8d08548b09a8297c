#pragma once

#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/lists/list_parts.hpp"
#include "daemon/rollup/lag.hpp"

#include <chrono>
#include <string>

namespace lacuna::pages {

struct lag_view {
    list_part_view part{};
    list_lag lag{};  ///< Empty for a list that may have no rate.
    std::chrono::hours settle{72};
    std::optional<utc_day> newest{};  ///< Of the list's days; none: nothing was judged yet.
};

/// When half of the videos could be retrieved, or why that cannot be said.
[[nodiscard]] std::string lag_sentence(lag_view const& view);
/// The curve; none where there is none.
[[nodiscard]] std::optional<figure_parts> lag_parts(lag_view const& view);
/// The same as a <figure>; else empty.
[[nodiscard]] std::string lag_figure(lag_view const& view);
[[nodiscard]] std::string render_lag(lag_view const& view);

}  // namespace lacuna::pages
