#include "daemon/rollup/lag.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

utc_time const made{utc_day{std::chrono::year{2026} / 3 / 1}};

lag_history returned_at(std::chrono::hours added, std::chrono::hours returned) {
    return {.created_at = made, .added_at = made + added, .returned_first = made + returned};
}

lag_history waiting_until(std::chrono::hours added, std::chrono::hours last) {
    return {.created_at = made,
            .added_at = made + added,
            .absent_first = made + added + 1h,
            .absent_last = made + last};
}

}  // namespace

TEST_CASE("half of a list retrieved after two days has a median lag of two days", "[rollup]") {
    std::vector<lag_history> items;
    for (int n = 0; n < 10; ++n) items.push_back(returned_at(1h, 48h));
    for (int n = 0; n < 10; ++n) items.push_back(waiting_until(1h, 240h));

    auto const lag = lag_of(items);

    CHECK(lag.items == 20);
    CHECK(lag.already_there == 0);
    REQUIRE(lag.curve.steps.size() == 1);
    CHECK(lag.curve.steps[0].time == 48);
    CHECK(lag.curve.steps[0].at_risk == 20);
    CHECK(lag.curve.median == 48);
}

TEST_CASE("an old item that was there at the first ask is no lag that was observed", "[rollup]") {
    auto absent_before = returned_at(500h, 600h);
    absent_before.absent_first = absent_before.absent_last = made + 510h;
    std::vector<lag_history> items(12, absent_before);
    items.push_back(returned_at(500h, 510h));
    items.push_back(returned_at(73h, 80h));
    items.push_back(returned_at(72h, 80h));  // Soon enough.

    auto const lag = lag_of(items);

    CHECK(lag.items == 15);
    CHECK(lag.already_there == 2);
    CHECK(lag.curve.subjects == 13);
    CHECK(lag.curve.from == 80);  // One alone at risk begins no curve.
    REQUIRE(lag.curve.steps.size() == 1);
    CHECK(lag.curve.steps[0].at_risk == 12);
}

TEST_CASE("items that enter late are not at risk before they are watched", "[rollup]") {
    std::vector<lag_history> items;
    for (int n = 0; n < 20; ++n) items.push_back(n < 10 ? returned_at(1h, 24h) : waiting_until(1h, 2'000h));
    for (int n = 0; n < 80; ++n) items.push_back(waiting_until(100h, 2'000h));

    auto const lag = lag_of(items);

    CHECK(lag.curve.steps.at(0).at_risk == 20);
    CHECK(lag.curve.median == 24);
}

TEST_CASE("a lag is followed for ninety days, and rounded up to the hour", "[rollup]") {
    std::vector<lag_history> items(10, returned_at(0h, 90 * 24h));
    items.push_back(returned_at(0h, 90 * 24h + 1h));
    items.push_back({.created_at = made, .added_at = made, .returned_first = made + 30min});
    items.push_back({.created_at = made, .added_at = made - 49h, .returned_first = made + 90min});
    items.push_back({.created_at = made, .added_at = made});  // Never asked.

    auto const lag = lag_of(items);

    CHECK(lag.items == 13);
    CHECK(lag.curve.events == 12);
    CHECK(lag.curve.steps.at(0).time == 1);
    CHECK(lag.curve.steps.at(1).time == 2);
    CHECK(lag.curve.steps.at(2).time == 2'160);
    CHECK(lag.curve.steps.at(2).at_risk == 11);
}

TEST_CASE("without items there is no curve", "[rollup]") {
    CHECK(lag_of({}).curve.steps.empty());
    CHECK(lag_of({}).items == 0);
}
