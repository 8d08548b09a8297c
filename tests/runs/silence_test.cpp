#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto quarantine = call_purpose::quarantine;

/// What the last valid day returned.
item_past returned_yesterday() { return {.returned = item_past::found{the_day - days{1}, call_id{-5}}}; }

/// 100 items, all public; of the first `expected` it is known that they are returned.
many_items_day day_expecting(int expected) {
    auto items = known_items(100);
    for (int key = 1; key <= expected; ++key)
        items[static_cast<std::size_t>(key) - 1].past = returned_yesterday();
    many_items_day day{std::move(items)};
    day.read(range(1, 100));
    return day;
}

/// `calls` answers in a row with nothing in them, the items 1 to `items` spread over them.
void fall_silent(many_items_day& day, int calls, int items, vantage_id vantage = vantage_id{1}) {
    for (int call = 0; call < calls; ++call) {
        std::vector<int> asked;
        for (int key = 1 + call; key <= items; key += calls) asked.push_back(key);
        day.ask({.items = asked, .vantage = vantage});
    }
}

bool any_silent(many_items_day const& day) {
    for (std::size_t at = 0; at < day.record.batches().size(); ++at) {
        if (day.record.batches()[at].silent) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("ten empty answers in a row for twenty items known to be returned are silence", "[silence]") {
    auto const [calls, items, silent] = GENERATE(table<int, int, bool>(
        {{10, 20, true}, {9, 20, false}, {10, 19, false}, {11, 30, true}, {20, 19, false}}));
    auto day = day_expecting(items);
    fall_silent(day, calls, items);

    CHECK(day.record.is_silent() == silent);
    CHECK(any_silent(day) == silent);
    CHECK(day.record.is_measured(day.item(1)) != silent);
    CHECK((day.verdict(1).judged.reason == verdict_reason::silent) == (silent || items >= 20));
}

TEST_CASE("items that were never returned do not make a silence", "[silence]") {
    auto day = day_expecting(19);
    day.ask({.items = {100}, .returned = {100}});
    fall_silent(day, 10, 90);

    CHECK_FALSE(day.record.is_silent());
    CHECK(day.record.is_measured(day.item(1)));
    CHECK(day.verdict(1).judged.reason == verdict_reason::absent_once);
}

TEST_CASE("known to be returned are those of the last day that returned anything, and today's", "[silence]") {
    auto items = known_items(60);
    for (int at = 0; at < 20; ++at) {
        auto const at_place = static_cast<std::size_t>(at);
        items[at_place].past.returned = item_past::found{the_day - days{2}, call_id{-9}};
    }
    SECTION("the day before yesterday, when yesterday returned others") {
        items[59].past = returned_yesterday();
        many_items_day day{items};
        day.read(range(1, 60));
        fall_silent(day, 10, 20);
        CHECK_FALSE(day.record.is_silent());
    }
    SECTION("the day before yesterday, when yesterday returned nothing") {
        many_items_day day{items};
        day.read(range(1, 60));
        fall_silent(day, 10, 20);
        CHECK(day.record.is_silent());
    }
    SECTION("today") {
        many_items_day day{known_items(60)};
        day.read(range(1, 60));
        day.ask({.items = range(1, 20), .returned = range(1, 20)});
        fall_silent(day, 10, 20);
        CHECK(day.record.is_silent());
    }
}

TEST_CASE("a failed call neither breaks a silence nor counts in it", "[silence]") {
    auto day = day_expecting(20);
    fall_silent(day, 9, 20);
    auto failed = day.call_of({.items = {30}});
    failed.complete = false;
    failed.failure = probe_failure::server_error;
    day.record.apply(failed);
    CHECK_FALSE(day.record.is_silent());

    day.ask({.items = {31}});

    CHECK(day.record.is_silent());
    CHECK_FALSE(day.batch(failed.call).silent);
}

TEST_CASE("an empty quarantine call does not count, one with something in it ends a silence", "[silence]") {
    auto day = day_expecting(20);
    fall_silent(day, 9, 20);
    day.ask({.purpose = quarantine, .items = {40}});
    CHECK_FALSE(day.record.is_silent());
    day.ask({.items = {31}});
    CHECK(day.record.is_silent());

    day.ask({.purpose = quarantine, .items = {41}, .returned = {41}});

    CHECK_FALSE(day.record.is_silent());
    CHECK(any_silent(day));
}

TEST_CASE("after a recovery the silent calls stay void, and who was in them is due again", "[silence]") {
    auto day = day_expecting(20);
    fall_silent(day, 10, 20);
    CHECK(day.record.needs_first_pass(day.item(1)));
    CHECK(day.verdict(50).judged.reason == verdict_reason::silent);  // Not asked, because of it.

    auto const sound = day.ask({.items = range(1, 10), .returned = range(2, 10)});

    CHECK_FALSE(day.record.is_silent());
    CHECK(day.batch(call_id{1}).silent);
    CHECK_FALSE(day.batch(sound).silent);
    CHECK(day.record.is_measured(day.item(1)));
    CHECK(day.verdict(1).judged.reason == verdict_reason::absent_once);
    CHECK(day.record.needs_first_pass(day.item(20)));
    CHECK(day.verdict(20).judged.reason == verdict_reason::silent);
    CHECK(day.verdict(50).judged.reason == verdict_reason::run_stopped);
}

TEST_CASE("an answer with something in it between them keeps empty ones from being a silence", "[silence]") {
    auto day = day_expecting(20);
    fall_silent(day, 9, 20);
    day.ask({.items = {60}, .returned = {60}});
    fall_silent(day, 9, 20);

    CHECK_FALSE(day.record.is_silent());
    CHECK_FALSE(any_silent(day));
}

TEST_CASE("vantages fall silent each for itself", "[silence]") {
    auto day = day_expecting(20);
    day.ask({.items = {60}, .returned = {60}, .vantage = vantage_id{2}});
    fall_silent(day, 5, 20, vantage_id{1});
    day.ask({.items = {61}, .returned = {61}, .vantage = vantage_id{2}});
    CHECK_FALSE(day.record.is_silent(vantage_id{1}));

    fall_silent(day, 5, 20, vantage_id{1});

    CHECK(day.record.is_silent(vantage_id{1}));
    CHECK_FALSE(day.record.is_silent(vantage_id{2}));
    CHECK_FALSE(day.record.is_silent());
    fall_silent(day, 10, 20, vantage_id{2});
    CHECK(day.record.is_silent());
}

TEST_CASE("on a day on which nothing was returned nobody is absent, from twenty public items on",
          "[silence]") {
    int const asked = GENERATE(19, 20);
    many_items_day day{known_items(40)};
    day.read(range(1, 40));
    day.ask({.items = range(1, asked)});

    CHECK(day.record.is_mute() == (asked == 20));
    auto const reason = day.verdict(1).judged.reason;
    CHECK(reason == (asked == 20 ? verdict_reason::silent : verdict_reason::absent_once));

    // Anything at all tells that the API speaks: also a random sample.
    day.record.add({{.key = item_key{900}, .platform_id = 900, .control_only = true}});
    day.ask({.purpose = call_purpose::harvest, .returned = {900}});
    CHECK_FALSE(day.record.is_mute());
    CHECK(day.verdict(1).judged.reason == verdict_reason::absent_once);
}
