#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto confirmation = call_purpose::confirmation;

/// Item 1 is absent; 2 and 3 were returned and serve as controls of call 2, which loses item 3.
many_items_day after_a_lost_control() {
    many_items_day day{known_items(4)};
    day.read({1, 2, 3, 4});
    day.ask({.items = {1, 2, 3, 4}, .returned = {2, 3, 4}});
    day.ask({.purpose = confirmation, .items = {1, 2, 3}, .returned = {2}, .controls = {2, 3}});
    return day;
}

}  // namespace

TEST_CASE("a call that lost a control is not believed until the control was asked for again", "[controls]") {
    auto day = after_a_lost_control();

    CHECK_FALSE(day.record.is_sound(day.batch(call_id{2})));
    CHECK(day.record.needs_confirmation(day.item(3)));
    CHECK_FALSE(day.record.needs_confirmation(day.item(2)));
    CHECK(day.record.needs_confirmation(day.item(1)));
    CHECK(day.verdict(1).judged.grade == absence_grade::once);
}

TEST_CASE("a lost control that comes back voids the call that lost it", "[controls]") {
    auto day = after_a_lost_control();

    auto const again =
        day.ask({.purpose = confirmation, .items = {1, 3, 4}, .returned = {3, 4}, .controls = {4}});

    CHECK(day.record.contradiction_of(day.batch(call_id{2})) == again);
    CHECK(day.record.is_sound(day.batch(again)));
    CHECK_FALSE(day.record.needs_confirmation(day.item(3)));
    CHECK(day.verdict(1).judged.grade == absence_grade::twice);
    CHECK(day.verdict(1).confirmed_by == again);
}

TEST_CASE("a control that stays absent when asked again is a finding and voids nothing", "[controls]") {
    auto day = after_a_lost_control();

    day.ask({.purpose = confirmation, .items = {3, 4}, .returned = {4}, .controls = {4}});

    CHECK(day.record.is_sound(day.batch(call_id{2})));
    CHECK_FALSE(day.record.needs_confirmation(day.item(3)));
    CHECK(day.verdict(1).judged.grade == absence_grade::twice);
    CHECK(day.verdict(1).confirmed_by == call_id{2});
    CHECK(day.verdict(3).judged.kind == verdict_kind::retrievable);  // It was returned today.
}

TEST_CASE("an empty answer is no asking again", "[controls]") {
    auto day = after_a_lost_control();

    day.ask({.purpose = confirmation, .items = {3, 4}, .returned = {}, .controls = {4}});

    CHECK_FALSE(day.record.asked_again(day.item(3), day.batch(call_id{2})));
    CHECK_FALSE(day.record.is_sound(day.batch(call_id{2})));
    CHECK(day.record.needs_confirmation(day.item(3)));
}

TEST_CASE("an earlier answer is no asking again", "[controls]") {
    auto day = after_a_lost_control();

    CHECK_FALSE(day.record.asked_again(day.item(3), day.batch(call_id{2})));
    CHECK(day.record.asked_again(day.item(3), day.batch(call_id{1})));
}

TEST_CASE("a confirmation of which no control comes back confirms nothing", "[controls]") {
    many_items_day day{known_items(4)};
    day.read({1, 2, 3, 4});
    day.ask({.items = {1, 2, 3, 4}, .returned = {2, 3, 4}});
    auto const purpose = GENERATE(call_purpose::confirmation, call_purpose::alone);
    auto const lost = day.ask({.purpose = purpose, .items = {1, 2, 3}, .returned = {}, .controls = {2, 3}});
    // Both are asked again and stay away: the call is sound, but showed no sign of life.
    day.ask({.items = {2, 3, 4}, .returned = {4}});

    CHECK(day.record.is_sound(day.batch(lost)));
    CHECK_FALSE(day.record.confirms(day.batch(lost)));
    CHECK(day.verdict(1).judged.grade == absence_grade::once);
    CHECK(day.record.needs_confirmation(day.item(1)));
}

TEST_CASE("one control that comes back is sign of life enough", "[controls]") {
    auto day = after_a_lost_control();
    day.ask({.items = {3, 4}, .returned = {4}});

    CHECK(day.record.confirms(day.batch(call_id{2})));
    CHECK(day.verdict(1).judged.grade == absence_grade::twice);
}

TEST_CASE("without controls an absence is confirmed only where a random sample found nothing either",
          "[controls]") {
    many_items_day day{known_items(2)};
    day.read({1, 2});
    day.ask({.items = {1}});
    day.ask({.purpose = confirmation, .items = {1}});
    day.ask({.items = {2}, .returned = {2}, .from = made_on - days{9}});  // Something is heard today.
    CHECK(day.verdict(1).judged.grade == absence_grade::once);

    SECTION("in the same window") {
        day.ask({.purpose = call_purpose::harvest});
        CHECK(day.verdict(1).judged.grade == absence_grade::twice);
    }
    SECTION("not in another") {
        day.ask({.purpose = call_purpose::harvest, .from = made_on - days{9}});
        CHECK(day.verdict(1).judged.grade == absence_grade::once);
    }
    SECTION("not when it failed") {
        auto failed = day.call_of({.purpose = call_purpose::harvest});
        failed.complete = false;
        failed.failure = probe_failure::server_error;
        day.record.apply(failed);
        CHECK(day.verdict(1).judged.grade == absence_grade::once);
    }
    SECTION("not when it found somebody, who then has to be a control") {
        day.record.add({{.key = item_key{50}, .platform_id = 50, .control_only = true}});
        day.ask({.purpose = call_purpose::harvest, .returned = {50}});
        CHECK(day.verdict(1).judged.grade == absence_grade::once);
    }
}

TEST_CASE("a harvest is never evidence of an absence", "[controls]") {
    many_items_day day{known_items(2)};
    day.read({1, 2});
    day.ask({.items = {1, 2}, .returned = {2}});

    day.ask({.purpose = call_purpose::harvest, .items = {1, 2}, .returned = {2}});

    CHECK(day.verdict(1).judged.grade == absence_grade::once);
}
