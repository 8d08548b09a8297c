#include "daemon/rollup/day_rollup.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace lacuna;

namespace {

counted_item const found{.judged = {.kind = verdict_kind::retrievable, .countable = true, .counts = true},
                         .first_ask = true};
counted_item const missing{.judged = {.kind = verdict_kind::missing, .countable = true, .counts = true},
                           .first_ask = false};
counted_item const unconfirmed{.judged = {.kind = verdict_kind::unconfirmed, .countable = true},
                               .first_ask = false};
counted_item const not_measured{.judged = {.kind = verdict_kind::not_measured, .countable = true}};

std::vector<counted_item> list(std::initializer_list<std::pair<int, counted_item>> parts) {
    std::vector<counted_item> items;
    for (auto const& [count, item] : parts) items.insert(items.end(), static_cast<std::size_t>(count), item);
    return items;
}

}  // namespace

TEST_CASE("completeness is retrievable over retrievable and missing, with its interval", "[rollup]") {
    auto const rate = rate_of(list({{88, found}, {12, missing}}));

    CHECK(rate.retrievable == 88);
    CHECK(rate.missing == 12);
    CHECK(rate.open == 0);
    CHECK(rate.completeness == Approx(0.88));
    CHECK(rate.low == Approx(0.802).margin(0.0005));
    CHECK(rate.high >= 0.9295);  // Wilson's; drawing a hundred single items again reaches a little higher.
    CHECK(rate.high <= 0.95);
    CHECK(rate.coverage == 1.0);
    CHECK(rate.range_low == Approx(0.88));
    CHECK(rate.range_high == Approx(0.88));
}

TEST_CASE("creators that are missing whole widen the interval, and whoever is not known stands alone",
          "[rollup]") {
    auto of_creators = list({{180, found}, {20, missing}});
    auto const singles = rate_of(of_creators);
    std::vector<std::string> names;
    for (std::size_t at = 0; at < of_creators.size(); ++at)
        names.push_back("creator" + std::to_string(at / 10));
    for (std::size_t at = 0; at < of_creators.size(); ++at) of_creators[at].username = names[at];
    auto const blocks = rate_of(of_creators);

    CHECK(singles.completeness == blocks.completeness);
    CHECK(blocks.creators == 20);
    CHECK(*singles.low > 0.85);
    CHECK(*blocks.low < 0.81);  // Two of 20 creators: four in twenty are drawn often enough.
    CHECK(blocks.high == 1.0);  // And none of them in one of nine.
}

TEST_CASE("counting again gives the same interval, in whatever order, and each list and day draws anew",
          "[rollup]") {
    auto items = list({{300, found}, {40, missing}});
    std::vector<std::string> names;
    for (std::size_t at = 0; at < items.size(); ++at) names.push_back("creator" + std::to_string(at % 37));
    for (std::size_t at = 0; at < items.size(); ++at) items[at].username = names[at];
    utc_day const day{std::chrono::year{2026} / 11 / 22};
    auto const seed = interval_seed(list_key{1}, day);

    auto const once = rate_of(items, true, seed);
    std::reverse(items.begin(), items.end());
    auto const again = rate_of(items, true, seed);

    CHECK(once.low == again.low);
    CHECK(once.high == again.high);
    std::set<std::uint64_t> seeds;
    for (int list = 1; list <= 30; ++list) {
        for (int later = 0; later < 30; ++later) {
            seeds.insert(interval_seed(list_key{list}, day + std::chrono::days{later}));
        }
    }
    CHECK(seeds.size() == 900);
}

TEST_CASE("the range holds the true share, whatever the open items are", "[rollup]") {
    for (int returned = 0; returned <= 40; returned += 8) {
        for (int open_returned = 0; open_returned <= 60; open_returned += 10) {
            auto const rate = rate_of(list({{returned, found},
                                            {40 - returned, missing},
                                            {open_returned, not_measured},
                                            {60 - open_returned, unconfirmed}}));
            double const truth = (returned + open_returned) / 100.0;
            CHECK(rate.range_low <= truth);
            CHECK(rate.range_high >= truth);
            CHECK_FALSE(rate.completeness.has_value());
        }
    }
}

TEST_CASE("there is no headline below 30 counting items", "[rollup]") {
    auto const few = rate_of(list({{29, found}}));
    auto const enough = rate_of(list({{29, found}, {1, missing}}));

    CHECK_FALSE(few.completeness.has_value());
    CHECK_FALSE(few.low.has_value());
    CHECK_FALSE(few.high.has_value());
    CHECK_FALSE(few.range_low.has_value());
    CHECK_FALSE(few.first_ask.has_value());
    CHECK(few.retrievable == 29);
    CHECK(few.coverage == 1.0);
    CHECK(enough.completeness == Approx(29.0 / 30));
}

