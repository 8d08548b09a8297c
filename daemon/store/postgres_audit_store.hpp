#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/store/database.hpp"
#include "daemon/time/time_source.hpp"

#include <chrono>
#include <memory>

namespace lacuna {

/// PostgreSQL frees the lock of a process that was killed only when it has noticed; this is enough for that.
inline constexpr std::chrono::milliseconds lock_patience{5'000};

/// `audit_store` over PostgreSQL. Waits out an absent database through real time, not the rehearsal's.
/// @param patience how long `lock` goes on trying while another has it; 0: it tries once.
[[nodiscard]] std::unique_ptr<audit_store> make_audit_store(
    database& db, std::chrono::milliseconds patience = lock_patience);

}  // namespace lacuna
