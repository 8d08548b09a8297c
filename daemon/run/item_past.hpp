#pragma once

#include "daemon/run/numbers.hpp"
#include "daemon/time/utc.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace lacuna {

/// A loss of presence is confirmed by negative readings on so many days: in one real series an item came back
/// after two (PLATFORM-APIS 3.1).
inline constexpr int loss_after_days = 3;
/// An item dated by its id alone may have been posted later: windows are searched this far (PLATFORM-APIS 5).
inline constexpr int later_window_days = 60;

/// What the days before have left behind about one item: its states with their evidence. Days on which an arm
/// was out change nothing in it.
struct item_past {
    struct public_reading {
        block_id block{};
        utc_time at{};  ///< When it began.
        friend bool operator==(public_reading const&, public_reading const&) = default;
    };
    struct found {
        utc_day day{};
        call_id call{};
        friend bool operator==(found const&, found const&) = default;
    };
    std::optional<public_reading> last_public{};  ///< The last sound one.
    int negative_days = 0;  ///< Days since then with a sound negative reading, up to loss_after_days.
    std::optional<found> returned{};        ///< The last time.
    std::optional<utc_day> absent_since{};  ///< First day of a sound absence since then.
    std::optional<found> confirmed{};       ///< The last confirmation of its absence, not returned since.
    /// Bit i: some sound call left it out whose window held the i-th day after its creation by its id.
    std::uint64_t later_days = 0;
    friend bool operator==(item_past const&, item_past const&) = default;
};

}  // namespace lacuna
