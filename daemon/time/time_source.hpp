#pragma once

#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

namespace lacuna {

/// The only way our code learns the time or waits for a time to come: pacing, backing off, the daily start.
/// Tests hand in a `fake_clock`, a rehearsal a clock that leaps. Limits on a wait are not time of this kind:
/// see within.hpp.
class time_source {
public:
    virtual ~time_source() = default;

    /// Wall clock, UTC, to the millisecond. May jump.
    [[nodiscard]] virtual utc_time now() const = 0;

    /// Waits for `span`; monotonic, unless the implementation leaps.
    /// @throws boost::system::system_error with `operation_aborted` if cancelled.
    [[nodiscard]] virtual boost::asio::awaitable<void> pause(std::chrono::milliseconds span) = 0;
};

}  // namespace lacuna
