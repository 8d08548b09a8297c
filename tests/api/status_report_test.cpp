#include "daemon/api/status_report.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::api;
using namespace std::chrono_literals;

namespace {

using state = side_report::state;
utc_time const noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 12h};

endpoint_status endpoint(endpoint_status::arm side, std::int64_t asked, std::int64_t failed = 0,
                         probe_failure how = probe_failure::server_error) {
    endpoint_status one{.side = side, .all = {.asked = asked, .answered = asked - failed}};
    if (failed > 0) one.all.failures[how] = failed;
    one.hours[noon - 3h] = one.all;
    return one;
}

/// Both endpoints answered well, and a run ended an hour ago.
status_report good() {
    status_report report{.since = noon - 48h, .until = noon};
    report.endpoints = {endpoint(endpoint_status::arm::api, 1000, 9),
                        endpoint(endpoint_status::arm::presence, 10'000, 90)};
    report.last_valid = run_summary{.ended_at = noon - 1h};
    report.quota = {{.daily_calls = 1000, .left = 400}};
    return report;
}

status_report assessed(status_report report) {
    assess(report);
    return report;
}

}  // namespace

TEST_CASE("less than one failed question in a hundred is no trouble", "[api]") {
    auto const report = assessed(good());
    CHECK(report.api.is == state::fine);
    CHECK(report.presence.is == state::fine);
    CHECK(report.ours.is == state::fine);
    CHECK(report.api.because.empty());
}

TEST_CASE("trouble shows on the side that failed, and grows with the share", "[api]") {
    auto report = good();
    report.endpoints[0] = endpoint(endpoint_status::arm::api, 1000, 10);
    CHECK(assessed(report).api.is == state::some);
    report.endpoints[0] = endpoint(endpoint_status::arm::api, 1000, 100);
    CHECK(assessed(report).api.is == state::much);
    CHECK(assessed(report).api.because == std::vector{trouble::answers_failed});
    CHECK(assessed(report).presence.is == state::fine);
    CHECK(assessed(report).ours.is == state::fine);
}

TEST_CASE("an endpoint that was not asked is not called fine", "[api]") {
    auto report = good();
    report.endpoints.pop_back();
    CHECK(assessed(report).presence.is == state::nothing_asked);
}

TEST_CASE("a refusal is looked for on our side first", "[api]") {
    auto report = good();
    report.endpoints[0] = endpoint(endpoint_status::arm::api, 1000, 1000, probe_failure::refused);
    CHECK(assessed(report).api.is == state::fine);
    CHECK(assessed(report).ours.is == state::much);
    CHECK(assessed(report).ours.because == std::vector{trouble::refused});
    report.endpoints[0] = endpoint(endpoint_status::arm::api, 1000, 1, probe_failure::refused);
    CHECK(assessed(report).ours.is == state::some);
}

TEST_CASE("both endpoints out of reach in the same hour speak of us, in different hours of them", "[api]") {
    auto report = good();
    report.endpoints = {endpoint(endpoint_status::arm::api, 10, 5, probe_failure::unreachable),
                        endpoint(endpoint_status::arm::presence, 100, 50, probe_failure::timed_out)};
    CHECK(assessed(report).ours.because == std::vector{trouble::both_unreachable});
    report.endpoints[1].hours = {{noon - 9h, report.endpoints[1].all}};
    CHECK(assessed(report).ours.is == state::fine);
}

TEST_CASE("answers that are not believed, silence and failed tests are trouble of their side", "[api]") {
    auto report = good();
    report.endpoints[0].contradicted = 1;
    CHECK(assessed(report).api.because == std::vector{trouble::contradicted});
    report.endpoints[0].silent = 10;
    CHECK(assessed(report).api.is == state::much);
    report.endpoints[1].invented = {.asked = 20, .failed = 1};
    CHECK(assessed(report).presence.is == state::fine);
    report.endpoints[1].live = {.asked = 20, .failed = 2};
    CHECK(assessed(report).presence.because == std::vector{trouble::controls_failed});
    // A control that did not come back may be a finding.
    report = good();
    report.endpoints[0].controls = {.asked = 100, .failed = 9};
    CHECK(assessed(report).api.is == state::fine);
}

TEST_CASE("no valid run, or no calls left, is ours", "[api]") {
    auto report = good();
    report.quota[0].left = 0;
    CHECK(assessed(report).ours.because == std::vector{trouble::quota_spent});
    report = good();
    report.last_valid->ended_at = noon - 26h;
    CHECK(assessed(report).ours.is == state::fine);
    report.last_valid->ended_at = noon - 27h;
    CHECK(assessed(report).ours.because == std::vector{trouble::no_valid_run});
    report.last_valid.reset();
    CHECK(assessed(report).ours.is == state::much);
}
