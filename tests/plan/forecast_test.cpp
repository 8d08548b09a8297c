#include "daemon/plan/forecast.hpp"
#include "daemon/plan/renewal.hpp"
#include "tests/plan/cited_on_the_web.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

std::chrono::sys_seconds const noon{std::chrono::sys_days{std::chrono::year{2025} / 3 / 1} + 12h};

/// `count` items made on the same day.
std::vector<dated_item> same_day(int count) {
    std::vector<dated_item> items;
    for (int key = 1; key <= count; ++key) {
        items.push_back({.key = item_key{key}, .platform_id = key, .created_at = noon});
    }
    return items;
}

/// `count` items so far apart that each needs a call of its own.
std::vector<dated_item> far_apart(int count) {
    auto items = same_day(count);
    for (auto& item : items) item.created_at += std::chrono::days{40} * static_cast<int>(item.key);
    return items;
}

}  // namespace

TEST_CASE("nothing to watch costs nothing", "[plan]") {
    auto const cost = forecast_day({});

    CHECK(cost.items == 0);
    CHECK(cost.first_pass_calls == 0);
    CHECK(cost.confirmation_calls == 0);
    CHECK(cost.quarantine_calls == 0);
    CHECK(cost.presence_hours == 0);
    CHECK(cost.days == 1);
}

