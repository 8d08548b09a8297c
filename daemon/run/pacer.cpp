#include "daemon/run/pacer.hpp"

#include <algorithm>

namespace lacuna {

namespace {

class counted {
public:
    explicit counted(std::int64_t& count) : count_{count} { ++count_; }
    ~counted() { --count_; }
    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;

private:
    std::int64_t& count_;
};

}  // namespace

pacer::pacer(time_source& time, double per_second) : time_{time} {
    if (per_second <= 0) return;
    auto const exact = std::chrono::duration<double>{1.0 / std::max(per_second, 0.0001)};
    interval_ = std::max(std::chrono::round<std::chrono::microseconds>(exact), std::chrono::microseconds{1});
}

boost::asio::awaitable<void> pacer::turn() {
    if (!limited()) co_return;
    fine_time const now = time_.now();
    // Nobody's turn can be further away than those who wait before it take, whatever the clock did.
    auto const slot = std::clamp(next_, now, now + (waiting_ + 1) * interval_);
    next_ = slot + interval_;
    auto const early = std::chrono::floor<std::chrono::milliseconds>(slot - now);
    if (early.count() <= 0) co_return;
    counted const me{waiting_};
    co_await time_.pause(early);
}

}  // namespace lacuna
