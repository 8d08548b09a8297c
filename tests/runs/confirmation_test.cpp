#include "daemon/run/confirmation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

constexpr utc_day today{std::chrono::year{2026} / 11 / 20};
constexpr std::chrono::sys_seconds created = today - std::chrono::days{100};

/// Items 1 … count, `apart` after one another; those that `absent` names were left out by today's batch, the
/// others returned.
day_record day_of_items(int count, std::chrono::seconds apart, bool (*absent)(int)) {
    std::vector<due_item> items;
    for (int i = 1; i <= count; ++i) {
        items.push_back({.key = item_key{i},
                         .platform_id = i,
                         .created = creation{.at = created + i * apart, .source = creation_source::id}});
    }
    day_record record{items, today, utc_time{today} + 3h, {}};
    presence_block block{.block = block_id{1}};
    // As wide as need be: one call stands for all of a first pass.
    call_record call{.call = call_id{1},
                     .complete = true,
                     .window_start = std::chrono::floor<std::chrono::days>(created),
                     .window_end = today};
    for (int i = 1; i <= count; ++i) {
        block.items.push_back(item_key{i});
        block.readings.push_back('p');
        call.items.push_back(item_key{i});
        if (!absent(i)) call.returned.push_back(item_key{i});
    }
    record.apply(block);
    record.apply(call);
    return record;
}

}  // namespace

TEST_CASE("a confirmation holds at most 80 absent items and 20 controls", "[confirmation]") {
    auto const record = day_of_items(400, 60s, [](int i) { return i % 2 == 0; });

    auto const questions = plan_confirmations(record, 1, 0);

    REQUIRE(questions.size() == 3);
    for (auto const& question : questions) {
        CHECK(question.controls.size() == 20);
        CHECK(question.what.items.size() <= 100);
        CHECK(question.purpose == call_purpose::confirmation);
        CHECK(std::ranges::is_sorted(question.what.items, {}, &dated_item::created_at));
    }
    CHECK(questions[0].what.items.size() == 100);
    CHECK(questions[2].what.items.size() == 60);
}

TEST_CASE("the window is as long as may be, and controls come from within it", "[confirmation]") {
    // One a day; only the 50th is absent.
    auto const record = day_of_items(100, 24h, [](int i) { return i == 50; });

    auto const questions = plan_confirmations(record, 1, 0);

    REQUIRE(questions.size() == 1);
    auto const& question = questions.front();
    auto const range = window_of(created + 50 * 24h, created + 50 * 24h);
    CHECK(question.what.range == window{range.start, range.start + longest_window});
    CHECK(question.controls.size() == 20);
    for (auto const& item : question.what.items) CHECK(covers(question.what.range, item.created_at));
    CHECK(question.purpose == call_purpose::alone);
}

TEST_CASE("controls are drawn by the seed: the same again for the same, others for another",
          "[confirmation]") {
    auto const record = day_of_items(200, 60s, [](int i) { return i == 100; });

    auto const one = plan_confirmations(record, 1, 0);
    auto const same = plan_confirmations(record, 1, 0);
    auto const other = plan_confirmations(record, 2, 0);

    CHECK(one.front().controls == same.front().controls);
    CHECK(one.front().controls != other.front().controls);
}

TEST_CASE("without absent items there is nothing to confirm", "[confirmation]") {
    auto const record = day_of_items(200, 60s, [](int) { return false; });

    CHECK(plan_confirmations(record, 1, 0).empty());
}

TEST_CASE("an absence is confirmed also where nothing was returned that could serve as control",
          "[confirmation]") {
    auto const record = day_of_items(5, 60s, [](int) { return true; });

    auto const questions = plan_confirmations(record, 1, 0);

    REQUIRE(questions.size() == 1);
    CHECK(questions.front().controls.empty());
    CHECK(questions.front().what.items.size() == 5);
}
