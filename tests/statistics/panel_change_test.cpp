#include "tests/statistics/simulated_panel.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>

using namespace lacuna;
using test::panel_noise;
using test::simulated_panel;

namespace {

constexpr panel_noise none{.goes = 0, .stays = 0};
constexpr panel_noise single_items{};
constexpr panel_noise whole_creators{.whole_creators = true};
constexpr panel_noise sticky_items{.stays = 0.5};
constexpr panel_noise sticky_creators{.whole_creators = true, .stays = 0.5};

utc_day day_at(int n) { return utc_day{std::chrono::year{2026} / 1 / 1} + std::chrono::days{n}; }

struct false_alarms {
    int falls = 0;
    int rises = 0;
};

false_alarms in_years(int years, panel_noise noise) {
    false_alarms found;
    for (int year = 0; year < years; ++year) {
        simulated_panel panel{800, 10, noise, static_cast<std::uint64_t>(year) + 1};
        panel.pass_days(2 + 365);
        for (auto const& change : panel_changes(panel.days())) {
            ++(change.is == panel_change::direction::fell ? found.falls : found.rises);
        }
    }
    return found;
}

/// Share of the trials in which a fall was found by the n-th day of it.
double power(panel_noise noise, int days_before, int by_day,
             std::function<void(simulated_panel&)> const& fall) {
    constexpr int trials = 60;
    int found = 0;
    for (int trial = 0; trial < trials; ++trial) {
        simulated_panel panel{800, 10, noise, 1'000 + static_cast<std::uint64_t>(trial)};
        panel.pass_days(2 + days_before);
        auto const first = panel.today();
        fall(panel);
        panel.pass_days(by_day);
        auto const seen = fall_of(panel.days());
        found += seen && seen->found > first - std::chrono::days{1} ? 1 : 0;
    }
    return static_cast<double>(found) / trials;
}

void two_points_anywhere(simulated_panel& panel) { panel.fall_anywhere(16); }
void five_points_anywhere(simulated_panel& panel) { panel.fall_anywhere(40); }
void four_creators(simulated_panel& panel) {
    auto const first = panel.below(76) * 10;
    for (auto item = first; item < first + 40; ++item) panel.fall(item);
}

}  // namespace

TEST_CASE("the chance of more events is the conditional binomial's tail, summed term by term",
          "[statistics]") {
    for (int past = 0; past <= 12; past += 3) {
        for (int n = 1; n <= 9; ++n) {
            for (double const window : {1.0, 3.0, 7.0}) {
                double const share = window / (90 + window);
                double tail = 0;
                for (int k = n; k <= past + n; ++k) {
                    tail += std::exp(std::lgamma(past + n + 1) - std::lgamma(k + 1) -
                                     std::lgamma(past + n - k + 1) + k * std::log(share) +
                                     (past + n - k) * std::log1p(-share));
                }
                CHECK(chance_of_more(past, 90, n, window) == Approx(tail).epsilon(1e-9));
            }
        }
    }
    CHECK(chance_of_more(0, 10, 0, 1) == 1);
    CHECK(chance_of_more(0, 9, 3, 1) == Approx(0.001));  // Nothing in nine days, then three in one: 1/10³.
}

TEST_CASE("a panel that flickers raises less than one false alarm a year", "[statistics]") {
    constexpr int years = 8;
    for (auto const noise : {single_items, whole_creators, sticky_items, sticky_creators}) {
        auto const found = in_years(years, noise);
        WARN((noise.whole_creators ? "whole creators" : "single items")
             << ", away for a day at 1 %, and the next at " << noise.stays * 100 << " %: " << found.falls
             << " falls and " << found.rises << " rises found in " << years << " years without any");
        CHECK(found.falls < years / 2);
        CHECK(found.rises < years / 2);
    }
}

TEST_CASE("of a panel of 800, a fall of two points is found by its second day, of five by its third",
          "[statistics]") {
    struct row {
        char const* name;
        panel_noise noise;
        void (*fall)(simulated_panel&);
        int by_day;
    };
    for (auto const& [name, noise, fall, by_day] : {
             row{"16 items among single items that flicker", single_items, two_points_anywhere, 2},
             row{"16 items among items that stay away", sticky_items, two_points_anywhere, 2},
             row{"40 items anywhere, creators failing whole", whole_creators, five_points_anywhere, 3},
             row{"4 creators of 10, creators failing whole", whole_creators, four_creators, 3},
             row{"4 creators of 10 among single items that stay away", sticky_items, four_creators, 3},
         }) {
        for (int const before : {10, 60}) {
            auto const share = power(noise, before, by_day, fall);
            WARN(name << ", after " << before << " days: found by day " << by_day << " in " << share * 100
                      << " %");
            CHECK(share >= 0.8);
        }
    }
}

TEST_CASE("a list whose items never flickered falls on the second day, after ten days of past",
          "[statistics]") {
    simulated_panel panel{800, 1, none, 1};
    panel.pass_days(2 + 10);
    auto const first = panel.today();
    panel.fall_anywhere(16);
    panel.pass_days(1);
    CHECK_FALSE(fall_of(panel.days()).has_value());
    panel.pass_days(1);

    auto const found = fall_of(panel.days());

    REQUIRE(found.has_value());
    CHECK(found->began == first);
    CHECK(found->found == first + std::chrono::days{1});
    CHECK(found->items == 16);
    CHECK(found->points() == Approx(2.0));
    // Eleven days without: its own first is one of them.
    CHECK(std::log(found->chance) == Approx(16 * std::log(1.0 / 12)));
}

TEST_CASE("ten per cent of 2,000 items withheld overnight are found, spread or in one fifth of the period",
          "[statistics]") {
    bool const spread = GENERATE(true, false);
    simulated_panel panel{2'000, 5, single_items, 3};
    panel.pass_days(2 + 10);
    auto const first = panel.today();
    if (spread) {
        panel.fall_anywhere(200);
    } else {
        for (std::size_t item = 700; item < 1'100; item += 2) panel.fall(item);
    }
    panel.pass_days(2);

    auto const found = fall_of(panel.days());

    REQUIRE(found.has_value());
    CHECK(found->found == first + std::chrono::days{1});
    CHECK(found->points() == Approx(10).margin(1));
}

TEST_CASE("a fall closes when half of it came back, and what comes back is a rise", "[statistics]") {
    simulated_panel panel{800, 1, none, 4};
    panel.pass_days(20);
    panel.fall_anywhere(40);
    panel.pass_days(10);
    auto const again = panel.today();
    panel.restore();
    panel.pass_days(3);

    auto const all = panel_changes(panel.days());

    REQUIRE(all.size() == 2);
    CHECK(all[0].is == panel_change::direction::fell);
    CHECK(all[0].closed == again + std::chrono::days{1});
    CHECK(all[1].is == panel_change::direction::rose);
    CHECK(all[1].items == 40);
    CHECK_FALSE(fall_of(panel.days()).has_value());
}

TEST_CASE("what goes on falling within a week is one fall; later it is another", "[statistics]") {
    simulated_panel panel{800, 1, none, 5};
    panel.pass_days(20);
    for (int step = 0; step < 3; ++step) {
        panel.fall_anywhere(20);
        panel.pass_days(3);
    }
    auto const once = panel_changes(panel.days());
    panel.pass_days(30);
    panel.fall_anywhere(20);
    panel.pass_days(3);
    auto const twice = panel_changes(panel.days());

    REQUIRE(once.size() == 1);
    CHECK(once[0].items == 60);
    REQUIRE(twice.size() == 2);
    CHECK(twice[0].items == 60);
    CHECK(twice[1].items == 20);
    CHECK(fall_of(panel.days())->found == twice[1].found);
}

TEST_CASE("a longer history tells the same past", "[statistics]") {
    simulated_panel panel{800, 10, sticky_items, 6};
    panel.pass_days(40);
    panel.fall_anywhere(40);
    panel.pass_days(20);
    auto const days = panel.days();
    auto const all = panel_changes(days);
    REQUIRE(all.size() == 1);

    for (std::size_t known = 0; known <= days.size(); ++known) {
        auto const then = panel_changes({days.begin(), days.begin() + static_cast<std::ptrdiff_t>(known)});
        bool const found_by_then = known > 0 && days[known - 1].day >= all[0].found;
        REQUIRE(then.size() == (found_by_then ? 1U : 0U));
        if (found_by_then) CHECK(then[0].found == all[0].found);
    }
}

TEST_CASE("an outage of a week hides no fall, and is none", "[statistics]") {
    bool const falls = GENERATE(true, false);
    std::vector<panel_day> history;
    for (int day = 0; day < 60; ++day) {
        if (day >= 30 && day < 37) continue;
        history.push_back({.day = day_at(day), .panel = 800, .creators = 800});
        if (falls && day == 38) history.back().lost_items = history.back().lost_creators = 16;
    }

    auto const found = fall_of(history);

    CHECK(found.has_value() == falls);
    if (found) CHECK(found->began == day_at(37));
}

TEST_CASE("with hardly any past nothing is a fall, and a small list needs three items", "[statistics]") {
    auto const last_of = [](int days, std::int64_t panel, std::int64_t lost) {
        std::vector<panel_day> history;
        for (int day = 0; day < days; ++day)
            history.push_back({.day = day_at(day), .panel = panel, .creators = panel});
        history.back().lost_items = history.back().lost_creators = lost;
        return fall_of(history).has_value();
    };
    CHECK_FALSE(last_of(5, 800, 400));
    CHECK(last_of(6, 800, 400));
    CHECK_FALSE(last_of(60, 10, 2));
    CHECK(last_of(60, 10, 3));
    CHECK_FALSE(last_of(60, 800, 7));
    CHECK(last_of(60, 800, 8));
    CHECK_FALSE(fall_of({}).has_value());
}
