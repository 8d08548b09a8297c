#include "daemon/run/confirmation.hpp"
#include "tests/runs/many_items_day.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto confirmation = call_purpose::confirmation;
constexpr auto alone = call_purpose::alone;

std::vector<int> with_controls(std::vector<int> items) {
    for (int const control : range(81, 100)) items.push_back(control);
    return items;
}

/// Items 1 to 80 were left out, 81 to 100 returned.
many_items_day eighty_absent(item_past past = {}) {
    many_items_day day{known_items(100, past)};
    day.read(range(1, 100));
    day.ask({.items = range(1, 100), .returned = range(81, 100)});
    return day;
}

/// A confirmation of items 1 to `most`, of which the last comes back.
void confirm_and_be_contradicted(many_items_day& day, int most) {
    day.ask({.purpose = confirmation,
             .items = with_controls(range(1, most)),
             .returned = with_controls({most}),
             .controls = range(81, 100)});
}

/// `calls` first calls, each with a known item and an absent one, of which `returning` come back when asked
/// again.
many_items_day losing(int calls, int returning) {
    many_items_day day{known_items(200)};
    day.read(range(1, 200));
    for (int i = 1; i <= calls; ++i) day.ask({.items = {i, 100 + i}, .returned = {100 + i}});
    auto asked = range(1, calls);
    asked.push_back(200);
    auto returned = range(1, returning);
    returned.push_back(200);
    day.ask({.purpose = confirmation, .items = asked, .returned = returned, .controls = {200}});
    return day;
}

}  // namespace

TEST_CASE("each contradiction halves the company in which an item is asked again, down to alone",
          "[confirmation rounds]") {
    auto day = eighty_absent();
    CHECK(day.record.largest_company(day.item(1), 80) == 80);

    int company = 80;
    for (int const half : {40, 20, 10, 5, 3, 2, 1}) {
        confirm_and_be_contradicted(day, company);
        CHECK(day.record.largest_company(day.item(1), 80) == static_cast<std::size_t>(half));
        company = half;
    }
    auto const questions = plan_confirmations(day.record, 1, 7);
    auto const asks_for_1 = [](batch_question const& asked) {
        return std::ranges::find(asked.what.items, item_key{1}, &dated_item::key) != asked.what.items.end();
    };
    auto const last = std::ranges::find_if(questions, asks_for_1);
    REQUIRE(last != questions.end());
    CHECK(last->purpose == alone);
    CHECK(last->what.items.size() == last->controls.size() + 1);
}

TEST_CASE("a confirmation that nothing contradicts halves nothing", "[confirmation rounds]") {
    auto day = eighty_absent();
    day.ask({.purpose = confirmation,
             .items = with_controls(range(1, 80)),
             .returned = range(81, 100),
             .controls = range(81, 100)});

    CHECK(day.record.largest_company(day.item(1), 80) == 80);
    CHECK(plan_confirmations(day.record, 1, 1).empty());
    CHECK(day.verdict(1).judged.grade == absence_grade::twice);
}

TEST_CASE("a call that lost a control is asked again by halves", "[confirmation rounds]") {
    auto day = eighty_absent();
    day.ask({.purpose = confirmation,
             .items = with_controls(range(1, 80)),
             .returned = range(82, 100),
             .controls = range(81, 100)});

    CHECK(day.record.largest_company(day.item(1), 80) == 40);
    auto const questions = plan_confirmations(day.record, 1, 1);
    CHECK(questions.size() >= 2);
    int asked_for_the_lost_control = 0;
    for (auto const& question : questions) {
        CHECK(question.what.items.size() <= 60);
        CHECK(std::ranges::find(question.controls, item_key{81}) == question.controls.end());
        asked_for_the_lost_control +=
            static_cast<int>(std::ranges::count(question.what.items, item_key{81}, &dated_item::key));
    }
    CHECK(asked_for_the_lost_control == 1);
}

TEST_CASE("one call that asked for it alone, with a control that came back, confirms an absence",
          "[confirmation rounds]") {
    many_items_day day{known_items(2)};
    day.read({1, 2});
    day.ask({.items = {2}, .returned = {2}});
    auto const only = day.ask({.purpose = alone, .items = {1, 2}, .returned = {2}, .controls = {2}});
    day.read({1});

    CHECK(day.verdict(1).judged.kind == verdict_kind::missing);
    CHECK(day.verdict(1).judged.grade == absence_grade::alone);
    CHECK(day.verdict(1).decided_by == only);
    CHECK(day.verdict(1).confirmed_by == only);
}

