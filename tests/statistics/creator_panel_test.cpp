#include "daemon/statistics/creator_panel.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;

TEST_CASE("creators of ten are counted by how many came back", "[statistics]") {
    std::vector<creator_day> creators;
    for (std::int64_t returned = 0; returned <= 10; ++returned) {
        for (std::int64_t n = 0; n <= returned; ++n) creators.push_back({"c", 10, returned});
    }

    auto const panel = panel_of(creators);

    CHECK(panel.creators == 66);
    CHECK(panel.whole == 11);
    CHECK(panel.none == 1);
    for (std::size_t returned = 0; returned <= 10; ++returned) {
        CHECK(panel.of_ten[returned] == static_cast<std::int64_t>(returned) + 1);
        CHECK(panel.tenths[returned] == panel.of_ten[returned]);
    }
}

TEST_CASE("fewer than five counting items say nothing about a creator", "[statistics]") {
    auto const panel = panel_of({{"a", 4, 0}, {"b", 5, 0}, {"c", 5, 5}, {"d", 0, 0}});

    CHECK(panel.creators == 3);
    CHECK(panel.judged == 2);
    CHECK(panel.none == 1);
    CHECK(panel.whole == 1);
    CHECK_FALSE(has_none({"a", 4, 0}));
    CHECK(has_none({"b", 5, 0}));
    CHECK_FALSE(has_none({"b", 5, 1}));
}

TEST_CASE("only none is no tenth, and only all are ten", "[statistics]") {
    auto const panel = panel_of({{"a", 200, 1}, {"b", 200, 199}, {"c", 7, 3}, {"d", 20, 9}});

    CHECK(panel.tenths == std::array<std::int64_t, 11>{0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0});
    CHECK(panel.of_ten == std::array<std::int64_t, 11>{});
}
