#pragma once

#include <cstdint>

namespace lacuna {

/// Whether the API arm of a day is void (DESIGN 4): more than a third of the items whose turn came stayed
/// unmeasured; of an imported series, more than a third of its items were "error" that day. A third exactly
/// is not more than a third, and a day without items is not void.
/// @param unmeasured of `all`; neither negative.
[[nodiscard]] constexpr bool too_many_unmeasured(std::int64_t unmeasured, std::int64_t all) noexcept {
    return unmeasured * 3 > all;
}

}  // namespace lacuna
