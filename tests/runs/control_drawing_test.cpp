#include "daemon/run/control_drawing.hpp"
#include "daemon/run/confirmation.hpp"
#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr int wanted = 900;

/// Items 1 to `count`, all public and returned.
many_items_day all_returned(std::vector<due_item> items) {
    auto const count = static_cast<int>(items.size());
    many_items_day day{std::move(items)};
    day.read(range(1, count));
    day.ask({.items = range(1, count), .returned = range(1, count)});
    return day;
}

batch_question about(int items = 1) {
    batch_question asked{.what = {}, .controls = {}, .purpose = call_purpose::confirmation};
    for (int i = 0; i < items; ++i) {
        asked.what.items.push_back(
            {.key = item_key{wanted + i}, .created_at = std::chrono::sys_seconds{made_on}});
    }
    asked.what.range = window_of(std::chrono::sys_seconds{made_on}, std::chrono::sys_seconds{made_on});
    return asked;
}

std::vector<item_key> drawn(many_items_day const& day, std::int64_t seed = 1, int round = 0, int items = 1) {
    auto asked = about(items);
    control_drawing{day.record, seed, round}.add_to(asked);
    return asked.controls;
}

}  // namespace

TEST_CASE("twenty controls are drawn where there are so many, and no more than fit", "[control drawing]") {
    auto const day = all_returned(known_items(50));
    CHECK(drawn(day).size() == 20);
    CHECK(drawn(day, 1, 0, 80).size() == 20);
    CHECK(drawn(day, 1, 0, 90).size() == 10);
    CHECK(drawn(day, 1, 0, 100).empty());
    CHECK(drawn(all_returned(known_items(7))).size() == 7);
}

TEST_CASE("the question holds its controls, in order of creation, within the longest window",
          "[control drawing]") {
    auto const day = all_returned(known_items(50));
    auto asked = about(3);
    control_drawing{day.record, 1, 0}.add_to(asked);

    CHECK(asked.what.items.size() == 23);
    CHECK(asked.what.range == window{made_on, made_on + longest_window});
    CHECK(std::ranges::is_sorted(asked.what.items, {}, &dated_item::created_at));
    for (auto const key : asked.controls) {
        CHECK(std::ranges::count(asked.what.items, key, &dated_item::key) == 1);
    }
}

TEST_CASE("controls are spread over creators before one gives a second", "[control drawing]") {
    auto items = known_items(60);
    for (int key = 1; key <= 60; ++key) {
        // Fifteen creators of one video, and one of all the others.
        items[static_cast<std::size_t>(key) - 1].creator = key <= 15 ? static_cast<std::uint32_t>(key) : 77;
    }
    auto const day = all_returned(items);

    for (std::int64_t seed = 1; seed <= 20; ++seed) {
        std::multiset<std::uint32_t> creators;
        for (auto const key : drawn(day, seed)) creators.insert(day.item(static_cast<int>(key)).item.creator);
        CHECK(creators.size() == 20);
        CHECK(creators.count(77) == 5);
    }
}

TEST_CASE("items whose creator is not known count as of different ones", "[control drawing]") {
    auto items = known_items(40);
    for (int at = 0; at < 20; ++at) items[static_cast<std::size_t>(at)].creator = 5;
    auto const day = all_returned(items);

    auto const controls = drawn(day);
    auto const of_the_one = std::ranges::count_if(controls, [](item_key key) { return key <= item_key{20}; });
    CHECK(controls.size() == 20);
    CHECK(of_the_one <= 1);
}

TEST_CASE("a drawing follows from seed, round and question, and differs from round to round",
          "[control drawing]") {
    auto const day = all_returned(known_items(200));
    CHECK(drawn(day, 3, 2) == drawn(day, 3, 2));
    CHECK(drawn(day, 3, 2) != drawn(day, 3, 3));
    CHECK(drawn(day, 3, 2) != drawn(day, 4, 2));

    std::set<item_key> ever;
    for (int round = 0; round < 60; ++round) {
        for (auto const key : drawn(day, 3, round)) ever.insert(key);
    }
    CHECK(ever.size() > 190);
}

TEST_CASE("only what was returned today and is public serves as a control", "[control drawing]") {
    many_items_day day{known_items(5)};
    day.read({1, 2, 3, 4});
    day.ask({.items = {1, 2, 3, 5}, .returned = {1, 2, 3, 5}});
    day.read({2}, 'n');
    // 4 was not returned, 5 not read, 2 is gone.
    auto controls = drawn(day);
    std::ranges::sort(controls);
    CHECK(controls == keys_from({1, 3}));

    // Lost just now.
    day.ask({.purpose = call_purpose::confirmation, .items = {1, 3}, .returned = {1}, .controls = {1, 3}});
    CHECK(drawn(day) == keys_from({1}));
}

TEST_CASE("controls come from within the window, an hour before its end", "[control drawing]") {
    auto items = known_items(4);
    std::chrono::sys_seconds const end{made_on + longest_window};
    items[0].created->at = std::chrono::sys_seconds{made_on} - 1s;
    items[1].created->at = std::chrono::sys_seconds{made_on};
    items[2].created->at = end - 1h - 1s;
    items[3].created->at = end - 1h;
    many_items_day day{items};
    day.read(range(1, 4));
    day.ask({.items = range(1, 4), .returned = range(1, 4)});

    auto controls = drawn(day);
    std::ranges::sort(controls);
    CHECK(controls == keys_from({2, 3}));
}

TEST_CASE("an item that is asked for is not its own control", "[control drawing]") {
    auto const day = all_returned(known_items(5));
    auto asked = about();
    asked.what.items.front().key = item_key{2};
    control_drawing{day.record, 1, 0}.add_to(asked);

    CHECK(std::ranges::find(asked.controls, item_key{2}) == asked.controls.end());
    CHECK(asked.controls.size() == 4);
}

TEST_CASE("the first drawn are a random choice that any machine repeats", "[control drawing]") {
    std::vector<dated_item> items;
    for (int key = 1; key <= 100; ++key) items.push_back({.key = item_key{key}});
    auto reversed = items;
    std::ranges::reverse(reversed);
    auto other_seed = items;

    draw_first(items, 10, 42);
    draw_first(reversed, 10, 42);
    draw_first(other_seed, 10, 43);

    CHECK(items.size() == 10);
    CHECK(items == reversed);
    CHECK(items != other_seed);
    std::vector<dated_item> few{{.key = item_key{1}}};
    draw_first(few, 10, 1);
    CHECK(few.size() == 1);
}
