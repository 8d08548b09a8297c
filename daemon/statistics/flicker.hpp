#pragma once

#include "daemon/statistics/counting_day.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna {

/// How often an item changes between returned and missing.
struct flicker {
    std::int64_t pairs =
        0;  ///< Of a counting day and the next one; days between that do not count are passed over.
    std::int64_t changes = 0;  ///< Pairs whose days differ.

    [[nodiscard]] std::optional<double> rate() const {
        return pairs > 0 ? std::optional{static_cast<double>(changes) / static_cast<double>(pairs)}
                         : std::nullopt;
    }
};

/// @param days in order.
[[nodiscard]] flicker flicker_of(std::vector<counting_day> const& days);

}  // namespace lacuna
