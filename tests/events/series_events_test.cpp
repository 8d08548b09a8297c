#include "daemon/events/series_events.hpp"
#include "daemon/rollup/void_rule.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;

namespace {

utc_day day(int number) { return utc_day{std::chrono::days{20'000 + number}}; }

/// A letter a day: a available, n not available, e error, space nothing.
std::vector<dated_verdict> history(std::string const& letters) {
    std::vector<dated_verdict> days;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        auto const kind = letters[at] == 'a'   ? verdict_kind::imported_available
                          : letters[at] == 'n' ? verdict_kind::imported_not_available
                                               : verdict_kind::imported_error;
        if (letters[at] != ' ') days.push_back({.day = day(static_cast<int>(at)), .kind = kind});
    }
    return days;
}

}  // namespace

TEST_CASE("a third of the items unmeasured is valid, one more is void", "[rollup]") {
    CHECK_FALSE(too_many_unmeasured(0, 0));
    CHECK_FALSE(too_many_unmeasured(1, 3));
    CHECK(too_many_unmeasured(2, 3));
    CHECK_FALSE(too_many_unmeasured(4, 12));
    CHECK(too_many_unmeasured(5, 12));
    CHECK(too_many_unmeasured(1, 1));
}

TEST_CASE("the days of a series are void by their errors", "[events]") {
    imported_histories const series{
        {item_key{1}, history("aee ")}, {item_key{2}, history("ane ")}, {item_key{3}, history("enen")}};
    // A third, a third, all, none of one.
    CHECK(void_days(series) == std::vector{day(2)});
}

TEST_CASE("drops and returns of a series are events of its list", "[events]") {
    imported_histories const series{{item_key{1}, history("aaneenaan")},
                                    {item_key{2}, history("nnnnnnnnn")},
                                    {item_key{3}, history("nnnnnnnnn")}};
    auto const events = series_events(list_key{4}, series);
    REQUIRE(events.size() == 3);
    CHECK(events[0].what ==
          event_subject{.kind = event_kind::item_lost, .list = list_key{4}, .item = item_key{1}});
    CHECK(events[0].day == day(2));
    CHECK(events[0].closed_on == day(6));
    CHECK(events[0].why == "returned");
    CHECK(events[1].what.kind == event_kind::item_returned);
    CHECK(events[1].day == day(6));
    CHECK(events[2].day == day(8));
    CHECK(!events[2].closed_on);
}

TEST_CASE("a stretch of void days is one event", "[events]") {
    imported_histories const series{{item_key{1}, history("neenee")}};
    auto const events = series_events(list_key{4}, series);
    REQUIRE(events.size() == 2);
    CHECK(events[0].what.kind == event_kind::arm_void);
    CHECK(events[0].day == day(1));
    CHECK(events[0].closed_on == day(3));
    CHECK(events[1].day == day(4));
    CHECK(!events[1].closed_on);
}
