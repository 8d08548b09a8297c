#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/run/day_record.hpp"

namespace lacuna {

/// What a day came to (DESIGN: what is sound, what is void). Pure.
///
/// The API arm is void when more than a third of the items whose turn came stayed unmeasured. An item's turn
/// comes when it is public and dated and neither the budget nor the day's end kept it from being asked: what
/// was left out beforehand tells nothing about the answers. If nothing at all was measured although something
/// was to be, or if no call returned anything at all for 20 public items and more, the arm is void too. The
/// presence arm is void when readings failed and not one was determinate (of 20 and more, also when all were
/// shells), when all its controls failed, or when it lost more than a third of what was public before.
[[nodiscard]] run_ending ending_of(day_record const& record);

}  // namespace lacuna
