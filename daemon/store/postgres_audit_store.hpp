#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/store/database.hpp"
#include "daemon/time/time_source.hpp"

#include <memory>

namespace lacuna {

/// `audit_store` over PostgreSQL. Waits out an absent database through real time, not the rehearsal's.
[[nodiscard]] std::unique_ptr<audit_store> make_audit_store(database& db);

}  // namespace lacuna
