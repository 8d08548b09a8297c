#pragma once

#include <cstdint>

namespace lacuna {

/// Shares, 0 to 1.
struct interval {
    double low = 0;
    double high = 1;
};

/// Wilson's 95 % score interval of a share (E. B. Wilson 1927). `of` 0 gives 0 to 1: nothing is known.
/// @param hits 0 to `of`.
[[nodiscard]] interval wilson(std::int64_t hits, std::int64_t of) noexcept;

}  // namespace lacuna
