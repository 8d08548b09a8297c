#pragma once

#include "daemon/run/day_record.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna {

/// Bits 1 to 60 of item_past::later_days.
inline constexpr std::uint64_t all_later_days =
    ((std::uint64_t{1} << (later_window_days + 1)) - 1) & ~std::uint64_t{1};

/// What the day's sound calls say about an item that none returned.
struct day_record::absence {
    absence_grade grade = absence_grade::none;
    std::optional<call_id> decided{};    ///< The first sound call that left it out …
    std::optional<call_id> confirmed{};  ///< … and the confirmation call of today that left it out too.
    std::optional<item_past::found> carried{};  ///< Or an earlier day's, which holds.
    std::vector<utc_time>
        deciding{};  ///< When the calls were sent of which one has to lie between two public readings.

    [[nodiscard]] bool is_confirmed() const noexcept {
        return grade == absence_grade::twice || grade == absence_grade::alone;
    }
    /// @pre grade is not none.
    [[nodiscard]] utc_time latest() const { return *std::ranges::max_element(deciding); }
};

/// Of one item's readings those that may be believed.
struct day_record::sound_readings {
    char latest = 0;  ///< Of the determinate ones of the day, by number of block.
    std::optional<block_id> latest_by{};
    struct public_reading {
        block_id block{};
        utc_time from{};
        utc_time until{};
    };
    std::vector<public_reading>
        found_public{};  ///< Today's, the last day's if it may still hold, and tomorrow's.
    std::optional<item_past::public_reading> last_today{};
    bool any_unsound = false;
};

}  // namespace lacuna
