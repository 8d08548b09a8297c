#pragma once

#include "daemon/events/field_events.hpp"
#include "daemon/run/observations.hpp"

#include <pqxx/pqxx>

#include <vector>

namespace lacuna {

/// Notes which fields the items of one answer had, the five counts among them. Called once an answer, in the
/// transaction that stores it.
/// @param metadata of `call.returned`; an item whose text was cut to fit is left out.
void note_fields(pqxx::work& transaction, utc_day day, call_record const& call,
                 std::vector<seen_metadata> const& metadata);

/// Sums up what was noted on a day, and drops what was noted days ago.
void sum_fields(pqxx::work& transaction, utc_day day);

/// The census of the days from `from` to `to`, in order.
/// @param public_only counting only items on public lists.
[[nodiscard]] std::vector<field_day> field_days(pqxx::work& transaction, utc_day from, utc_day to,
                                                bool public_only);

}  // namespace lacuna
