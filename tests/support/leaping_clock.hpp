#pragma once

#include "daemon/time/time_source.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lacuna::test {

/// Time that stands still but for pauses, which are over at once.
class leaping_clock final : public time_source {
public:
    explicit leaping_clock(utc_time start) : now_{start} {}

    [[nodiscard]] utc_time now() const override { return now_; }
    [[nodiscard]] boost::asio::awaitable<void> pause(std::chrono::milliseconds span) override {
        now_ += span;
        paused_ += span;
        co_await boost::asio::post(boost::asio::use_awaitable);
    }

    void set(utc_time instant) { now_ = instant; }
    void advance(std::chrono::milliseconds span) { now_ += span; }
    /// In all pauses together.
    [[nodiscard]] std::chrono::milliseconds paused() const { return paused_; }

private:
    utc_time now_;
    std::chrono::milliseconds paused_{0};
};

}  // namespace lacuna::test
