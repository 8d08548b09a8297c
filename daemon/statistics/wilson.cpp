#include "daemon/statistics/wilson.hpp"

#include <algorithm>
#include <cmath>

namespace lacuna {

interval wilson(std::int64_t hits, std::int64_t of) noexcept {
    if (of <= 0) return {};
    constexpr double z = 1.959963984540054;  // The normal distribution's 97.5 % quantile.
    double const n = static_cast<double>(of);
    double const share = static_cast<double>(std::clamp<std::int64_t>(hits, 0, of)) / n;
    double const shrink = 1 + z * z / n;
    double const centre = (share + z * z / (2 * n)) / shrink;
    double const half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink;
    // Exact at the ends, where rounding would leave 1e-17 or push past 1.
    return {.low = hits <= 0 ? 0 : std::max(0.0, centre - half),
            .high = hits >= of ? 1 : std::min(1.0, centre + half)};
}

}  // namespace lacuna
