#pragma once

#include "daemon/run/run_observer.hpp"
#include "daemon/telemetry/service_manager.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace lacuna {

/// What `serve` is doing, as whoever started it wants to know.
struct serve_state {
    bool waiting_for_database = true;
    bool audits = true;                      ///< False: neither a vantage nor a presence arm is configured.
    std::optional<run_progress> progress{};  ///< Of the run under way.
    std::optional<utc_day> last_ended_day{};
    std::chrono::minutes start{};  ///< Of the daily run, UTC.
};

/// One line of it, for `systemctl status`. Pure.
[[nodiscard]] std::string status_line(serve_state const& now);

/// Tells the service manager that we live, as often as it wants to hear it, and what we do where that has
/// changed; until cancelled. It runs on the event loop, so a loop that hangs falls silent and is restarted.
/// @param manager outlives this.
[[nodiscard]] boost::asio::awaitable<void> keep_informed(service_manager const& manager,
                                                         std::function<serve_state()> state);

}  // namespace lacuna
