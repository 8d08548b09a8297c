#pragma once

#include "daemon/events/changes.hpp"
#include "daemon/events/event.hpp"

#include <map>
#include <vector>

namespace lacuna {

/// Somebody else's series of a list, item by item, in order of days.
using imported_histories = std::map<item_key, std::vector<dated_verdict>>;

/// Its days on which more than a third of its items were "error", in order (rollup/void_rule).
[[nodiscard]] std::vector<utc_day> void_days(imported_histories const& series);

/// What the series says in events of ours, all of the list: an item_lost from each drop to the return that
/// follows it, an item_returned for each return (events/changes), and an arm_void from each stretch of void
/// days to the first day after it that is not.
[[nodiscard]] std::vector<event_state> series_events(list_key list, imported_histories const& series);

}  // namespace lacuna
