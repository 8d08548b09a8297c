#include "daemon/run/day_absence.hpp"
#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto confirmation = call_purpose::confirmation;
constexpr call_id earlier{-77};

/// Read public yesterday evening; its absence confirmed so many days ago.
item_past confirmed_before(int days_ago) {
    auto const day = the_day - days{days_ago};
    return {.last_public = item_past::public_reading{block_id{-3}, morning - 10h},
            .absent_since = day,
            .confirmed = item_past::found{day, earlier}};
}

/// Item 1 is absent in the day's only call, item 2 is returned.
many_items_day absent_once(item_past past) {
    many_items_day day{{known_item(1, past), known_item(2)}};
    day.read({1, 2});
    day.ask({.items = {1, 2}, .returned = {2}});
    return day;
}

}  // namespace

TEST_CASE("a confirmation is good for seven days with one sound absence a day", "[carried absence]") {
    auto const [age, holds] = GENERATE(table<int, bool>({{1, true}, {7, true}, {8, false}}));
    auto day = absent_once(confirmed_before(age));
    day.read({1});  // After the call.

    auto const row = day.verdict(1);
    CHECK((row.judged.kind == verdict_kind::missing) == holds);
    CHECK((row.judged.grade == absence_grade::twice) == holds);
    CHECK(row.decided_by == call_id{1});
    CHECK(row.confirmed_by == (holds ? std::optional{earlier} : std::nullopt));
    CHECK(day.record.needs_confirmation(day.item(1)) != holds);
}

TEST_CASE("without a sound absence today yesterday's confirmation says nothing of today",
          "[carried absence]") {
    many_items_day day{{known_item(1, confirmed_before(1)), known_item(2)}};
    day.read({1, 2});

    CHECK(day.verdict(1).judged.kind == verdict_kind::not_measured);
    CHECK_FALSE(day.verdict(1).confirmed_by.has_value());
}

TEST_CASE("a confirmation of today takes the place of an earlier one", "[carried absence]") {
    auto day = absent_once(confirmed_before(3));
    auto const again = day.ask({.purpose = confirmation, .items = {1, 2}, .returned = {2}, .controls = {2}});

    CHECK(day.verdict(1).confirmed_by == again);
    CHECK(day.past(1).confirmed == item_past::found{the_day, again});
    CHECK(day.past(1).absent_since == the_day - days{3});
}

TEST_CASE("a carried confirmation is renewed on the seventh day at the latest, and never on the first",
          "[carried absence]") {
    CHECK_FALSE(
        absent_once(confirmed_before(1)).record.needs_renewal(absent_once(confirmed_before(1)).item(1)));
    auto const last = absent_once(confirmed_before(7));
    CHECK(last.record.needs_renewal(last.item(1)));
    auto const lapsed = absent_once(confirmed_before(8));
    CHECK_FALSE(lapsed.record.needs_renewal(lapsed.item(1)));  // It is to be confirmed.
}

TEST_CASE("renewals are spread over the days of the week, and one of an age of two to six days is due",
          "[carried absence]") {
    int due = 0;
    constexpr int windows = 70;
    for (int window = 0; window < windows; ++window) {
        auto item = known_item(1, confirmed_before(3));
        item.created->at = std::chrono::sys_seconds{made_on} - window * longest_window + 1h;
        many_items_day day{{item, known_item(2)}};
        day.read({1, 2});
        auto const from = made_on - window * longest_window - days{10};
        day.ask({.items = {1, 2}, .returned = {2}, .from = from, .until = from + longest_window});
        if (day.record.needs_renewal(day.item(1))) ++due;
    }

    CHECK(due == windows / 7);
}

TEST_CASE("what is returned leaves nothing of its absence behind", "[carried absence]") {
    auto past = confirmed_before(2);
    past.later_days = 6;
    many_items_day day{{known_item(1, past)}};
    day.read({1});
    auto const call = day.ask({.items = {1}, .returned = {1}});

    for (bool const api_void : {false, true}) {
        auto const left = day.past(1, api_void);
        CHECK(left.returned == item_past::found{the_day, call});
        CHECK_FALSE(left.absent_since.has_value());
        CHECK_FALSE(left.confirmed.has_value());
        CHECK(left.later_days == 0);
    }
}

TEST_CASE("a first absence is dated, and keeps its date and the last return", "[carried absence]") {
    item_past const returned{.returned = item_past::found{the_day - days{1}, earlier}};
    auto const first = absent_once(returned);
    CHECK(first.past(1).absent_since == the_day);
    CHECK(first.past(1).returned == returned.returned);
    CHECK_FALSE(first.past(1).confirmed.has_value());

    auto const later = absent_once(confirmed_before(20));
    CHECK(later.past(1).absent_since == the_day - days{20});
    CHECK(later.past(1).confirmed == item_past::found{the_day - days{20}, earlier});
}

TEST_CASE("a day on which the API arm is void, or left the item unmeasured, changes nothing of its absence",
          "[carried absence]") {
    auto const before = confirmed_before(2);
    auto const day = absent_once(before);
    auto const left = day.past(1, true);
    CHECK(left.absent_since == before.absent_since);
    CHECK(left.confirmed == before.confirmed);
    CHECK(left.later_days == before.later_days);
    CHECK(left.last_public->at > before.last_public->at);

    many_items_day unmeasured{{known_item(1, before)}};
    CHECK(unmeasured.past(1) == before);
}

TEST_CASE("the days that its calls searched are remembered, those of unsound calls are not",
          "[carried absence]") {
    auto day = absent_once({});
    std::uint64_t expected = 0;
    for (int later = 1; later < 20; ++later) expected |= std::uint64_t{1} << later;
    CHECK(day.past(1).later_days == expected);
    day.ask({.purpose = confirmation,
             .items = {1, 2},
             .returned = {2},
             .from = made_on + days{20},
             .until = made_on + days{50}});
    for (int later = 20; later < 50; ++later) expected |= std::uint64_t{1} << later;
    CHECK(day.past(1).later_days == expected);
    CHECK((expected & all_later_days) != all_later_days);

    day.record.apply(day.call_of({.items = {2}, .returned = {2}}));
    auto silent = day.call_of({.items = {1}, .from = made_on + days{50}, .until = made_on + days{70}});
    silent.complete = false;
    day.record.apply(silent);
    CHECK(day.past(1).later_days == expected);
}

TEST_CASE("items of which nothing is known, and those that only test calls, leave nothing behind",
          "[carried absence]") {
    auto control = known_item(3);
    control.control_only = true;
    many_items_day day{{known_item(1), known_item(2), control}};
    day.read({2, 3});

    auto const rows = day.record.pasts(false);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].item == item_key{2});
    CHECK(rows[0].past.last_public == item_past::public_reading{block_id{1}, morning + 1min});
    CHECK(day.record.verdicts().size() == 2);
}
