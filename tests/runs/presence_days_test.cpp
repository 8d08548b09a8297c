#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;

namespace {

/// Last found public so long before today's run, and not found on so many days since.
item_past public_before(std::chrono::milliseconds ago, int negative_days = 0) {
    return {.last_public = item_past::public_reading{block_id{-3}, morning - ago},
            .negative_days = negative_days};
}

many_items_day day_with(item_past past, char letter) {
    many_items_day day{{known_item(1, past)}};
    day.read({1}, letter);
    return day;
}

std::pair<verdict_kind, int> judged(many_items_day const& day) {
    return {day.verdict(1).judged.kind, day.past(1).negative_days};
}

}  // namespace

TEST_CASE("a loss of presence is believed on its third day", "[presence days]") {
    auto const first = day_with(public_before(24h), 'n');
    CHECK(first.past(1).negative_days == 1);
    auto const second = day_with(first.past(1), 'n');
    CHECK(second.past(1).negative_days == 2);
    auto const third = day_with(second.past(1), 'n');

    for (auto const* day : {&first, &second}) {
        auto const kind = day->verdict(1).judged.kind;
        CHECK(kind != verdict_kind::not_public);
        CHECK_FALSE(day->record.is_public(day->item(1)));
    }
    CHECK(judged(third) == std::pair{verdict_kind::not_public, 3});
    CHECK(judged(day_with(third.past(1), 'n')) == std::pair{verdict_kind::not_public, 3});
}

TEST_CASE("a loss not yet confirmed leaves presence unknown, and says so", "[presence days]") {
    auto day = day_with(public_before(24h), 'n');
    day.ask({.purpose = call_purpose::quarantine, .items = {1}});

    CHECK(day.verdict(1).judged.kind == verdict_kind::unknown);
    CHECK(day.verdict(1).judged.reason == verdict_reason::presence_lost);
}

TEST_CASE("the three days need not follow each other: a gap of a week changes nothing", "[presence days]") {
    CHECK(judged(day_with(public_before(24h * 30, 1), 'n')).second == 2);
    CHECK(judged(day_with(public_before(24h * 30, 2), 'n')) == std::pair{verdict_kind::not_public, 3});
}

TEST_CASE("found public again, an item begins anew", "[presence days]") {
    auto day = day_with(public_before(24h * 3, 2), 'p');
    CHECK(day.past(1).negative_days == 0);
    CHECK(day.past(1).last_public == item_past::public_reading{block_id{1}, morning + 1min});
    CHECK(day.record.is_public(day.item(1)));

    // Lost on the same day, that is its first day; one reading says nothing against the one that found it.
    day.read({1}, 'n');
    CHECK(day.past(1).negative_days == 0);
    day.read({1}, 'n');
    CHECK(day.past(1).negative_days == 1);
    CHECK(day.verdict(1).judged.kind != verdict_kind::not_public);
}

TEST_CASE("readings that failed, and shells, count on neither side", "[presence days]") {
    for (char const letter : {'t', 's', 'l'}) {
        auto const day = day_with(public_before(24h * 3, 2), letter);
        CHECK(day.past(1) == public_before(24h * 3, 2));
        CHECK(day.verdict(1).judged.kind != verdict_kind::not_public);
    }
}

TEST_CASE("an item never found public is not public at its first negative reading", "[presence days]") {
    CHECK(judged(day_with({}, 'n')).first == verdict_kind::not_public);
}

TEST_CASE("negative readings that are not believed do not count", "[presence days]") {
    many_items_day day{{known_item(1, public_before(24h, 2))}};
    auto doubtful = day.block_of({1}, 'n');
    doubtful.live_control = item_key{5};
    doubtful.live_reading = 'n';
    day.record.apply(doubtful);

    CHECK(day.past(1).negative_days == 2);
    CHECK(day.verdict(1).judged.kind != verdict_kind::not_public);
    day.ask({.items = {1}});
    CHECK(day.verdict(1).judged.reason == verdict_reason::presence_unsound);
}

TEST_CASE("on a day on which the whole arm is void nobody loses presence", "[presence days]") {
    many_items_day day{known_items(30, public_before(24h, 0))};
    day.read(range(1, 11), 'n');
    day.read(range(12, 30), 'p');

    REQUIRE(day.record.presence_is_void());
    CHECK(day.past(1).negative_days == 0);
    CHECK(day.past(12).last_public == public_before(24h).last_public);
}

