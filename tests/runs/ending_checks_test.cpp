#include "daemon/run/ending.hpp"
#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto confirmation = call_purpose::confirmation;

run_checks checks_of(many_items_day const& day) { return ending_of(day.record).checks; }

}  // namespace

TEST_CASE("a run says which calls were contradicted, by which, and how many items they had dropped",
          "[ending checks]") {
    many_items_day day{known_items(10)};
    day.read(range(1, 10));
    day.ask({.items = range(1, 10), .returned = range(6, 10)});
    auto const by =
        day.ask({.purpose = confirmation, .items = {1, 2, 3, 6}, .returned = {1, 2, 6}, .controls = {6}});
    day.ask({.purpose = confirmation, .items = {3, 4, 6}, .returned = {6}, .controls = {6}});

    auto const checks = checks_of(day);
    CHECK(checks.calls_contradicted == 1);
    CHECK(checks.items_dropped == 2);
    REQUIRE(checks.unsound.size() == 1);
    CHECK(checks.unsound[0].call == call_id{1});
    CHECK(checks.unsound[0].contradicted_by == by);
    CHECK_FALSE(checks.silent);
    CHECK(checks.mass == mass_change::none);
}

TEST_CASE("of what a contradicted call left out only items of its window are said to be dropped",
          "[ending checks]") {
    auto items = known_items(3);
    items[1].created->at += 24h * 25;
    many_items_day day{items};
    day.read(range(1, 3));
    day.ask({.items = range(1, 3), .returned = {3}});
    day.ask({.items = {1, 2}, .returned = {1, 2}, .from = made_on, .until = made_on + days{30}});

    CHECK(checks_of(day).calls_contradicted == 1);
    CHECK(checks_of(day).items_dropped == 1);
}

TEST_CASE("controls are counted by places in answered calls, lost ones when they were asked for again",
          "[ending checks]") {
    many_items_day day{known_items(10)};
    day.read(range(1, 10));
    day.ask({.items = range(1, 10), .returned = range(3, 10)});
    day.ask({.purpose = confirmation, .items = {1, 3, 4, 5}, .returned = {3}, .controls = {3, 4, 5}});
    auto failed = day.call_of({.purpose = confirmation, .items = {2, 6}, .controls = {6}});
    failed.complete = false;
    failed.failure = probe_failure::timed_out;
    day.record.apply(failed);
    CHECK(checks_of(day).controls_asked == 3);
    CHECK(checks_of(day).controls_lost == 0);

    SECTION("still away: a finding") {
        day.ask({.purpose = confirmation, .items = {4, 5, 6}, .returned = {6}, .controls = {6}});
        CHECK(checks_of(day).controls_asked == 4);
        CHECK(checks_of(day).controls_lost == 2);
        CHECK(checks_of(day).calls_contradicted == 0);
    }
    SECTION("back: the call is void, and nothing was lost") {
        day.ask({.purpose = confirmation, .items = {4, 5, 6}, .returned = {4, 6}, .controls = {6}});
        CHECK(checks_of(day).controls_lost == 0);
        CHECK(checks_of(day).calls_contradicted == 1);
    }
}

TEST_CASE("silent calls are named, contradicted by nobody", "[ending checks]") {
    item_past const returned{.returned = item_past::found{the_day - days{1}, call_id{-1}}};
    many_items_day day{known_items(40, returned)};
    day.read(range(1, 40));
    day.ask({.items = {40}, .returned = {40}});
    for (int call = 0; call < 10; ++call) day.ask({.items = range(1 + 2 * call, 2 + 2 * call)});

    auto const ending = ending_of(day.record);
    CHECK(ending.checks.silent);
    CHECK(ending.checks.unsound.size() == 10);
    for (auto const& unsound : ending.checks.unsound) CHECK_FALSE(unsound.contradicted_by.has_value());
    CHECK(ending.checks.calls_contradicted == 0);
    CHECK(ending.api == run_ending::arm::invalid);
    CHECK(ending.measured == 1);
}

TEST_CASE("a day on which no call returned anything is void, and says why", "[ending checks]") {
    many_items_day day{known_items(20)};
    day.read(range(1, 20));
    day.ask({.items = range(1, 20)});

    auto const ending = ending_of(day.record);
    CHECK(ending.api == run_ending::arm::invalid);
    CHECK(ending.void_reason == "no call returned anything");
}

TEST_CASE("vantages that repeat each other disagree where one soundly left out what the other was given",
          "[ending checks]") {
    bool const compare = GENERATE(true, false);
    many_items_day day{known_items(6), {.compare = compare}};
    day.read(range(1, 6));
    day.ask({.items = range(1, 6), .returned = {3, 4, 5, 6}, .vantage = vantage_id{1}});
    day.ask({.items = range(1, 6), .returned = {1, 2, 5, 6}, .vantage = vantage_id{2}});
    CHECK(checks_of(day).vantages_disagree == (compare ? 4 : 0));

    // Vantage 1 gets one of them after all: its first call was unsound, and says nothing of the other either.
    day.ask({.items = {1, 5}, .returned = {1, 5}, .vantage = vantage_id{1}});
    CHECK(checks_of(day).vantages_disagree == (compare ? 2 : 0));
    CHECK(checks_of(day).calls_contradicted == 1);
}

TEST_CASE("the controls of the presence arm are counted", "[ending checks]") {
    many_items_day day{known_items(6)};
    for (int i = 1; i <= 3; ++i) {
        auto block = day.block_of({i}, 'p');
        block.live_reading = i == 1 ? 'n' : 'p';
        block.invented_reading = i == 3 ? 'p' : 'n';
        day.record.apply(block);
    }

    auto const checks = checks_of(day);
    CHECK(checks.live_asked == 3);
    CHECK(checks.live_failed == 1);
    CHECK(checks.invented_asked == 3);
    CHECK(checks.invented_failed == 1);
    CHECK(ending_of(day.record).presence == run_ending::arm::valid);
}

TEST_CASE("a void presence arm is said to be, whichever way it failed", "[ending checks]") {
    item_past const live{.last_public = item_past::public_reading{block_id{-1}, morning - 24h}};
    many_items_day day{known_items(21, live)};
    day.read(range(1, 8), 'n');
    day.read(range(9, 21), 'p');

    auto const ending = ending_of(day.record);
    CHECK(ending.presence == run_ending::arm::invalid);
    CHECK(ending.void_reason.find("known to be public") != std::string::npos);
}

TEST_CASE("a mass change is among a run's checks", "[ending checks]") {
    item_past const returned{.returned = item_past::found{the_day - days{1}, call_id{-1}}};
    many_items_day day{known_items(20, returned)};
    day.read(range(1, 20));
    day.ask({.items = range(1, 20), .returned = range(8, 20)});

    CHECK(checks_of(day).mass == mass_change::fall_provisional);
    CHECK(checks_of(day).changed_items == 7);
}

TEST_CASE("harvested controls are neither due nor measured nor judged", "[ending checks]") {
    many_items_day day{known_items(3)};
    day.read(range(1, 3));
    day.record.add(
        {{.key = item_key{70},
          .platform_id = 70,
          .created = creation{.at = std::chrono::sys_seconds{made_on}, .source = creation_source::metadata},
          .control_only = true}});
    day.read({70});
    day.ask({.items = {1, 2, 3, 70}, .returned = {1, 70}});

    CHECK(ending_of(day.record).due == 3);
    CHECK(ending_of(day.record).measured == 3);
    CHECK(day.record.verdicts().size() == 3);
}