TEST_CASE("a forecast packs all that is dated, and confirms with room for 20 controls", "[plan]") {
    auto const cost = forecast_day({.dated = same_day(10'000),
                                    .undated = 5,
                                    .public_share = 0.75,
                                    .absent_share = 0.5,
                                    .shares_assumed = false,
                                    .presence_per_second = 2});

    CHECK(cost.items == 10'005);
    CHECK(cost.unplannable == 5);
    CHECK(cost.first_pass_calls == 100);
    CHECK(cost.confirmation_calls == 47);  // 3,750 absent, 80 a call.
    CHECK(cost.quarantine_calls == 4);     // 2,500 in 25 calls a week.
    CHECK(cost.presence_hours == Approx((10'005 + 3'750) / 2.0 / 3600));
    CHECK(cost.days == 1);
    CHECK_FALSE(cost.shares_assumed);
}

TEST_CASE("what earlier days left behind is forecast as it is, and failures are asked again", "[plan]") {
    auto const known = same_day(1'000);
    forecast_basis basis{.known_public = known,
                         .to_confirm = {known.begin(), known.begin() + 160},
                         .to_quarantine = {known.begin(), known.begin() + 50},
                         .not_public = 70,
                         .presence_per_second = 0};
    auto const cost = forecast_day(basis);
    CHECK(cost.items == 1'070);
    CHECK(cost.first_pass_calls == 10);
    CHECK(cost.confirmation_calls == 2);
    CHECK(cost.quarantine_calls == 1);

    basis.failed_share = 1.0 / 3;
    CHECK(forecast_day(basis).first_pass_calls == 15);
    CHECK(forecast_day(basis).confirmation_calls == 3);
}

TEST_CASE("renewals fall on each month's own day of the week, and none lapses", "[plan]") {
    utc_day const confirmed{std::chrono::year{2026} / 11 / 1};
    std::chrono::sys_seconds const created = std::chrono::sys_days{std::chrono::year{2025} / 3 / 1};
    CHECK_FALSE(renewal_due(created, confirmed, confirmed + std::chrono::days{1}));
    CHECK(renewal_due(created, confirmed, confirmed + std::chrono::days{7}));
    std::set<int> first_days;
    for (int month = 0; month < 14; ++month) {
        int age = 1;
        while (!renewal_due(created + month * longest_window, confirmed, confirmed + std::chrono::days{age}))
            ++age;
        CHECK(age >= 2);
        CHECK(age <= 7);
        first_days.insert(age);
    }
    CHECK(first_days.size() == 6);
}

TEST_CASE("a forecast's days follow from what is scarcest", "[plan]") {
    SECTION("the first pass may not use the reserve") {
        CHECK(forecast_day({.dated = far_apart(800), .absent_share = 0, .presence_per_second = 0}).days == 1);
        CHECK(forecast_day({.dated = far_apart(801), .absent_share = 0, .presence_per_second = 0}).days == 2);
    }
    SECTION("confirmations use the whole budget") {
        forecast_basis basis{.dated = far_apart(800), .public_share = 1, .absent_share = 0.25};
        basis.presence_per_second = 0;
        CHECK(forecast_day(basis).confirmation_calls == 200);
        CHECK(forecast_day(basis).days == 1);
        basis.absent_share = 0.5;
        CHECK(forecast_day(basis).days == 2);
    }
    SECTION("the presence arm is slow") {
        auto const cost = forecast_day({.dated = same_day(100'000), .absent_share = 0});
        CHECK(cost.presence_hours == Approx(27.78).margin(0.01));
        CHECK(cost.days == 2);
    }
    SECTION("no limit on the presence arm") {
        CHECK(forecast_day({.dated = same_day(10), .presence_per_second = 0}).presence_hours == 0);
    }
    SECTION("a budget that is all reserve is never enough") {
        CHECK(forecast_day({.dated = same_day(1), .daily_calls = 200, .reserve_calls = 200}).days == 0);
        CHECK(forecast_day({.undated = 1, .daily_calls = 200, .reserve_calls = 200}).days == 1);
    }
}

TEST_CASE("the order of items does not change a forecast", "[plan]") {
    auto items = far_apart(50);
    auto const cost = forecast_day({.dated = items});

    std::reverse(items.begin(), items.end());

    CHECK(forecast_day({.dated = items}).first_pass_calls == cost.first_pass_calls);
    CHECK(forecast_day({.dated = items}).confirmation_calls == cost.confirmation_calls);
}

TEST_CASE("3,613 real ids are forecast within a day's calls", "[plan][shared data]") {
    auto const all = test::cited_on_the_web();
    if (all.empty()) {
        WARN("skipped: ../shared/data/watchlists/tiktok-cited-on-the-web.csv is not here");
        return;
    }

    auto const cost = forecast_day({.dated = all, .public_share = 0.88, .absent_share = 0.1});

    CHECK(cost.first_pass_calls <= 96);
    CHECK(cost.first_pass_calls + cost.confirmation_calls <= 300);
    CHECK(cost.presence_hours == Approx(1.09).margin(0.01));
    CHECK(cost.days == 1);
}

TEST_CASE("what the budget can reach is chosen the same way on every machine", "[plan]") {
    auto const batches = pack(far_apart(20));

    // Fixed here once: a change of these numbers means that old runs can no longer be followed.
    CHECK(choose_batches(batches, {}, 5, 20261120) == std::vector<std::size_t>{5, 7, 8, 11, 17});
    CHECK(choose_batches(batches, {}, 5, -1) == std::vector<std::size_t>{2, 6, 7, 11, 19});
}

TEST_CASE("batches come back in order of creation time, each once, and no more than calls", "[plan]") {
    auto const batches = pack(far_apart(30));

    for (std::int64_t calls = -1; calls <= 32; ++calls) {
        auto const chosen = choose_batches(batches, {}, calls, calls * 7919);
        CHECK(chosen.size() == static_cast<std::size_t>(std::clamp<std::int64_t>(calls, 0, 30)));
        CHECK(std::is_sorted(chosen.begin(), chosen.end()));
        CHECK(std::set<std::size_t>(chosen.begin(), chosen.end()).size() == chosen.size());
    }
    CHECK(choose_batches({}, {}, 5, 1).empty());
}

TEST_CASE("batches with items left out yesterday come first", "[plan]") {
    auto const batches = pack(far_apart(30));
    std::vector<bool> first(batches.size(), false);
    first[3] = first[17] = first[29] = true;

    for (std::int64_t seed = 0; seed < 50; ++seed) {
        auto const chosen = choose_batches(batches, first, 5, seed);
        CHECK(std::set<std::size_t>(chosen.begin(), chosen.end()).count(3) == 1);
        CHECK(std::set<std::size_t>(chosen.begin(), chosen.end()).count(17) == 1);
        CHECK(std::set<std::size_t>(chosen.begin(), chosen.end()).count(29) == 1);
        for (auto const place : choose_batches(batches, first, 2, seed)) CHECK(first[place]);
    }
}

TEST_CASE("no batch is favoured for its age", "[plan]") {
    auto const batches = pack(far_apart(10));
    std::vector<int> times(batches.size(), 0);

    for (std::int64_t seed = 0; seed < 2'000; ++seed) {
        for (auto const place : choose_batches(batches, {}, 3, seed)) ++times[place];
    }

    // 600 expected, standard deviation 20.5.
    for (auto const count : times) {
        CHECK(count > 500);
        CHECK(count < 700);
    }
}
