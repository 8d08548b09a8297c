#include "daemon/plan/batch.hpp"
#include "tests/plan/cited_on_the_web.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

std::chrono::sys_seconds const noon{std::chrono::sys_days{std::chrono::year{2025} / 3 / 1} + 12h};

dated_item made(int key, std::chrono::sys_seconds at) {
    return {.key = item_key{key}, .platform_id = key, .created_at = at};
}

void check_limits(std::vector<batch> const& batches, std::size_t capacity) {
    for (auto const& one : batches) {
        REQUIRE(!one.items.empty());
        REQUIRE(one.items.size() <= capacity);
        REQUIRE(one.range.end - one.range.start <= std::chrono::days{30});
        REQUIRE(one.items.back().created_at - one.items.front().created_at <= widest_span);
        for (auto const& item : one.items) {
            REQUIRE(item.created_at >= one.range.start);
            // Midnight of the last item's day is over: also right if the end is exclusive, or a day
            // inclusive.
            REQUIRE(item.created_at + 24h < one.range.end + 24h);
        }
        REQUIRE(one.range.end == day_of(one.items.back().created_at) + std::chrono::days{2});
    }
}

/// The fewest batches for sorted times, by trying every cut.
std::size_t fewest(std::vector<std::chrono::sys_seconds> const& times, std::size_t capacity) {
    std::vector<std::size_t> best(times.size() + 1, 0);
    for (std::size_t end = 1; end <= times.size(); ++end) {
        best[end] = end;
        for (std::size_t begin = end; begin-- > 0;) {
            if (end - begin > capacity || times[end - 1] - times[begin] > widest_span) continue;
            best[end] = std::min(best[end], best[begin] + 1);
        }
    }
    return best.back();
}

}  // namespace

TEST_CASE("a window runs from the first item's day to two days after the last one's", "[plan]") {
    using std::chrono::sys_days;
    using std::chrono::year;

    auto const one_day = window_of(noon, noon);
    auto const leap =
        window_of(sys_days{year{2024} / 2 / 28} + 23h + 59min + 59s, sys_days{year{2024} / 2 / 29} + 0s);

    CHECK(one_day == window{.start = sys_days{year{2025} / 3 / 1}, .end = sys_days{year{2025} / 3 / 3}});
    CHECK(leap == window{.start = sys_days{year{2024} / 2 / 28}, .end = sys_days{year{2024} / 3 / 2}});
}

TEST_CASE("a batch takes items that span 28 days and not a second more", "[plan]") {
    CHECK(pack({made(1, noon), made(2, noon + widest_span)}).size() == 1);
    CHECK(pack({made(1, noon), made(2, noon + widest_span + 1s)}).size() == 2);
    auto const late = noon + 11h + 59min;  // The worst case for whole days is a span that ends at their end.
    auto const range = pack({made(1, late), made(2, late + widest_span)}).front().range;
    CHECK(range.end - range.start == std::chrono::days{30});
}

TEST_CASE("a batch takes 100 items and not one more", "[plan]") {
    std::vector<dated_item> items;
    for (int key = 1; key <= 100; ++key) items.push_back(made(key, noon));
    CHECK(pack(items).size() == 1);

    items.push_back(made(101, noon));

    auto const two = pack(items);
    REQUIRE(two.size() == 2);
    CHECK(two[0].items.size() == 100);
    CHECK(two[1].items == std::vector{made(101, noon)});
}

TEST_CASE("nothing packs to nothing", "[plan]") {
    CHECK(pack({}).empty());
    CHECK_FALSE(packer{}.finish().has_value());
}

TEST_CASE("a packer gives a batch away when the next item does not fit, and then starts afresh", "[plan]") {
    packer open{2};

    CHECK_FALSE(open.add(made(1, noon)).has_value());
    CHECK_FALSE(open.add(made(2, noon)).has_value());
    auto const full = open.add(made(3, noon));
    REQUIRE(full.has_value());
    CHECK(full->items.size() == 2);
    auto const rest = open.finish();
    REQUIRE(rest.has_value());
    CHECK(rest->items == std::vector{made(3, noon)});
    CHECK_FALSE(open.finish().has_value());
    CHECK_FALSE(open.add(made(4, noon - 1h)).has_value());
}

TEST_CASE("items out of order or an impossible capacity are the caller's fault", "[plan]") {
    packer open;
    (void)open.add(made(1, noon));

    CHECK_THROWS_AS(open.add(made(2, noon - 1s)), std::invalid_argument);
    CHECK_THROWS_AS(packer{0}.add(made(1, noon)), std::invalid_argument);
    CHECK_THROWS_AS(packer{101}.add(made(1, noon)), std::invalid_argument);
}

TEST_CASE("packing does not depend on the order in which items come", "[plan]") {
    std::mt19937_64 random{7};
    std::vector<dated_item> items;
    for (int key = 0; key < 500; ++key) {
        items.push_back(made(key, noon + std::chrono::seconds{static_cast<int>(random() % 100) * 86'400}));
    }
    auto const expected = pack(items);

    std::shuffle(items.begin(), items.end(), random);
    auto const packed = pack(items);

    REQUIRE(packed.size() == expected.size());
    for (std::size_t i = 0; i < packed.size(); ++i) CHECK(packed[i].items == expected[i].items);
}

TEST_CASE("greedy packing needs no more batches than the best of all cuts", "[plan]") {
    std::mt19937_64 random{20261120};
    for (int round = 0; round < 500; ++round) {
        std::size_t const capacity = 1 + random() % 5;
        auto const span_days = 1 + random() % 150;
        std::vector<dated_item> items;
        std::vector<std::chrono::sys_seconds> times;
        for (std::size_t i = 0, count = random() % 24; i < count; ++i) {
            times.push_back(noon + std::chrono::seconds{random() % (span_days * 86'400)});
            items.push_back(made(static_cast<int>(i), times.back()));
        }
        std::sort(times.begin(), times.end());

        auto const packed = pack(items, capacity);

        check_limits(packed, capacity);
        REQUIRE(packed.size() == fewest(times, capacity));
        std::size_t held = 0;
        for (auto const& one : packed) held += one.items.size();
        REQUIRE(held == items.size());
    }
}

TEST_CASE("3,613 real ids need at most 96 calls, and so do any 88 of 100 of them", "[plan][shared data]") {
    auto const all = test::cited_on_the_web();
    if (all.empty()) {
        WARN("skipped: ../shared/data/watchlists/tiktok-cited-on-the-web.csv is not here");
        return;
    }
    REQUIRE(all.size() == 3613);

    auto const whole = pack(all);
    check_limits(whole, largest_batch);
    CHECK(whole.size() <= 96);

    std::mt19937_64 random{88};
    for (int round = 0; round < 20; ++round) {
        std::vector<dated_item> in_public;
        std::sample(all.begin(), all.end(), std::back_inserter(in_public), 3179, random);
        auto const batches = pack(in_public);
        check_limits(batches, largest_batch);
        CHECK(batches.size() <= 96);
    }
}
