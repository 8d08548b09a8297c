#pragma once

#include "daemon/time/time_source.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>

namespace lacuna {

/// Hands out turns that are evenly spaced in time, to any number of coroutines, first come first served: no
/// bursts, also not after a rest. One thread only.
class pacer {
public:
    /// @param per_second turns a second, at least 0.0001; 0: unlimited.
    pacer(time_source& time, double per_second);

    [[nodiscard]] bool limited() const noexcept { return interval_.count() > 0; }
    /// Waits for the caller's turn. A clock that is stepped back delays nobody for longer than their place in
    /// the queue.
    [[nodiscard]] boost::asio::awaitable<void> turn();

private:
    using fine_time = std::chrono::sys_time<std::chrono::microseconds>;

    time_source& time_;
    std::chrono::microseconds interval_{0};
    fine_time next_{};
    std::int64_t waiting_ = 0;
};

}  // namespace lacuna
