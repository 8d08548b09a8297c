#include "daemon/time/utc.hpp"

#include <catch2/catch.hpp>

namespace lacuna {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr utc_day some_day{2026y / November / 20};
constexpr utc_time some_time = utc_time{some_day} + 5h + 12min + 9s + 987ms;

TEST_CASE("a day is written as RFC 3339, the Research API and a sentence want it", "[time]") {
    CHECK(to_string(some_day) == "2026-11-20");
    CHECK(to_compact(some_day) == "20261120");
    CHECK(to_words(some_day) == "20 Nov 2026");
    CHECK(to_words(utc_day{2026y / March / 1}) == "1 Mar 2026");
}

TEST_CASE("an instant is written in whole seconds, cut and not rounded", "[time]") {
    CHECK(to_rfc3339(some_time) == "2026-11-20T05:12:09Z");
    CHECK(to_http_date(some_time) == "Fri, 20 Nov 2026 05:12:09 GMT");
    CHECK(to_rfc3339(utc_time{-1ms}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("the last millisecond of a day still belongs to it", "[time]") {
    CHECK(day_of(utc_time{some_day} + 24h - 1ms) == some_day);
    CHECK(day_of(utc_time{some_day} + 24h) == some_day + days{1});
    CHECK(day_of(utc_time{-1ms}) == utc_day{1969y / December / 31});
}

TEST_CASE("a day that was written is read again", "[time]") {
    for (utc_day day{2015y / December / 25}; day < utc_day{2028y / March / 5}; day += days{1}) {
        REQUIRE(read_day(to_string(day)) == day);
    }
}

TEST_CASE("what is not exactly a day of the calendar is not read as one", "[time]") {
    for (auto const* const text : {"",
                                   "2026",
                                   "2026-11",
                                   "2026-11-2",
                                   "2026-11-200",
                                   "2026-11-20 ",
                                   " 2026-11-20",
                                   "20261120",
                                   "2026/11/20",
                                   "2026-02-29",
                                   "2026-04-31",
                                   "2026-13-01",
                                   "2026-00-10",
                                   "2026-01-00",
                                   "+026-01-01",
                                   "-026-01-01",
                                   "0000-01-01",
                                   "2026-1a-01",
                                   "2026-11-20T00:00:00Z",
                                   "２026-11-20"}) {
        INFO(text);
        CHECK_FALSE(read_day(text));
    }
    CHECK(read_day("2024-02-29") == utc_day{2024y / February / 29});
}

TEST_CASE("an instant may carry a fraction, an offset or a space", "[time]") {
    CHECK(read_instant("2026-11-20T05:12:09Z") == utc_time{some_day} + 5h + 12min + 9s);
    CHECK(read_instant("2026-11-20t05:12:09z") == utc_time{some_day} + 5h + 12min + 9s);
    CHECK(read_instant("2026-11-20T05:12:09.987Z") == some_time);
    CHECK(read_instant("2026-11-20T05:12:09.98765432Z") == some_time);
    CHECK(read_instant("2026-11-20T05:12:09.9Z") == some_time - 87ms);
    CHECK(read_instant("2026-11-20 05:12:09+00:00") == utc_time{some_day} + 5h + 12min + 9s);
    CHECK(read_instant("2026-11-20T01:12:09+05:30") == utc_time{some_day} - 4h - 17min - 51s);
    CHECK(read_instant("2026-11-20T23:30:00-01:00") == utc_time{some_day} + 24h + 30min);
}

TEST_CASE("what is not exactly an instant is not read as one", "[time]") {
    for (auto const* const text :
         {"", "2026-11-20", "2026-11-20T05:12Z", "2026-11-20T05:12:09", "2026-11-20T24:00:00Z",
          "2026-11-20T05:60:09Z", "2026-11-20T05:12:60Z", "2026-11-20T05:12:09.Z",
          "2026-11-20T05:12:09.1234567890Z", "2026-11-20T05:12:09+0530", "2026-11-20T05:12:09+05",
          "2026-11-20T05:12:09+24:00", "2026-11-20T05:12:09ZZ", "2026-02-30T05:12:09Z",
          "2026-11-20X05:12:09Z", "2026-11-20T5:12:09Z", "2026-11-20T05:12:09 Z", "1763615529"}) {
        INFO(text);
        CHECK_FALSE(read_instant(text));
    }
}

}  // namespace
}  // namespace lacuna
