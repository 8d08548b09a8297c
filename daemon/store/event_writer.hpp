#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/store/verdict_rows.hpp"

#include <pqxx/pqxx>

#include <optional>

namespace lacuna {

/// Brings the events of a run's day to what its verdicts, its runs and its answers say (events/event.hpp).
/// Called last in the transaction that closes the run, and in one that amends the verdicts of a day whose run
/// has ended; before the day that follows is closed.
/// @param now by the run's clock; none: when the newest run was last heard of.
/// @param standing all verdicts of the day.
void update_events(pqxx::work& transaction, opened_run const& run, std::optional<utc_time> now,
                   verdicts_by_item const& standing);

}  // namespace lacuna