TEST_CASE("a reading holds for 36 hours where the next one failed", "[presence days]") {
    auto const within = day_with(public_before(36h), 't');
    CHECK(within.record.is_public(within.item(1)));
    auto const beyond = day_with(public_before(36h + 1ms), 't');
    CHECK_FALSE(beyond.record.is_public(beyond.item(1)));
    auto const lost = day_with(public_before(1h, 1), 't');
    CHECK_FALSE(lost.record.is_public(lost.item(1)));
    auto const gone = day_with(public_before(1h), 'n');
    CHECK_FALSE(gone.record.is_public(gone.item(1)));
    // Nor does it hold before today's reading was even tried.
    many_items_day const unread{{known_item(1, public_before(1h))}};
    CHECK_FALSE(unread.record.is_public(unread.item(1)));
}

TEST_CASE("a bracket opens with a reading of the day and closes within 36 hours", "[presence days]") {
    auto const sent = morning + 1h;
    auto const [before, after, closed] =
        GENERATE(table<std::chrono::milliseconds, std::chrono::milliseconds, bool>(
            {{0ms, 36h, true}, {-1ms, 36h, false}, {0ms, 36h + 1ms, false}}));
    item_past const past{.last_public = item_past::public_reading{block_id{-3}, utc_time{the_day} + before},
                         .absent_since = the_day - days{1},
                         .confirmed = item_past::found{the_day - days{1}, call_id{-8}}};
    many_items_day day{{known_item(1, past), known_item(2)}};
    day.read({1}, 't');  // Public all the same: the earlier reading holds.
    day.now = sent - 1min;
    day.ask({.items = {1, 2}, .returned = {2}});
    day.record.apply_next_day({.block = block_id{90},
                               .asked_from = sent + after,
                               .asked_until = sent + after,
                               .items = {item_key{1}},
                               .readings = {'p'}});

    auto const judged = day.verdict(1).judged;
    CHECK((judged.kind == verdict_kind::missing) == closed);
    CHECK((judged.reason == verdict_reason::not_bracketed) != closed);
}

TEST_CASE("the next day's reading closes a bracket and decides nothing else", "[presence days]") {
    many_items_day day{{known_item(1), known_item(2)}};
    day.read({1, 2});
    day.ask({.items = {1, 2}, .returned = {2}});
    day.ask({.purpose = call_purpose::confirmation, .items = {1, 2}, .returned = {2}, .controls = {2}});
    CHECK(day.verdict(1).judged.reason == verdict_reason::not_bracketed);
    presence_block next{.block = block_id{9},
                        .asked_from = morning + 24h,
                        .asked_until = morning + 24h + 1min,
                        .items = {item_key{1}, item_key{2}},
                        .readings = {'p', 'n'}};

    SECTION("public") {
        day.record.apply_next_day(next);
        CHECK(day.verdict(1).judged.kind == verdict_kind::missing);
        CHECK(day.verdict(1).presence_after == block_id{9});
        CHECK(day.verdict(2).judged.kind == verdict_kind::retrievable);
        CHECK(day.past(2).negative_days == 0);
        CHECK(day.past(1).last_public->block == block_id{1});
    }
    SECTION("not public any more") {
        next.readings = {'n', 'n'};
        day.record.apply_next_day(next);
        CHECK(day.verdict(1).judged.reason == verdict_reason::not_bracketed);
    }
    SECTION("not believed") {
        next.invented_id = 5;
        next.invented_reading = 'p';
        day.record.apply_next_day(next);
        CHECK(day.verdict(1).judged.reason == verdict_reason::not_bracketed);
    }
}

TEST_CASE(
    "an endpoint that wavers about more than one in twenty of those it finds is not believed in its refusals",
    "[presence days]") {
    auto const [found, wavered, fickle] = GENERATE(table<int, int, bool>(
        {{20, 1, false}, {20, 2, true}, {40, 2, false}, {40, 3, true}, {19, 19, false}}));
    many_items_day day{known_items(41)};
    day.read(range(1, wavered), 'n');
    day.read({41}, 'n');
    day.read(range(1, found), 'p');

    CHECK(day.record.presence_is_fickle() == fickle);
    CHECK((day.verdict(41).judged.kind == verdict_kind::not_public) != fickle);
    CHECK(day.record.is_public(day.item(1)));
    CHECK(day.past(41).negative_days == (fickle ? 0 : 1));
}
