#pragma once

#include "daemon/events/day_events.hpp"
#include "daemon/statistics/panel_change.hpp"

#include <vector>

namespace lacuna {

/// list_fell, from a list's panel up to the day of `events`, which must not be void. A fall is opened and
/// confirmed on the day that established it, told anew while it goes on, closed when half of it is back.
void follow_list(day_events& events, list_key list, std::vector<panel_day> const& history);

}  // namespace lacuna
