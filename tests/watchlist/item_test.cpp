#include "daemon/watchlist/item.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace lacuna {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr utc_time now{sys_days{2026y / November / 21}};

std::int64_t id_made_at(sys_seconds at) { return at.time_since_epoch().count() << 32 | 0x5eed; }

TEST_CASE("an id's high half is its creation time", "[watchlist]") {
    CHECK(creation_from_id(7332960275127110954, now) == sys_days{2024y / February / 7} + 20h + 31min + 0s);
}

TEST_CASE("an id that says a time before 2014 or after now says nothing", "[watchlist]") {
    sys_seconds const first = sys_days{2014y / January / 1};
    auto const second_now = floor<seconds>(now);

    CHECK(creation_from_id(id_made_at(first), now) == first);
    CHECK(creation_from_id(id_made_at(second_now), now) == second_now);
    CHECK_FALSE(creation_from_id(id_made_at(first - 1s), now));
    CHECK_FALSE(creation_from_id(id_made_at(second_now + 1s), now));
    CHECK_FALSE(creation_from_id(123456, now));
    CHECK_FALSE(creation_from_id(0, now));
    CHECK_FALSE(creation_from_id(-1, now));
    CHECK_FALSE(creation_from_id(std::numeric_limits<std::int64_t>::min(), now));
    CHECK_FALSE(creation_from_id(std::numeric_limits<std::int64_t>::max(), now));
}

TEST_CASE("a selection that was written is read again, and nothing else is", "[watchlist]") {
    for (auto const how : {selection::random, selection::census, selection::convenience,
                           selection::chosen_for_being_missing}) {
        CHECK(read_selection(to_string(how)) == how);
    }
    CHECK_FALSE(read_selection(""));
    CHECK_FALSE(read_selection("Random"));
    CHECK_FALSE(read_selection("random "));
}

}  // namespace
}  // namespace lacuna
