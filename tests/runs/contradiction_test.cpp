#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto confirmation = call_purpose::confirmation;

/// Items 1 and 2 were left out by the first call, 3 was returned.
many_items_day after_first_pass(std::vector<due_item> items = known_items(3), day_rules rules = {}) {
    many_items_day day{std::move(items), rules};
    day.read({1, 2, 3});
    day.ask({.items = {1, 2, 3}, .returned = {3}});
    return day;
}

}  // namespace

TEST_CASE("a call is void when a later one returns what it left out, for all that it left out",
          "[contradiction]") {
    auto day = after_first_pass();
    CHECK(day.record.is_measured(day.item(1)));

    auto const later =
        day.ask({.purpose = confirmation, .items = {2, 3}, .returned = {2, 3}, .controls = {3}});

    CHECK(day.record.contradiction_of(day.batch(call_id{1})) == later);
    CHECK_FALSE(day.record.is_sound(day.batch(call_id{1})));
    CHECK(day.record.contradicts(day.batch(later)));
    CHECK_FALSE(day.record.is_measured(day.item(1)));
    CHECK(day.verdict(1).judged.kind == verdict_kind::not_measured);
    CHECK(day.verdict(1).judged.reason == verdict_reason::contradicted);
    CHECK(day.verdict(2).judged.kind == verdict_kind::retrievable);
    CHECK(day.record.needs_confirmation(day.item(1)));
}

TEST_CASE("what an earlier call returned does not void a later one that leaves it out", "[contradiction]") {
    many_items_day day{known_items(3)};
    day.read({1, 2, 3});
    day.ask({.items = {1, 3}, .returned = {1, 3}});

    auto const later = day.ask({.items = {1, 2, 3}, .returned = {3}});

    CHECK_FALSE(day.record.contradiction_of(day.batch(later)).has_value());
    CHECK(day.record.is_measured(day.item(2)));
}

TEST_CASE("a call is not contradicted by an item that did not belong into its window", "[contradiction]") {
    // The window's last day belongs to it or not: nobody knows.
    auto const from = GENERATE(made_on - days{30}, made_on - days{29}, made_on, made_on + days{1});
    many_items_day day{known_items(3)};
    day.read({1, 2, 3});
    auto const first =
        day.ask({.items = {1, 2, 3}, .returned = {3}, .from = from, .until = from + longest_window});
    day.ask({.items = {2, 3}, .returned = {2, 3}});

    bool const inside = from == made_on - days{29} || from == made_on;
    CHECK(day.record.contradiction_of(day.batch(first)).has_value() == inside);
    CHECK_FALSE(day.record.is_measured(day.item(1)));
}

TEST_CASE("an item that only a window of later days returned contradicts nobody", "[contradiction]") {
    auto day = after_first_pass();

    day.ask({.purpose = confirmation,
             .items = {2},
             .returned = {2},
             .from = made_on + days{1},
             .until = made_on + days{31}});

    CHECK(day.record.is_sound(day.batch(call_id{1})));
    CHECK(day.verdict(2).judged.kind == verdict_kind::retrievable);
}

TEST_CASE("an item too young to be settled contradicts nobody", "[contradiction]") {
    auto items = known_items(3);
    auto const settles = std::chrono::floor<std::chrono::seconds>(morning) - 72h;
    bool const young = GENERATE(true, false);
    items[1].created->at = young ? settles + 1s : settles;
    many_items_day day{items};
    day.read({1, 2, 3});
    utc_day const from = the_day - days{10};
    auto const first = day.ask({.items = {1, 2, 3}, .returned = {3}, .from = from, .until = the_day});
    day.ask({.items = {2}, .returned = {2}, .from = from, .until = the_day});

    CHECK(day.record.contradiction_of(day.batch(first)).has_value() != young);
}

TEST_CASE("what a quarantine call leaves out contradicts nobody, and nobody contradicts it",
          "[contradiction]") {
    many_items_day day{known_items(3)};
    day.read({1, 2}, 't');
    auto const apart = day.ask({.purpose = call_purpose::quarantine, .items = {1, 2}, .returned = {}});
    day.read({1, 2, 3});

    auto const later = day.ask({.items = {1, 2, 3}, .returned = {1, 3}});

    CHECK_FALSE(day.record.contradiction_of(day.batch(apart)).has_value());
    CHECK_FALSE(day.record.contradicts(day.batch(later)));
    CHECK(day.record.is_sound(day.batch(later)));
}

TEST_CASE("what a quarantine call returns contradicts the ordinary calls before it", "[contradiction]") {
    auto day = after_first_pass();

    auto const apart = day.ask({.purpose = call_purpose::quarantine, .items = {2}, .returned = {2}});

    CHECK(day.record.contradiction_of(day.batch(call_id{1})) == apart);
}

TEST_CASE("where vantages repeat each other, only its own contradicts a call", "[contradiction]") {
    bool const compare = GENERATE(true, false);
    auto day = after_first_pass(known_items(3), {.compare = compare});

    day.ask({.items = {1, 2, 3}, .returned = {2, 3}, .vantage = vantage_id{2}});
    CHECK(day.record.contradiction_of(day.batch(call_id{1})).has_value() == !compare);

    day.ask({.items = {1, 2, 3}, .returned = {2, 3}, .vantage = vantage_id{1}});
    CHECK(day.record.contradiction_of(day.batch(call_id{1})).has_value());
}

TEST_CASE("a call that never came to an end neither contradicts nor is contradicted in what it left out",
          "[contradiction]") {
    many_items_day day{known_items(3)};
    day.read({1, 2, 3});
    auto broken = day.call_of({.items = {1, 2, 3}, .returned = {3}});
    broken.complete = false;
    day.record.apply(broken);

    day.ask({.items = {1, 2, 3}, .returned = {2, 3}});

    CHECK_FALSE(day.record.contradiction_of(day.batch(broken.call)).has_value());
    CHECK_FALSE(day.record.is_sound(day.batch(broken.call)));
}

TEST_CASE("of several that contradict a call the first is named", "[contradiction]") {
    auto day = after_first_pass();
    auto const second = day.call_of({.items = {2}, .returned = {2}});
    auto const third = day.call_of({.items = {1}, .returned = {1}});

    day.record.apply(third);
    day.record.apply(second);

    CHECK(day.record.contradiction_of(day.batch(call_id{1})) == second.call);
}
