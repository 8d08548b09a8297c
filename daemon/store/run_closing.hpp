#pragma once

#include "daemon/run/audit_store.hpp"

#include <pqxx/pqxx>

namespace lacuna {

/// Contract as in audit_store.
void end_run(pqxx::work& transaction, opened_run const& run, utc_time now, run_ending const& ending,
             std::vector<verdict_row> const& verdicts, std::vector<past_row> const& pasts);
/// Contract as in audit_store::amend_day.
void amend(pqxx::work& transaction, opened_run const& run, std::vector<verdict_row> verdicts);

}  // namespace lacuna
