#include "daemon/run/mass_change.hpp"
#include "daemon/run/confirmation.hpp"
#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto confirmation = call_purpose::confirmation;

item_past returned_before() { return {.returned = item_past::found{the_day - days{1}, call_id{-1}}}; }

item_past absent_before() {
    return {.absent_since = the_day - days{3}, .confirmed = item_past::found{the_day - days{2}, call_id{-1}}};
}

/// Of `known` items of that past the first `returned` are returned by the day's first call.
many_items_day first_call(item_past past, int known, int returned) {
    many_items_day day{known_items(known, past)};
    day.read(range(1, known));
    day.ask({.items = range(1, known), .returned = range(1, returned)});
    return day;
}

}  // namespace

TEST_CASE("a fall is a mass change above a third of those known, and from five items on", "[mass change]") {
    auto const [known, fell, expected] =
        GENERATE(table<int, int, mass_change>({{14, 5, mass_change::fall_provisional},
                                               {15, 5, mass_change::none},
                                               {16, 6, mass_change::fall_provisional},
                                               {18, 6, mass_change::none},
                                               {5, 5, mass_change::fall_provisional},
                                               {4, 4, mass_change::none}}));
    auto const day = first_call(returned_before(), known, known - fell);

    auto const found = find_mass_change(day.record);
    CHECK(found.what == expected);
    if (expected != mass_change::none) CHECK(found.changed == fell);
    if (expected != mass_change::none) CHECK(found.places.size() == static_cast<std::size_t>(fell));
}

TEST_CASE("a rise is one by the same numbers", "[mass change]") {
    auto const [known, rose, expected] = GENERATE(table<int, int, mass_change>(
        {{14, 5, mass_change::rise_provisional}, {15, 5, mass_change::none}, {4, 4, mass_change::none}}));
    auto const day = first_call(absent_before(), known, rose);

    CHECK(find_mass_change(day.record).what == expected);
    CHECK(plan_mass_sample(day.record, 1).empty() == (expected == mass_change::none));
}

TEST_CASE("a fall is believed when nine in ten of the fallen were left out by a second call",
          "[mass change]") {
    auto const [asked, expected] = GENERATE(table<int, mass_change>(
        {{9, mass_change::fall}, {8, mass_change::fall_provisional}, {10, mass_change::fall}}));
    auto day = first_call(returned_before(), 20, 10);
    auto items = range(11, 10 + asked);
    items.push_back(1);
    day.ask({.purpose = confirmation, .items = items, .returned = {1}, .controls = {1}});

    CHECK(find_mass_change(day.record).what == expected);
}

TEST_CASE("a fall whose items come back when asked again is refuted", "[mass change]") {
    auto day = first_call(returned_before(), 20, 10);
    day.ask({.purpose = confirmation, .items = range(1, 20), .returned = range(1, 20), .controls = {1}});

    auto const found = find_mass_change(day.record);
    CHECK(found.what == mass_change::refuted);
    CHECK(found.changed == 0);
}

TEST_CASE("of a great rise a random three hundred are asked again", "[mass change]") {
    auto const day = first_call(absent_before(), 400, 400);

    std::set<item_key> asked;
    std::size_t places = 0;
    for (auto const& question : plan_mass_sample(day.record, 5)) {
        CHECK(question.purpose == confirmation);
        places += question.what.items.size();
        for (auto const& item : question.what.items) asked.insert(item.key);
    }
    CHECK(asked.size() == mass_sample);
    CHECK(places == mass_sample);
    CHECK(*asked.rbegin() > item_key{300});  // Not simply the first, nor the last.
    CHECK(*asked.begin() < item_key{100});
    auto const items_of = [&](std::int64_t seed) {
        return plan_mass_sample(day.record, seed).front().what.items;
    };
    CHECK(items_of(5) == items_of(5));
    CHECK(items_of(5) != items_of(6));
}

TEST_CASE("a rise is believed when the sample is returned again, refuted when more than a third of it is not",
          "[mass change]") {
    auto const [returned, expected] = GENERATE(table<int, mass_change>({{30, mass_change::rise},
                                                                        {20, mass_change::rise},
                                                                        {19, mass_change::refuted},
                                                                        {0, mass_change::refuted}}));
    auto day = first_call(absent_before(), 30, 30);
    REQUIRE(find_mass_change(day.record).what == mass_change::rise_provisional);
    day.ask({.purpose = confirmation, .items = range(1, 30), .returned = range(1, returned)});

    CHECK(find_mass_change(day.record).what == expected);
    CHECK(plan_mass_sample(day.record, 1).empty());
}

TEST_CASE("a rise stays provisional while fewer than nine in ten of the sample were asked again",
          "[mass change]") {
    auto day = first_call(absent_before(), 30, 30);
    day.ask({.purpose = confirmation, .items = range(1, 26), .returned = range(1, 26)});
    CHECK(find_mass_change(day.record).what == mass_change::rise_provisional);

    day.ask({.purpose = confirmation, .items = {27}, .returned = {27}});
    CHECK(find_mass_change(day.record).what == mass_change::rise);
}

TEST_CASE("items not known before, not public, too young or not asked have no part in a mass change",
          "[mass change]") {
    auto items = known_items(6, returned_before());
    SECTION("all take part") {}
    SECTION("not known before") { items[5].past = {}; }
    SECTION("absent before, but never confirmed") { items[5].past = {.absent_since = the_day - days{2}}; }
    SECTION("too young") { items[5].created->at = std::chrono::sys_seconds{the_day - days{1}}; }
    bool const all =
        items[5].past.returned && items[5].created->at < std::chrono::sys_seconds{the_day - days{1}};
    many_items_day day{items};
    day.read(range(1, 6));
    day.ask({.items = range(2, 6), .returned = {}});

    CHECK(find_mass_change(day.record).changed == (all ? 5 : 0));
}

TEST_CASE("a presence lost meanwhile takes an item out of the mass change", "[mass change]") {
    auto day = first_call(returned_before(), 6, 1);
    CHECK(find_mass_change(day.record).what == mass_change::fall_provisional);
    day.read({6}, 'n');

    CHECK(find_mass_change(day.record).what == mass_change::none);
}
