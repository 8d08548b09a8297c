#include "daemon/statistics/wilson.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;

TEST_CASE("Wilson's interval gives the published values", "[statistics]") {
    struct row {
        std::int64_t hits, of;
        double low, high;  // In per cent, to one place.
    };
    auto const [hits, of, low, high] = GENERATE(values<row>({
        {0, 10, 0, 27.8},
        {88, 100, 80.2, 93.0},
        {875, 1'000, 85.3, 89.4},
        {8'750, 10'000, 86.8, 88.1},
    }));

    auto const found = wilson(hits, of);

    CHECK(found.low * 100 == Approx(low).margin(0.05));
    CHECK(found.high * 100 == Approx(high).margin(0.05));
}

TEST_CASE("nothing asked is nothing known", "[statistics]") {
    CHECK(wilson(0, 0).low == 0);
    CHECK(wilson(0, 0).high == 1);
}

TEST_CASE("none and all touch the end exactly, and leave room on the other side", "[statistics]") {
    for (std::int64_t const of : {1, 2, 10, 1'000, 1'000'000'000}) {
        CHECK(wilson(0, of).low == 0);
        CHECK(wilson(0, of).high > 0);
        CHECK(wilson(of, of).high == 1);
        CHECK(wilson(of, of).low < 1);
    }
}

TEST_CASE("the interval holds the share, mirrors, and narrows with more items", "[statistics]") {
    for (std::int64_t hits = 0; hits <= 60; ++hits) {
        auto const found = wilson(hits, 60);
        auto const mirrored = wilson(60 - hits, 60);
        auto const wider = wilson(hits * 10, 600);
        double const share = static_cast<double>(hits) / 60;

        CHECK(found.low <= share);
        CHECK(found.high >= share);
        CHECK(found.low == Approx(1 - mirrored.high).margin(1e-12));
        CHECK(wider.high - wider.low < found.high - found.low);
    }
}
