#include "daemon/statistics/flicker.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;

TEST_CASE("flicker is changes for each pair of neighbouring counting days", "[statistics]") {
    utc_day const first{std::chrono::year{2026} / 1 / 1};
    auto const day = [&](int n, bool returned) {
        return counting_day{first + std::chrono::days{n}, returned};
    };

    CHECK_FALSE(flicker_of({}).rate().has_value());
    CHECK_FALSE(flicker_of({day(0, true)}).rate().has_value());
    CHECK(flicker_of({day(0, true), day(1, true)}).rate() == 0.0);
    CHECK(flicker_of({day(0, true), day(1, false), day(9, false), day(10, true), day(11, true)}).rate() ==
          0.5);
}
