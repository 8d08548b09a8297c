#include "daemon/statistics/bootstrap.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>

using namespace lacuna;

namespace {

/// Share -> chance, over all n^n equally likely resamples.
std::map<double, double> all_resamples(std::vector<cluster> const& clusters) {
    auto const n = clusters.size();
    std::map<double, double> found;
    auto const resamples = static_cast<std::size_t>(std::llround(std::pow(n, n)));
    for (std::size_t number = 0; number < resamples; ++number) {
        cluster sum;
        for (std::size_t draw = 0, rest = number; draw < n; ++draw, rest /= n) {
            sum.hits += clusters[rest % n].hits;
            sum.of += clusters[rest % n].of;
        }
        found[static_cast<double>(sum.hits) / static_cast<double>(sum.of)] +=
            1 / static_cast<double>(resamples);
    }
    return found;
}

/// The share at which that much of the distribution lies below or at it.
double quantile(std::map<double, double> const& chances, double at) {
    double sum = 0;
    for (auto const& [share, chance] : chances) {
        sum += chance;
        if (sum >= at) return share;
    }
    return chances.rbegin()->first;
}

std::vector<cluster> many(std::initializer_list<std::pair<std::size_t, cluster>> parts) {
    std::vector<cluster> all;
    for (auto const& [n, what] : parts) all.insert(all.end(), n, what);
    return all;
}

}  // namespace

TEST_CASE("of few clusters the interval is that of all possible resamples", "[statistics]") {
    for (auto const& clusters : std::vector<std::vector<cluster>>{
             {{0, 1}, {1, 1}, {1, 1}},
             {{0, 4}, {3, 3}, {2, 5}, {7, 9}},
             {{1, 2}, {1, 2}, {0, 6}, {5, 5}, {2, 3}},
             {{9, 10}, {0, 10}, {10, 10}, {4, 5}, {3, 7}, {1, 1}, {12, 12}},
         }) {
        auto const chances = all_resamples(clusters);
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            auto const found = bootstrap(clusters, seed);
            // A thousand resamples place a quantile of 2.5 % between those of 0.6 % and 4.4 % (four
            // deviations).
            CHECK(found.low >= quantile(chances, 0.006));
            CHECK(found.low <= quantile(chances, 0.044));
            CHECK(found.high >= quantile(chances, 0.956));
            CHECK(found.high <= quantile(chances, 0.994));
        }
    }
}

TEST_CASE("of equal clusters each share is drawn as often as the binomial says", "[statistics]") {
    // 400 creators of 10, 100 of them gone whole: a resample's gone creators are binomial (400, 1/4).
    auto const clusters = many({{300, {10, 10}}, {100, {0, 10}}});
    double const deviation = std::sqrt(0.25 * 0.75 / 400);
    double low = 0;
    double high = 0;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        auto const found = bootstrap(clusters, seed);
        low += found.low / 50;
        high += found.high / 50;
    }
    CHECK(low == Approx(0.75 - 1.96 * deviation).margin(0.05 * deviation + 0.5 / 400));
    CHECK(high == Approx(0.75 + 1.96 * deviation).margin(0.05 * deviation + 0.5 / 400));
}

TEST_CASE("many unequal clusters give the interval of the ratio's variance between clusters",
          "[statistics]") {
    std::vector<cluster> clusters;
    cluster sum;
    for (std::int64_t creator = 0; creator < 3'000; ++creator) {
        std::int64_t const of = 1 + creator % 23;
        clusters.push_back({.hits = creator % 7 == 0 ? 0 : of - creator % 2, .of = of});
        sum.hits += clusters.back().hits;
        sum.of += of;
    }
    double const share = static_cast<double>(sum.hits) / static_cast<double>(sum.of);
    double squares = 0;
    for (auto const& one : clusters) {
        squares += std::pow(static_cast<double>(one.hits) - share * static_cast<double>(one.of), 2);
    }
    double const deviation = std::sqrt(squares) / static_cast<double>(sum.of);  // Cochran 1977, 2.46.

    double low = 0;
    double high = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        auto const found = bootstrap(clusters, seed);
        low += found.low / 20;
        high += found.high / 20;
    }
    CHECK(low == Approx(share - 1.96 * deviation).margin(0.1 * deviation));
    CHECK(high == Approx(share + 1.96 * deviation).margin(0.1 * deviation));
}

TEST_CASE("the same clusters and seed give the same interval, in whatever order and on every machine",
          "[statistics]") {
    auto clusters = many({{120, {8, 10}}, {30, {0, 10}}, {500, {1, 1}}, {7, {3, 4}}});
    auto const found = bootstrap(clusters, 20'261'122);
    std::reverse(clusters.begin(), clusters.end());
    auto const again = bootstrap(clusters, 20'261'122);
    auto const other = bootstrap(clusters, 20'261'123);

    CHECK(found.low == again.low);
    CHECK(found.high == again.high);
    CHECK((found.low != other.low || found.high != other.high));
    // As computed where this was written.
    CHECK(found.low == 0.6911487758945386);
    CHECK(found.high == 0.76938880328710835);
}

TEST_CASE("no cluster says nothing, one or only full ones have no width, and Wilson's stands in",
          "[statistics]") {
    CHECK(bootstrap({}, 1).low == 0);
    CHECK(bootstrap({}, 1).high == 1);
    CHECK(bootstrap({{3, 4}}, 1).low == 0.75);
    CHECK(bootstrap({{3, 4}}, 1).high == 0.75);
    CHECK(bootstrap(many({{50, {2, 2}}, {9, {5, 5}}}), 1).low == 1);

    auto const full = wider_interval(many({{50, {2, 2}}}), 1);
    CHECK(full.low == wilson(100, 100).low);
    CHECK(full.high == 1);
    CHECK(wider_interval({}, 1).low == 0);
    CHECK(wider_interval({}, 1).high == 1);
}

TEST_CASE("creators that fail whole widen the interval, single items leave Wilson's nearly as it is",
          "[statistics]") {
    auto const blocks = wider_interval(many({{90, {10, 10}}, {10, {0, 10}}}), 1);
    auto const singles = wider_interval(many({{900, {1, 1}}, {100, {0, 1}}}), 1);
    auto const by_item = wilson(900, 1'000);

    CHECK(blocks.high - blocks.low > 2.5 * (by_item.high - by_item.low));
    CHECK(singles.high - singles.low < 1.2 * (by_item.high - by_item.low));
    for (auto const& found : {blocks, singles}) {
        CHECK(found.low <= by_item.low);
        CHECK(found.high >= by_item.high);
    }
}
