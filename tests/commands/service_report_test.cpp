#include "daemon/commands/service_report.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;

TEST_CASE("the status line says what is waited for, done or due", "[service_report]") {
    serve_state now{.start = 3h + 5min};
    CHECK(status_line(now) == "Waiting for PostgreSQL");

    now.waiting_for_database = false;
    CHECK(status_line(now) == "Serving; no run yet, daily at 03:05 UTC");

    now.last_ended_day = read_day("2026-11-20");
    CHECK(status_line(now) == "Serving; last run 2026-11-20, daily at 03:05 UTC");

    now.progress = run_progress{.day = *read_day("2026-11-21"),
                                .phase = "confirmation",
                                .items_due = 2000,
                                .items_read = 1900,
                                .items_measured = 1000,
                                .quota_left = 700};
    CHECK(status_line(now) ==
          "Auditing 2026-11-21: confirmation, 1900 of 2000 items read, 1000 measured, 700 calls left");

    now.progress.reset();
    now.audits = false;
    CHECK(status_line(now) == "Serving; nothing is audited: no vantage and no presence arm is configured");
}