TEST_CASE("there is no headline below 95 % coverage, but a range", "[rollup]") {
    auto const just = rate_of(list({{90, found}, {5, missing}, {3, unconfirmed}, {2, not_measured}}));
    auto const short_of_it = rate_of(list({{89, found}, {5, missing}, {4, unconfirmed}, {2, not_measured}}));

    CHECK(just.coverage == Approx(0.95));
    CHECK(just.completeness == Approx(90.0 / 95));
    CHECK(just.range_low == Approx(0.90));
    CHECK(just.range_high == Approx(0.95));
    CHECK(short_of_it.open == 6);
    CHECK_FALSE(short_of_it.completeness.has_value());
    CHECK(short_of_it.coverage == Approx(0.94));
    CHECK(short_of_it.range_low == Approx(0.89));
    CHECK(short_of_it.range_high == Approx(0.95));
}

TEST_CASE("exactly 95 % is enough at every size", "[rollup]") {
    for (int parts = 2; parts <= 200; ++parts) {
        CHECK(rate_of(list({{19 * parts, found}, {parts, not_measured}})).completeness.has_value());
        CHECK_FALSE(rate_of(list({{19 * parts - 1, found}, {parts, not_measured}})).completeness.has_value());
    }
}

TEST_CASE("what does not count stands in no rate, whatever it is", "[rollup]") {
    auto items = list({{88, found}, {12, missing}});
    auto const before = rate_of(items);
    for (auto const kind : {verdict_kind::lingering, verdict_kind::retrievable, verdict_kind::not_public,
                            verdict_kind::unknown, verdict_kind::too_young, verdict_kind::excluded,
                            verdict_kind::not_measured, verdict_kind::imported_available,
                            verdict_kind::imported_not_available, verdict_kind::imported_error}) {
        items.insert(items.end(), 50, {.judged = {.kind = kind}, .first_ask = false, .username = "somebody"});
    }

    auto const after = rate_of(items);

    CHECK(after.completeness == before.completeness);
    CHECK(after.coverage == before.coverage);
    CHECK(after.first_ask == before.first_ask);
    CHECK(after.open == 0);
    CHECK(after.creators == 0);
}

TEST_CASE("a list chosen for its outcome gets counts and no rate", "[rollup]") {
    auto const rate = rate_of(list({{88, found}, {12, missing}}), false);

    CHECK(rate.retrievable == 88);
    CHECK(rate.missing == 12);
    CHECK_FALSE(rate.completeness.has_value());
    CHECK_FALSE(rate.low.has_value());
    CHECK_FALSE(rate.range_low.has_value());
    CHECK_FALSE(rate.range_high.has_value());
    CHECK_FALSE(rate.first_ask.has_value());
}

TEST_CASE("the first ask is not flattered by asking again, nor by what is not yet confirmed", "[rollup]") {
    auto recovered = found;
    recovered.first_ask = false;

    auto const rate = rate_of(list({{80, found}, {10, recovered}, {6, missing}, {4, unconfirmed}}));

    CHECK(rate.completeness == Approx(90.0 / 96));
    CHECK(rate.first_ask == Approx(0.80));
}

TEST_CASE("the first ask needs an answer for nearly all", "[rollup]") {
    auto not_asked = found;
    not_asked.first_ask.reset();

    CHECK(rate_of(list({{95, found}, {5, not_asked}})).first_ask == 1.0);
    CHECK_FALSE(rate_of(list({{94, found}, {6, not_asked}})).first_ask.has_value());
}

TEST_CASE("creators are counted once each, and only where known", "[rollup]") {
    std::vector<std::string> const names{"b", "a", "", "b", "c", "a", ""};
    std::vector<counted_item> items;
    for (auto const& name : names) {
        items.push_back(found);
        items.back().username = name;
    }
    items.push_back(unconfirmed);
    items.back().username = "not measured, so not counted";

    CHECK(rate_of(items).creators == 3);
}

TEST_CASE("an empty list has no shares at all", "[rollup]") {
    auto const rate = rate_of({});

    CHECK_FALSE(rate.coverage.has_value());
    CHECK_FALSE(rate.completeness.has_value());
    CHECK_FALSE(rate.range_low.has_value());
}

TEST_CASE("verdicts are counted apart by kind and by whether they count", "[rollup]") {
    counted_item const young{.judged = {.kind = verdict_kind::retrievable}};

    auto const counts = count_verdicts(list({{3, found}, {2, young}, {4, missing}, {1, not_measured}}));

    CHECK(counts == verdict_counts{{{verdict_kind::retrievable, true}, 3},
                                   {{verdict_kind::retrievable, false}, 2},
                                   {{verdict_kind::missing, true}, 4},
                                   {{verdict_kind::not_measured, false}, 1}});
    CHECK(count_verdicts({}).empty());
}
