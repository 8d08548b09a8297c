#pragma once

#include "daemon/time/utc.hpp"

#include <string>
#include <vector>

namespace lacuna::charts {

/// A day's verdict as stored.
struct dated_letter {
    utc_day day{};
    char letter = '\0';
};

struct drawn_months {
    std::string svg{};
    double height = 0;  ///< It is 960 wide.
};
/// Strips of 31 cells, one a month, the newest first, with their names and days of the month beside them.
/// @param days oldest first.
[[nodiscard]] drawn_months month_strips(std::vector<dated_letter> const& days);

}  // namespace lacuna::charts
