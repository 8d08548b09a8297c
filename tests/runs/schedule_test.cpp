#include "daemon/run/schedule.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

utc_day const today{std::chrono::year{2026} / 11 / 20};
auto const three = std::chrono::minutes{180};
constexpr std::chrono::days a_day{1};

}  // namespace

TEST_CASE("before today's start the next run is today's", "[schedule]") {
    CHECK(next_start(today + 0h, three, std::nullopt) == today + 3h);
    CHECK(next_start(today + 3h - 1ms, three, today - a_day) == today + 3h);
}

TEST_CASE("a run starts at once when its time has come or was missed, until the day is over", "[schedule]") {
    CHECK(next_start(today + 3h, three, today - a_day) == today + 3h);
    CHECK(next_start(today + 17h, three, today - a_day) == today + 17h);
    CHECK(next_start(today + 24h - 1ms, three, std::nullopt) == today + 24h - 1ms);
    CHECK(next_start(today + 24h, three, today - a_day) == today + 27h);
}

TEST_CASE("a day whose run has ended gets no second one", "[schedule]") {
    CHECK(next_start(today + 5h, three, today) == today + 27h);
    CHECK(next_start(today + 24h - 1ms, three, today) == today + 27h);
}

TEST_CASE("a run by hand before today's start stands for it", "[schedule]") {
    CHECK(next_start(today + 1h, three, today) == today + 27h);
}

TEST_CASE("a start at midnight or in the last minute of the day is reached", "[schedule]") {
    CHECK(next_start(today + 0h, 0min, today - a_day) == today + 0h);
    CHECK(next_start(today + 1h, 0min, today) == today + 24h);
    CHECK(next_start(today + 23h, std::chrono::minutes{1439}, today - a_day) == today + 23h + 59min);
}

TEST_CASE("a clock that was ahead and is set back does not stop the daily run", "[schedule]") {
    utc_day const wrong = today + std::chrono::days{365};

    CHECK(next_start(today + 4h, three, wrong) == today + 4h);
    CHECK(next_start(today + 4h, three, today) == today + 27h);
}

TEST_CASE("after days without power only today's run is made up for", "[schedule]") {
    CHECK(next_start(today + 9h, three, today - std::chrono::days{30}) == today + 9h);
}
