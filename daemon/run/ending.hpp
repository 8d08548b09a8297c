#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/run/day_record.hpp"

namespace lacuna {

/// What a day came to (DESIGN: what is sound, what is void). Pure.
///
/// The API arm is void when more than a third of the items whose turn came stayed unmeasured. An item's turn
/// comes when it is public and dated and neither the budget nor the day's end kept it from being asked: what
/// was left out beforehand tells nothing about the answers. If nothing at all was measured although something
/// was to be, the arm is void too. The presence arm is void when at least 20 items were read and not one
/// reading was determinate.
[[nodiscard]] run_ending ending_of(day_record const& record, bool presence_off);

}  // namespace lacuna
