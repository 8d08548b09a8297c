#include "daemon/rollup/count_pairs.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace lacuna;

namespace {

constexpr auto huge = std::numeric_limits<std::int64_t>::max();
utc_day const first{std::chrono::year{2026} / 3 / 1};

utc_day day(int offset) { return first + std::chrono::days{offset}; }

tiktok::five_counts views(std::optional<std::int64_t> n) {
    tiktok::five_counts counts{};
    counts[0] = n;
    return counts;
}

count_day api_day(int offset, std::optional<std::int64_t> n) { return {.day = day(offset), .api = views(n)}; }

told_count pair(std::optional<std::int64_t> api, std::optional<std::int64_t> seen) {
    count_day const one{.day = first, .api = views(api), .seen = views(seen)};
    return told_days({one}, first).at(0).counts[0];
}

listed_counts listed(std::optional<std::int64_t> api, std::optional<std::int64_t> highest,
                     std::optional<std::int64_t> seen) {
    return {.api = views(api), .highest = views(highest), .seen = views(seen)};
}

}  // namespace

TEST_CASE("a ratio needs a count of both arms, and a public one above nought", "[rollup]") {
    CHECK(pair(90, 100).ratio == Approx(0.9));
    CHECK(pair(0, 100).ratio == Approx(0.0));
    CHECK(pair(huge, 1).ratio == Approx(static_cast<double>(huge)));
    CHECK_FALSE(pair(5, 0).ratio.has_value());
    CHECK_FALSE(pair(0, 0).ratio.has_value());
    CHECK_FALSE(pair(std::nullopt, 100).ratio.has_value());
    CHECK_FALSE(pair(100, std::nullopt).ratio.has_value());
}

TEST_CASE("a negative number is told and compared with nothing", "[rollup]") {
    CHECK(pair(-1, 100).api == -1);
    CHECK_FALSE(pair(-1, 100).ratio.has_value());
    CHECK_FALSE(pair(100, -1).ratio.has_value());
    auto const told = told_days({api_day(0, 10), api_day(1, -5), api_day(2, 9)}, first);
    CHECK_FALSE(told[1].counts[0].api_fell_by.has_value());
    CHECK(told[2].counts[0].api_fell_by == 1);
    auto const after =
        told_days({api_day(0, std::numeric_limits<std::int64_t>::min()), api_day(1, 0)}, first);
    CHECK_FALSE(after[1].counts[0].api_fell_by.has_value());
}

TEST_CASE("a count fell where it is below the highest of the days before, not below the last", "[rollup]") {
    auto const told =
        told_days({api_day(0, 100), api_day(1, 40), api_day(2, 60), api_day(3, 100), api_day(4, 101)}, first);

    REQUIRE(told.size() == 5);
    CHECK_FALSE(told[0].counts[0].api_fell_by.has_value());
    CHECK(told[1].counts[0].api_fell_by == 60);
    CHECK(told[2].counts[0].api_fell_by == 40);
    CHECK_FALSE(told[3].counts[0].api_fell_by.has_value());  // As high as it was.
    CHECK_FALSE(told[4].counts[0].api_fell_by.has_value());
}

TEST_CASE("a day without the count neither falls nor lowers what later days are compared with", "[rollup]") {
    auto const told = told_days({api_day(0, huge), api_day(1, std::nullopt), api_day(2, 0)}, first);

    CHECK_FALSE(told[1].counts[0].api_fell_by.has_value());
    CHECK(told[2].counts[0].api_fell_by == huge);
}

TEST_CASE("a count is compared with fourteen days and not with older ones", "[rollup]") {
    CHECK(told_days({api_day(0, 10), api_day(14, 9)}, first)[1].counts[0].api_fell_by == 1);
    CHECK_FALSE(told_days({api_day(0, 10), api_day(15, 9)}, first)[1].counts[0].api_fell_by.has_value());
}

TEST_CASE("days before the first that is asked for are compared with, and not told", "[rollup]") {
    auto const told = told_days({api_day(0, 10), api_day(1, 9)}, day(1));

    REQUIRE(told.size() == 1);
    CHECK(told[0].day == day(1));
    CHECK(told[0].counts[0].api_fell_by == 1);
    CHECK(told_days({api_day(0, 10)}, day(1)).empty());
    CHECK(told_days({}, first).empty());
}

TEST_CASE("each arm falls by itself, and each count", "[rollup]") {
    count_day const before{.day = day(0), .api = {10, 20, 30, 40, 50}, .seen = {10, 20, 30, 40, 50}};
    count_day const after{.day = day(1), .api = {9, 20, 31, std::nullopt, 45}, .seen = {11, 19, 30, 40, 50}};
    auto const told = told_days({before, after}, day(1)).at(0).counts;

    CHECK(told[0].api_fell_by == 1);
    CHECK_FALSE(told[0].seen_fell_by.has_value());
    CHECK(told[1].seen_fell_by == 1);
    CHECK_FALSE(told[1].api_fell_by.has_value());
    CHECK_FALSE(told[2].api_fell_by.has_value());
    CHECK_FALSE(told[3].api_fell_by.has_value());
    CHECK(told[4].api_fell_by == 5);
}

TEST_CASE("a list's figures count who has the count, who can be compared, and who fell", "[rollup]") {
    auto const figures = figures_of({listed(10, 12, 20), listed(10, 10, 10), listed(10, std::nullopt, 0),
                                     listed(std::nullopt, 10, 10), listed(-3, 10, 10)});
    auto const& of = figures[0];

    CHECK(of.items == 5);
    CHECK(of.present == 4);
    CHECK(of.share() == Approx(0.8));
    CHECK(of.compared == 2);
    CHECK(of.fell == 1);
    CHECK(of.pairs == 2);
    CHECK(of.median_ratio == Approx(0.75));
    CHECK(figures[4].items == 5);
    CHECK(figures[4].present == 0);
    CHECK_FALSE(figures[4].median_ratio.has_value());
}

TEST_CASE("the median ratio is the middle one, and without items nothing is said", "[rollup]") {
    auto const odd = figures_of(
        {listed(9, std::nullopt, 10), listed(1, std::nullopt, 10), listed(500, std::nullopt, 10)})[0];
    CHECK(odd.median_ratio == Approx(0.9));
    auto const none = figures_of({})[0];
    CHECK(none.items == 0);
    CHECK_FALSE(none.share().has_value());
    CHECK_FALSE(none.median_ratio.has_value());
}

TEST_CASE("a ratio is near one up to a tenth away from it, and what has none is in no ratio", "[rollup]") {
    auto const pair = [](std::int64_t api, std::optional<std::int64_t> seen) {
        listed_counts item;
        item.api[0] = api;
        item.seen[0] = seen;
        return item;
    };
    std::vector const items{pair(90, 100), pair(110, 100), pair(111, 100),
                            pair(0, 100),  pair(5, 0),     pair(5, std::nullopt)};

    CHECK(ratios_of(items, 0) == std::vector{0.9, 1.1, 1.11, 0.0});
    CHECK(figures_of(items)[0].near == 2);
    CHECK(ratios_of(items, 1).empty());
}
