#include "tests/simulated_platform/bench.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace lacuna::simulated;

namespace {

std::string refused(std::string const& json) {
    try {
        (void)read_scenario(json, bench_day);
    } catch (bad_scenario const& wrong) {
        return wrong.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a scenario that cannot be meant is refused with the place", "[scenario]") {
    CHECK(refused("{") == "not JSON at byte 1: Missing a name for object member.");
    CHECK(refused("[]") == "the scenario: expected an object");
    CHECK(refused(R"({"sede":1})") == "sede: expected no such key");
    CHECK(refused(R"({"states":{"delted":0.1}})") == "states.delted: expected no such key");
    CHECK(refused(R"({"states":{"deleted":2}})").starts_with("states.deleted: expected a number from 0"));
    CHECK(refused(R"({"faults":[{"kind":"error_500"},{"kind":"typo"}]})")
              .starts_with("faults[1].kind: expected one of"));
    CHECK(refused(R"({"faults":[{"kind":"error_500","from":"yesterday"}]})")
              .starts_with("faults[0].from: expected days"));
    CHECK(refused(R"({"changes":[{"kind":"withhold"}]})") == "changes[0].share: expected a share above 0");
    CHECK(refused(R"({"population":{"created_from":-1,"created_to":-2}})")
              .starts_with("population.created_from"));
}

TEST_CASE("dates count from the end day or stand for themselves", "[scenario]") {
    auto const from = read_scenario(
        R"({"faults":[{"kind":"error_500","from":-2.5,"to":0},{"kind":"html_504","from":"2026-11-01","to":"2026-11-02T06:30Z"}]})",
        bench_day);
    CHECK(write_instant(from.faults[0].from) == "2026-11-17T12:00:00Z");
    CHECK(write_instant(from.faults[0].to) == "2026-11-20T00:00:00Z");
    CHECK(write_instant(from.faults[1].from) == "2026-11-01T00:00:00Z");
    CHECK(write_instant(from.faults[1].to) == "2026-11-02T06:30:00Z");
}

TEST_CASE("every scenario of ours can be read", "[scenario]") {
    int read = 0;
    for (auto const& file : std::filesystem::directory_iterator{SIMULATED_PLATFORM_SOURCE_DIR "/scenarios"}) {
        INFO(file.path().string());
        CHECK_NOTHROW(population{read_scenario_file(file.path(), bench_day)});
        ++read;
    }
    CHECK(read >= 5);
}

TEST_CASE("dates of no calendar are refused", "[scenario]") {
    CHECK_FALSE(read_compact_day("20260230"));
    CHECK_FALSE(read_compact_day("2026-2-3"));
    CHECK_FALSE(read_instant("2026-11-20T25:00:00Z"));
    CHECK_FALSE(read_instant("2026-11-20T03:00:00"));
    CHECK(read_compact_day("20240229"));
}
