#pragma once

#include "daemon/run/observations.hpp"

#include <pqxx/pqxx>

#include <unordered_map>
#include <vector>

namespace lacuna {

using verdicts_by_item = std::unordered_map<item_key, verdict_row>;

/// Whoever writes verdicts takes this first, until the end of the transaction: one writer at a time keeps one
/// row an item and day.
void lock_verdicts(pqxx::work& transaction);

/// All verdicts of one day under one rule.
[[nodiscard]] verdicts_by_item select_verdicts(pqxx::work& transaction, utc_day day, std::int16_t rule);

/// Makes the partitions of that day's month and of the two after it.
void ensure_partitions(pqxx::work& transaction, utc_day day, std::int16_t rule);

/// Brings what is stored for `day` to `verdicts`: only rows that differ are written, by COPY. Items that are
/// not among `verdicts` keep what they have: they were judged before they left the list.
/// @return all that then stand.
verdicts_by_item write_verdicts(pqxx::work& transaction, utc_day day, std::int16_t rule,
                                std::vector<verdict_row> verdicts);

}  // namespace lacuna
