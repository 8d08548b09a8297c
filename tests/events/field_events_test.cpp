#include "daemon/events/field_events.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace lacuna;

namespace {

utc_day day(int number) { return utc_day{std::chrono::days{20'000 + number}}; }

field_day usual_day(int number, std::int64_t items = 100) {
    field_day on{.day = day(number), .items = items};
    on.fields["username"]['s'] = items;
    on.fields["duration"]['n'] = items;
    on.fields["voice_to_text"]['s'] = items * 3 / 10;
    return on;
}

std::vector<field_day> usual_days(int n, std::int64_t items = 100) {
    std::vector<field_day> days;
    for (int number = 0; number < n; ++number) days.push_back(usual_day(number, items));
    return days;
}

std::vector<event_state> follow(std::vector<field_day> days, std::vector<event_state> stored,
                                std::optional<std::vector<field_day>> public_days = {}) {
    day_events events{days.back().day, std::move(stored)};
    follow_fields(events, days, public_days.value_or(days));
    return events.changes();
}

}  // namespace

TEST_CASE("a field that every item had and none has any more vanished", "[events]") {
    auto today = usual_day(5);
    today.fields.erase("duration");
    auto const found = field_changes(usual_days(5), today);
    REQUIRE(found.size() == 1);
    CHECK(found[0].field == "duration");
    CHECK(found[0].aspect == "vanished");
    CHECK(found[0].share_before == Approx(1));
    CHECK(found[0].type_before == 'n');

    today.fields["duration"]['n'] = 2;
    CHECK(field_changes(usual_days(5), today).size() == 1);
    today.fields["duration"]['n'] = 3;
    CHECK(field_changes(usual_days(5), today).empty());
}

TEST_CASE("a field of three in ten vanishes only where many should have it", "[events]") {
    auto today = usual_day(5);
    today.fields.erase("voice_to_text");
    CHECK(field_changes(usual_days(5), today).size() == 1);
    auto few = usual_day(5, 60);
    few.fields.erase("voice_to_text");
    CHECK(field_changes(usual_days(5, 60), few).empty());
}

TEST_CASE("a field that several items have and none had appeared", "[events]") {
    auto today = usual_day(14);
    today.fields["new_label"]['o'] = 3;
    auto const found = field_changes(usual_days(14), today);
    REQUIRE(found.size() == 1);
    CHECK(found[0].aspect == "appeared");
    CHECK(found[0].type == 'o');

    today.fields["new_label"]['o'] = 2;
    CHECK(field_changes(usual_days(14), today).empty());
    // After three days three items might be chance.
    today.fields["new_label"]['o'] = 3;
    today.day = day(3);
    CHECK(field_changes(usual_days(3), today).empty());
    today.fields["new_label"]['o'] = 5;
    CHECK(field_changes(usual_days(3), today).size() == 1);
}

TEST_CASE("a field of another type is a change, one of two usual types is none", "[events]") {
    auto today = usual_day(5);
    today.fields["duration"] = {{'s', 50}, {'n', 50}};
    auto const found = field_changes(usual_days(5), today);
    REQUIRE(found.size() == 1);
    CHECK(found[0].aspect == "type");
    CHECK(found[0].type_before == 'n');
    today.fields["duration"] = {{'s', 49}, {'n', 51}};
    CHECK(field_changes(usual_days(5), today).empty());

    auto before = usual_days(5);
    for (auto& on : before) on.fields["duration"] = {{'s', 2}, {'n', 98}};
    today.fields["duration"] = {{'s', 100}};
    CHECK(field_changes(before, today).empty());
}

TEST_CASE("of two days, or four items, nothing is said", "[events]") {
    auto today = usual_day(5);
    today.fields.clear();
    CHECK(field_changes(usual_days(2), today).empty());
    CHECK_FALSE(field_changes(usual_days(3), today).empty());
    today.items = 4;
    CHECK(field_changes(usual_days(5), today).empty());
    today.items = 100;
    CHECK(field_changes(usual_days(5, 4), today).empty());
}

TEST_CASE("fields that come and go by chance raise no event in a year", "[events]") {
    std::mt19937 random{20};
    std::vector<field_day> days;
    int events = 0;
    for (int number = 0; number < 365; ++number) {
        auto on = usual_day(number, 300);
        for (auto const& [name, share] : std::map<std::string, double>{
                 {"effects", 0.5}, {"music", 0.9}, {"hashtags", 0.05}, {"poll", 0.002}}) {
            std::binomial_distribution<int> with{300, share};
            if (auto const n = with(random); n > 0) on.fields[name]['a'] = n;
        }
        events += static_cast<int>(field_changes(days, on).size());
        days.push_back(on);
    }
    CHECK(events == 0);
}

TEST_CASE("a change of the schema is opened, confirmed by a second day and told to whoever may see it",
          "[events]") {
    auto days = usual_days(6);
    auto const usual = days;
    days.back().fields.erase("duration");
    auto const opened = follow(days, {}, usual);
    REQUIRE(opened.size() == 1);
    CHECK(opened[0].what.field == "duration");
    CHECK(opened[0].public_details.empty());
    CHECK(follow(days, {})[0].public_details == opened[0].details);
    CHECK(follow(days, opened).empty() == false);  // Public now.
    CHECK(follow(days, opened, usual).empty());

    days.push_back(usual_day(6));
    SECTION("still gone: confirmed, and open until it is back") {
        days.back().fields.erase("duration");
        auto const confirmed = follow(days, opened);
        REQUIRE(confirmed.size() == 1);
        CHECK(confirmed[0].confirmed_on == day(6));
        CHECK(!confirmed[0].closed_on);
        days.push_back(usual_day(7));
        auto const back = follow(days, confirmed);
        REQUIRE(back.size() == 1);
        CHECK(back[0].why == "back");
    }
    SECTION("back the next day: closed, and never confirmed") {
        auto const back = follow(days, opened);
        REQUIRE(back.size() == 1);
        CHECK(back[0].closed_on == day(6));
        CHECK(!back[0].confirmed_on);
    }
}
