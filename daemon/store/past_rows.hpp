#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/time/utc.hpp"

#include <pqxx/pqxx>

#include <vector>

namespace lacuna {

/// What `day` leaves behind, in place of what it left before (sql/0004); of earlier days the two before it
/// are kept.
void write_pasts(pqxx::work& transaction, utc_day day, std::vector<past_row> const& pasts);

/// From the columns that `past_columns` names, none of which is there for an item without a past.
[[nodiscard]] item_past read_past(pqxx::row const& row);
/// Of item_past as p.
extern char const* const past_columns;

}  // namespace lacuna
