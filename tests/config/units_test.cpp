#include "daemon/config/units.hpp"

#include <catch2/catch.hpp>

namespace lacuna {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a duration is a whole number and one unit", "[config]") {
    CHECK(read_duration("90s") == 90s);
    CHECK(read_duration("15m") == 15min);
    CHECK(read_duration("72h") == 72h);
    CHECK(read_duration("30d") == 720h);
    CHECK(read_duration("0d") == 0s);
    CHECK(read_duration("366000d") == 366000 * 24h);
}

TEST_CASE("what is not a duration is not read as one", "[config]") {
    for (auto const* const text :
         {"", "d", "30", "-1d", "+1d", "1.5h", "1 h", " 1h", "1h ", "1hh", "1w", "1H", "366001d", "0x1h",
          "99999999999999999999h", "9223372036854775807h"}) {
        INFO(text);
        CHECK_FALSE(read_duration(text));
    }
}

TEST_CASE("a duration is written as it is read, in its largest unit", "[config]") {
    CHECK(to_text(72h) == "3d");
    CHECK(to_text(36h) == "36h");
    CHECK(to_text(90s) == "90s");
    CHECK(to_text(120s) == "2m");
}

TEST_CASE("a time of day goes from 00:00 to 23:59", "[config]") {
    CHECK(read_time_of_day("00:00") == 0min);
    CHECK(read_time_of_day("03:00") == 180min);
    CHECK(read_time_of_day("23:59") == 1439min);
    for (auto const* const text :
         {"", "3:00", "24:00", "23:60", "03:00:00", "03-00", "-1:00", "0a:00", " 3:00"}) {
        INFO(text);
        CHECK_FALSE(read_time_of_day(text));
    }
}

}  // namespace
}  // namespace lacuna
