#include "daemon/time/rehearsal_time.hpp"
#include "tests/support/run_coro.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace lacuna;
using namespace lacuna::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

constexpr utc_time start = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20};

asio::awaitable<void> remember(std::vector<utc_time>& told, utc_time now) {
    told.push_back(now);
    co_return;
}

}  // namespace

TEST_CASE("a rehearsal's pause moves the clock instead of waiting", "[rehearsal]") {
    asio::io_context events{1};
    rehearsal_time time{start};

    running pause{events, time.pause(24h)};
    pause.get();

    CHECK(time.now() >= start + 24h);
    CHECK(time.now() < start + 24h + 1min);
}

TEST_CASE("the follower is told after every minute that leaps add up to", "[rehearsal]") {
    asio::io_context events{1};
    std::vector<utc_time> told;
    rehearsal_time time{start, [&told](utc_time now) { return remember(told, now); }};

    for (int i = 0; i < 5; ++i) {
        running pause{events, time.pause(25s)};
        pause.get();
    }

    REQUIRE(told.size() == 1);
    CHECK(told.front() >= start + 75s);
}

TEST_CASE("a leap to an instant tells the follower and never goes back", "[rehearsal]") {
    asio::io_context events{1};
    std::vector<utc_time> told;
    rehearsal_time time{start, [&told](utc_time now) { return remember(told, now); }};

    running there{events, time.leap_to(start + 1h)};
    there.get();
    running back{events, time.leap_to(start)};
    back.get();

    CHECK(told.size() == 2);
    CHECK(time.now() >= start + 1h);
}
