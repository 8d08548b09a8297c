#include "daemon/time/rehearsal_time.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace lacuna {

namespace {

class raised {
public:
    explicit raised(bool& flag) : flag_{flag} { flag_ = true; }
    ~raised() { flag_ = false; }
    raised(raised const&) = delete;
    raised& operator=(raised const&) = delete;

private:
    bool& flag_;
};

}  // namespace

rehearsal_time::rehearsal_time(utc_time start, follower tell)
    : base_{start}, since_{std::chrono::steady_clock::now()}, tell_{std::move(tell)} {}

utc_time rehearsal_time::now() const {
    return base_ + std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - since_);
}

void rehearsal_time::move_to(utc_time instant) {
    auto const before = now();
    if (instant <= before) return;
    base_ = instant;
    since_ = std::chrono::steady_clock::now();
    untold_ += instant - before;
}

boost::asio::awaitable<void> rehearsal_time::pause(std::chrono::milliseconds span) {
    move_to(now() + span);
    if (untold_ >= std::chrono::minutes{1}) co_await tell();
    co_await boost::asio::post(boost::asio::use_awaitable);
}

boost::asio::awaitable<void> rehearsal_time::leap_to(utc_time instant) {
    move_to(instant);
    co_await tell();
    co_await boost::asio::post(boost::asio::use_awaitable);
}

boost::asio::awaitable<void> rehearsal_time::tell() {
    if (!tell_ || telling_) co_return;  // Whoever is telling now looks again when done.
    raised const flag{telling_};
    do {
        untold_ = std::chrono::milliseconds{0};
        co_await tell_(now());
    } while (untold_ >= std::chrono::minutes{1});
}

}  // namespace lacuna
