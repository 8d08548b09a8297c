#include "daemon/run/item_places.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <map>
#include <random>

using namespace lacuna;

TEST_CASE("every item is found at its place, and no other anywhere", "[item places]") {
    std::mt19937 random{3};
    std::map<std::int32_t, std::size_t> expected;
    item_places places{5'000};
    for (std::size_t place = 0; place < 5'000; ++place) {
        // Half of them follow one another, as keys of the database do; half lie anywhere.
        auto const key =
            place % 2 == 0 ? static_cast<std::int32_t>(place) : static_cast<std::int32_t>(random());
        expected.emplace(key, place);
        places.put(item_key{key}, place);
    }

    for (auto const& [key, place] : expected) REQUIRE(places.find(item_key{key}) == place);
    for (int round = 0; round < 5'000; ++round) {
        auto const key = static_cast<std::int32_t>(random());
        REQUIRE(places.find(item_key{key}).has_value() == (expected.count(key) == 1));
    }
}

TEST_CASE("the first place of an item stays, and the outermost keys are keys like others", "[item places]") {
    auto const lowest = item_key{std::numeric_limits<std::int32_t>::min()};
    auto const highest = item_key{std::numeric_limits<std::int32_t>::max()};
    item_places places{3};

    places.put(lowest, 4);
    places.put(highest, 5);
    places.put(lowest, 6);

    CHECK(places.find(lowest) == 4);
    CHECK(places.find(highest) == 5);
    CHECK_FALSE(places.find(item_key{0}).has_value());
    CHECK_FALSE(item_places{0}.find(item_key{0}).has_value());
}

TEST_CASE("more items than were expected find their places all the same", "[item places]") {
    item_places places{4};
    for (std::int32_t key = 0; key < 10'000; ++key) {
        places.put(item_key{key * 7}, static_cast<std::size_t>(key));
        places.put(item_key{key * 7}, 99'999);
    }

    for (std::int32_t key = 0; key < 10'000; ++key) {
        REQUIRE(places.find(item_key{key * 7}) == static_cast<std::size_t>(key));
        REQUIRE_FALSE(places.find(item_key{key * 7 + 1}).has_value());
    }
}
