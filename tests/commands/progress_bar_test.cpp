#include "daemon/commands/progress_bar.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;

namespace {

run_progress halfway() {
    return {.day = utc_day{std::chrono::year{2026} / 11 / 20},
            .items_due = 200,
            .items_read = 150,
            .items_measured = 50,
            .calls = 3,
            .quota_left = 997};
}

}  // namespace

TEST_CASE("the bar counts both arms and names what is left", "[progress]") {
    CHECK(
        progress_line(halfway(), 10) ==
        "2026-11-20 [=====     ]  50 %  150 of 200 items read, 50 measured, 3 calls, 997 left of the quota");
}

TEST_CASE("the bar holds for nothing to do and for more than was expected", "[progress]") {
    auto none = halfway();
    none.items_due = none.items_read = none.items_measured = 0;
    CHECK(progress_line(none, 4).find("[    ]   0 %") != std::string::npos);

    auto more = halfway();
    more.items_read = 900;
    CHECK(progress_line(more, 4).find("[====] 100 %") != std::string::npos);
}
