#pragma once

#include "daemon/run/audit_store.hpp"

#include <pqxx/pqxx>

namespace lacuna {

/// All blocks and calls of a day, by number; call bodies left out.
[[nodiscard]] day_observations select_observations(pqxx::work& transaction, utc_day day);

/// The columns that `read_call` needs, of `call c`.
extern char const* const call_columns;
[[nodiscard]] call_record read_call(pqxx::row const& row);

}  // namespace lacuna
