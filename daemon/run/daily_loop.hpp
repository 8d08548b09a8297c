#pragma once

#include "daemon/run/audit.hpp"
#include "daemon/run/run_desk.hpp"
#include "daemon/time/time_source.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>

namespace lacuna {

/// What the daily loop works with; all of it must outlive the loop.
struct daily_parts {
    time_source& time;
    run_desk& desk;
    /// Time of day, UTC.
    std::chrono::minutes start{};
    /// One whole run: audit::run_today. None: another process is running.
    std::function<boost::asio::awaitable<std::optional<run_result>>()> run;
    /// Day of the last run that ended, whoever ran it; waits out a database that is away.
    std::function<boost::asio::awaitable<std::optional<utc_day>>()> last_ended_day;
};

/// Runs every day at its time, at once when today's was missed, and when the desk is asked for a run. Looks
/// at the clock at least once a minute, so a stepped clock or a suspended machine does no harm. While another
/// process runs it looks again in a minute; after a fault of ours, which is logged, in 1, 2, 4 … up to 60
/// minutes.
/// @throws boost::system::system_error with `operation_aborted` when cancelled; it never ends otherwise.
[[nodiscard]] boost::asio::awaitable<void> run_daily(daily_parts use);

}  // namespace lacuna
