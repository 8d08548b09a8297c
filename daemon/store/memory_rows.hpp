#pragma once

#include "daemon/events/item_memory.hpp"
#include "daemon/statistics/panel_change.hpp"
#include "daemon/time/utc.hpp"

#include <pqxx/pqxx>

#include <map>
#include <vector>

namespace lacuna {

/// What the counting days before `day` left behind: from the newest day before it that was kept, or else from
/// the verdicts of the month before.
[[nodiscard]] memory_by_item memory_before(pqxx::work& transaction, utc_day day);
/// Keeps what a day leaves behind, and forgets what is long past.
void keep_memory(pqxx::work& transaction, utc_day day, memory_by_item const& memory);
/// Of a void day nothing is kept: neither memory nor panel.
void forget_day(pqxx::work& transaction, utc_day day);

using panels_by_list = std::map<list_key, std::vector<panel_day>>;
/// Replaces the panels of the day.
void keep_panels(pqxx::work& transaction, utc_day day, std::map<list_key, panel_day> const& panels);
/// Every list's days up to `day`, in order.
[[nodiscard]] panels_by_list panels_until(pqxx::work& transaction, utc_day day);

}  // namespace lacuna
