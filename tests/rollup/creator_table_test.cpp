#include "daemon/rollup/creator_table.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using order = creator_question::order;

namespace {

std::vector<creator_day> const four{
    {"anna", 10, 10}, {"ben", 6, 0}, {"bert", 4, 0}, {"carl", 10, 5}, {"dora", 0, 0}};

std::string names(creator_question const& asked) {
    std::string text;
    for (auto const& one : page_of(four, asked).creators) text += one.creator + ' ';
    return text;
}

}  // namespace

TEST_CASE("creators stand in the order asked for, equals by name", "[rollup]") {
    CHECK(names({}) == "anna ben bert carl dora ");
    CHECK(names({.descending = true}) == "dora carl bert ben anna ");
    CHECK(names({.by = order::counting, .descending = true}) == "anna carl ben bert dora ");
    CHECK(names({.by = order::returned}) == "ben bert dora carl anna ");
    CHECK(names({.by = order::missing, .descending = true}) == "ben carl bert anna dora ");
    CHECK(names({.by = order::share}) == "ben bert carl anna dora ");
    CHECK(names({.by = order::share, .descending = true}) == "anna carl ben bert dora ");
}

TEST_CASE("of whom nothing came back is said of five videos, not of four", "[rollup]") {
    CHECK(names({.only_none = true}) == "ben ");
    CHECK(names({.prefix = "be"}) == "ben bert ");
    CHECK(names({.only_none = true, .prefix = "c"}).empty());
}

TEST_CASE("pages follow one another and end", "[rollup]") {
    auto const first = page_of(four, {.per_page = 2});
    CHECK(first.total == 5);
    CHECK(first.more);
    CHECK(first.creators.back().creator == "ben");
    auto const last = page_of(four, {.per_page = 2, .page = 3});
    REQUIRE(last.creators.size() == 1);
    CHECK(last.creators[0].creator == "dora");
    CHECK_FALSE(last.more);
    CHECK(page_of(four, {.per_page = 2, .page = 4}).creators.empty());
    CHECK(page_of(four, {.page = 1'000'000'000}).creators.empty());
    CHECK(page_of({}, {}).total == 0);
}

TEST_CASE("an order has one name", "[rollup]") {
    for (auto const& word : creator_orders) {
        CHECK(read_creator_order(word.name) == word.by);
        CHECK(to_string(word.by) == word.name);
    }
    CHECK_FALSE(read_creator_order("size"));
}
