#pragma once

#include "daemon/statistics/kaplan_meier.hpp"
#include "daemon/time/utc.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna {

/// What is known of the time from an item's creation to its first retrieval.
struct lag_history {
    /// Whatever its source: leaving out items dated by their id alone would leave out just those that never
    /// come back, for what is returned gets its time from the API.
    utc_time created_at{};
    utc_time added_at{};                     ///< To the list.
    std::optional<utc_time> absent_first{};  ///< First asked for and left out.
    std::optional<utc_time> absent_last{};
    std::optional<utc_time> returned_first{};
};

/// How soon a list's items can be retrieved, in hours since their creation.
struct list_lag {
    survival curve{};                ///< "Surviving": not retrieved yet.
    std::int64_t items = 0;          ///< With a creation time, added within the horizon, asked for.
    std::int64_t already_there = 0;  ///< Of those; left out of the curve.
};

/// A lag is followed for so long after creation.
inline constexpr std::chrono::days longest_lag{90};
/// Whoever was added later than this after creation and returned at the first ask may have been retrievable
/// long before: not a lag that was observed. Sooner, the first ask is taken for the event.
inline constexpr std::chrono::hours soon_enough{72};
/// The curve begins where so many are at risk.
inline constexpr std::int64_t fewest_for_lag = 10;

/// Kaplan-Meier: an item enters when it was added, its event is the first call that returned it, it is
/// censored by the last that left it out, or at the horizon. Event times are rounded up to the hour.
[[nodiscard]] list_lag lag_of(std::vector<lag_history> const& items);

}  // namespace lacuna