TEST_CASE("alone is the stronger grade, whichever call came first, and its call is the one to be bracketed",
          "[confirmation rounds]") {
    auto day = eighty_absent();
    bool const alone_first = GENERATE(true, false);
    question const by_itself{.purpose = alone,
                             .items = with_controls({1}),
                             .returned = range(81, 100),
                             .controls = range(81, 100)};
    question const with_others{.purpose = confirmation,
                               .items = with_controls({1, 2}),
                               .returned = range(81, 100),
                               .controls = range(81, 100)};
    day.ask(alone_first ? by_itself : with_others);
    day.read({1});  // Between the two.
    day.ask(alone_first ? with_others : by_itself);

    CHECK(day.verdict(1).judged.grade == absence_grade::alone);
    CHECK((day.verdict(1).judged.kind == verdict_kind::missing) == alone_first);
    CHECK(day.verdict(2).judged.grade == absence_grade::twice);
}

TEST_CASE("a first confirming call is not its own second", "[confirmation rounds]") {
    many_items_day day{known_items(2)};
    day.read({1, 2});
    day.ask({.items = {2}, .returned = {2}});
    day.ask({.purpose = confirmation, .items = {1, 2}, .returned = {2}, .controls = {2}});
    CHECK(day.verdict(1).judged.grade == absence_grade::once);

    day.ask({.purpose = confirmation, .items = {1, 2}, .returned = {2}, .controls = {2}});
    CHECK(day.verdict(1).judged.grade == absence_grade::twice);
}

TEST_CASE("a new finding is asked for alone, once, and as many as can be afforded", "[confirmation rounds]") {
    item_past const returned{.returned = item_past::found{the_day - days{1}, call_id{-4}}};
    auto day = eighty_absent(returned);
    CHECK(plan_asking_alone(day.record, 1, 50).empty());  // Not confirmed yet.
    day.ask({.purpose = confirmation,
             .items = with_controls(range(1, 80)),
             .returned = range(81, 100),
             .controls = range(81, 100)});
    REQUIRE(day.record.needs_asking_alone(day.item(1)));

    auto const some = plan_asking_alone(day.record, 1, 7);
    CHECK(some.size() == 7);
    for (auto const& question : some) {
        CHECK(question.purpose == alone);
        CHECK(question.controls.size() == 20);
        CHECK(question.what.items.size() == 21);
    }
    CHECK(plan_asking_alone(day.record, 1, 100).size() == 80);
    auto const asked_first = [](std::vector<batch_question> const& questions) {
        return questions.front().what.items;
    };
    CHECK(asked_first(some) == asked_first(plan_asking_alone(day.record, 1, 7)));

    day.ask({.purpose = alone,
             .items = with_controls({1}),
             .returned = range(81, 100),
             .controls = range(81, 100)});
    CHECK_FALSE(day.record.needs_asking_alone(day.item(1)));
}

TEST_CASE("an absence that is no news is not asked for alone", "[confirmation rounds]") {
    item_past const long_absent{.returned = item_past::found{the_day - days{9}, call_id{-4}},
                                .absent_since = the_day - days{8}};
    for (auto const& past : {item_past{}, long_absent}) {
        auto day = eighty_absent(past);
        day.ask({.purpose = confirmation,
                 .items = with_controls(range(1, 80)),
                 .returned = range(81, 100),
                 .controls = range(81, 100)});
        CHECK_FALSE(day.record.needs_asking_alone(day.item(1)));
    }
}

TEST_CASE("where more than one first call in five loses items, and at least three, two calls are not enough",
          "[confirmation rounds]") {
    CHECK(losing(15, 3).record.calls_needed() == 2);
    CHECK(losing(14, 3).record.calls_needed() > 2);
    CHECK(losing(2, 2).record.calls_needed() == 2);
    CHECK(losing(30, 0).record.calls_needed() == 2);
}

TEST_CASE("then an absence is confirmed by as many sound calls as chance makes necessary",
          "[confirmation rounds]") {
    auto day = losing(12, 4);
    REQUIRE(day.record.calls_needed() > 3);
    CHECK(day.record.largest_company(day.item(12), 80) == 80);
    std::size_t sound = 1;  // The first call for it is; so is the confirmation.
    for (int round = 0; round < 25; ++round) {
        ++sound;
        bool const confirmed = day.verdict(12).judged.grade != absence_grade::once;
        CHECK(confirmed == (sound >= day.record.calls_needed()));
        CHECK(day.record.needs_confirmation(day.item(12)) != confirmed);
        auto const purpose = round % 2 == 0 ? confirmation : alone;
        day.ask({.purpose = purpose, .items = {12, 200}, .returned = {200}, .controls = {200}});
    }
    CHECK(day.verdict(12).judged.grade != absence_grade::once);
}
