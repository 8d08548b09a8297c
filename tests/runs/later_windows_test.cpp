#include "daemon/run/later_windows.hpp"
#include "daemon/run/day_absence.hpp"
#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lacuna;
using namespace lacuna::test;

namespace {

/// Dated by its id; absent for so many days.
due_item dated_by_id(int key, utc_day made, int absent_for = 0) {
    auto item = known_item(key, {.absent_since = the_day - days{absent_for}});
    item.created = creation{.at = std::chrono::sys_seconds{made} + 1h, .source = creation_source::id};
    return item;
}

/// A call for one item of that day, with room for 99.
batch_question question_of(utc_day made, std::size_t items = 1) {
    batch_question asked{.what = {}, .controls = {}, .purpose = call_purpose::first_pass};
    for (std::size_t i = 0; i < items; ++i) {
        asked.what.items.push_back(
            {.key = item_key{9'000 + static_cast<int>(i)}, .created_at = std::chrono::sys_seconds{made}});
    }
    asked.what.range = window_of(made, made);
    return asked;
}

bool rides(batch_question const& asked, int key) {
    return std::ranges::find(asked.what.items, item_key{key}, &dated_item::key) != asked.what.items.end();
}

}  // namespace

TEST_CASE("an absence dated by its id alone is unconfirmed until all of sixty later days were searched",
          "[later windows]") {
    auto item = known_item(1);
    item.created->source = creation_source::id;
    many_items_day day{{item, known_item(2)}};
    day.read({1, 2});
    auto const confirming = [&day](int from, int until) {
        day.ask({.purpose = call_purpose::confirmation,
                 .items = {1, 2},
                 .returned = {2},
                 .controls = {2},
                 .from = made_on + days{from},
                 .until = made_on + days{until}});
    };
    day.ask({.items = {1, 2}, .returned = {2}});
    confirming(-9, 20);
    day.read({1});
    CHECK(day.verdict(1).judged.kind == verdict_kind::unconfirmed);
    CHECK(day.verdict(1).judged.reason == verdict_reason::later_windows);
    CHECK(day.record.needs_later_windows(day.item(1)));

    confirming(20, 50);
    confirming(50, 60);
    CHECK(day.record.needs_later_windows(day.item(1)));
    confirming(60, 61);
    CHECK_FALSE(day.record.needs_later_windows(day.item(1)));
    CHECK(day.verdict(1).judged.kind == verdict_kind::missing);
    CHECK((day.past(1).later_days & all_later_days) == all_later_days);
}

TEST_CASE("what was searched once need not be searched again in an item's life", "[later windows]") {
    auto item = dated_by_id(1, made_on, 3);
    bool const all = GENERATE(true, false);
    item.past.later_days = all ? all_later_days : all_later_days & ~(std::uint64_t{1} << 60);
    many_items_day day{{item}};
    day.read({1});

    CHECK(day.record.needs_later_windows(day.item(1)) != all);
}

TEST_CASE(
    "a date that is better than the id's needs no later windows, nor does what is returned, young or "
    "excluded",
    "[later windows]") {
    auto given = dated_by_id(1, made_on);
    given.created->source = creation_source::given;
    auto young = dated_by_id(2, the_day - days{1});
    auto excluded = dated_by_id(3, made_on);
    excluded.scope = scope_state::excluded;
    many_items_day day{{given, young, excluded, dated_by_id(4, made_on), dated_by_id(5, made_on)}};
    day.read(range(1, 5));
    day.ask({.items = {5}, .returned = {5}});

    for (int const key : {1, 2, 3, 5}) CHECK_FALSE(day.record.needs_later_windows(day.item(key)));
    CHECK(day.record.needs_later_windows(day.item(4)));
    day.record.learn(item_key{4}, std::chrono::sys_seconds{made_on});
    CHECK_FALSE(day.record.needs_later_windows(day.item(4)));
}

TEST_CASE("an item that a later window returns is retrievable", "[later windows]") {
    many_items_day day{{dated_by_id(1, made_on)}};
    day.read({1});
    day.ask({.items = {1}, .returned = {1}, .from = made_on + days{40}, .until = made_on + days{70}});

    CHECK(day.verdict(1).judged.kind == verdict_kind::retrievable);
}

TEST_CASE("riders fill the free places of calls whose windows hold their unsearched days",
          "[later windows]") {
    many_items_day day{{dated_by_id(1, made_on), dated_by_id(2, made_on), known_item(3)}};
    day.read(range(1, 3));
    riders along{day.record};

    auto far = question_of(made_on + days{61});
    along.add_to(far);
    CHECK(far.what.items.size() == 1);
    CHECK(far.what.range == window_of(made_on + days{61}, made_on + days{61}));

    auto near = question_of(made_on + days{60}, 99);
    along.add_to(near);
    CHECK(near.what.items.size() == 100);
    CHECK(rides(near, 1));
    CHECK_FALSE(rides(near, 3));
    CHECK(near.what.range == window{made_on + days{60}, made_on + days{90}});
    CHECK(std::ranges::is_sorted(near.what.items, {}, &dated_item::created_at));

    auto full = question_of(made_on + days{60}, 100);
    along.add_to(full);
    CHECK(full.what.items.size() == 100);

    auto again = question_of(made_on + days{60});
    along.add_to(again);
    CHECK_FALSE(rides(again, 1));  // It rode there already.
    CHECK(rides(again, 2));
}

TEST_CASE("an item is no rider in a call that asks for it", "[later windows]") {
    many_items_day day{{dated_by_id(1, made_on)}};
    day.read({1});
    riders along{day.record};
    auto own = question_of(made_on + days{10});
    own.what.items.front().key = item_key{1};

    along.add_to(own);

    CHECK(own.what.items.size() == 1);
}

TEST_CASE("an item that is not public any more does not ride", "[later windows]") {
    many_items_day day{{dated_by_id(1, made_on)}};
    riders along{day.record};
    auto asked = question_of(made_on + days{20});
    along.add_to(asked);
    CHECK_FALSE(rides(asked, 1));  // Not read yet.

    day.read({1});
    along.add_to(asked);
    CHECK(rides(asked, 1));
}

TEST_CASE("calls of their own cover each of the sixty days, 80 items at most to a call", "[later windows]") {
    std::vector<due_item> items;
    for (int key = 1; key <= 100; ++key) items.push_back(dated_by_id(key, made_on));
    many_items_day day{items};
    day.read(range(1, 100));

    auto const calls = riders{day.record}.calls_of_their_own(the_day, 1'000);

    std::map<item_key, std::uint64_t> searched;
    for (auto const& call : calls) {
        CHECK(call.what.items.size() <= 80);
        CHECK(call.purpose == call_purpose::confirmation);
        CHECK(call.what.range.end - call.what.range.start <= longest_window);
        for (auto const& item : call.what.items) {
            for (int later = 1; later <= 60; ++later) {
                auto const on = made_on + days{later};
                if (call.what.range.start <= on && on < call.what.range.end)
                    searched[item.key] |= std::uint64_t{1} << later;
            }
        }
    }
    CHECK(searched.size() == 100);
    for (auto const& [key, mask] : searched) CHECK(mask == all_later_days);
    CHECK(calls.size() == 4);
}

TEST_CASE("all is searched within a week, a share a day, or as fast as can be afforded", "[later windows]") {
    auto const [absent_for, easily, expected] = GENERATE(table<int, std::size_t, std::size_t>(
        {{0, 0, 3}, {3, 0, 4}, {6, 0, 16}, {30, 0, 16}, {0, 10, 10}, {0, 99, 16}}));
    std::vector<due_item> items;
    for (int key = 1; key <= 8; ++key) {
        items.push_back(dated_by_id(key, made_on - days{70 * (9 - key)}, absent_for));
    }
    many_items_day day{items};
    day.read(range(1, 8));

    CHECK(riders{day.record}.calls_of_their_own(the_day, easily).size() == expected);
}
