#pragma once

#include "daemon/time/utc.hpp"

#include <chrono>
#include <optional>

namespace lacuna {

/// When the next daily run is to begin. Pure; asked again at least once a minute, so a stepped clock does no
/// harm.
/// @param start time of day, UTC, less than 24 h.
/// @param last_ended_day day of the run that ended last (not the latest day: after a clock that was ahead has
/// been set back
///        that would stand in the way until the clock comes there again); none if there was none.
/// @return `now` if today's start has passed and today has no ended run (the machine was off, or a run was
/// cut off);
///         else the next start of a day that has none.
[[nodiscard]] utc_time next_start(utc_time now, std::chrono::minutes start,
                                  std::optional<utc_day> last_ended_day);

}  // namespace lacuna
