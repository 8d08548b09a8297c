#pragma once

#include "daemon/store/database.hpp"
#include "daemon/store/verdict_rows.hpp"

#include <boost/asio/awaitable.hpp>

namespace lacuna {

/// Replaces day_count and day_rate of one day and rule, for every list that had items with a verdict then, by
/// what `verdicts` come to: strata "all", "region:XX", "created:YYYY" and, where those are some but not all,
/// "scope:in": the items known to be in the documented scope (region known, not excluded). An item counts on
/// a list from the day it was put there until the day it was taken off. No rate for a list chosen for being
/// missing, nor for a day whose API arm is void.
void write_day_counts(pqxx::work& transaction, utc_day day, std::int16_t rule,
                      verdicts_by_item const& verdicts);

/// Does the same from the verdicts that are stored; leads to the same rows.
[[nodiscard]] boost::asio::awaitable<void> rebuild_day_counts(database& db, utc_day day, std::int16_t rule);

}  // namespace lacuna
