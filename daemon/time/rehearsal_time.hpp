#pragma once

#include "daemon/time/time_source.hpp"

#include <chrono>
#include <functional>

namespace lacuna {

/// A clock that leaps: between leaps it goes as real time does, and whoever pauses finds the time passed at
/// once. Sixty days of daily runs then take as long as their work. One thread only.
class rehearsal_time final : public time_source {
public:
    /// Told the time after leaps that moved it by a minute or more in all since it was last told: drives the
    /// simulated platform's clock. The leaping coroutine waits for it.
    using follower = std::function<boost::asio::awaitable<void>(utc_time)>;

    explicit rehearsal_time(utc_time start, follower tell = {});

    [[nodiscard]] utc_time now() const override;
    /// Leaps by `span` and lets everybody else have a turn once.
    [[nodiscard]] boost::asio::awaitable<void> pause(std::chrono::milliseconds span) override;
    /// Leaps to `instant` and tells the follower, however small the leap. Never back: then only the follower
    /// is told.
    [[nodiscard]] boost::asio::awaitable<void> leap_to(utc_time instant);

private:
    void move_to(utc_time instant);
    boost::asio::awaitable<void> tell();

    utc_time base_;
    std::chrono::steady_clock::time_point since_;
    follower tell_;
    std::chrono::milliseconds untold_{0};
    bool telling_ = false;
};

}  // namespace lacuna
