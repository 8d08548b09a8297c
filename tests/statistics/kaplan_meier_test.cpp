#include "daemon/statistics/kaplan_meier.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lacuna;

namespace {

/// Weeks of remission under 6-MP and under placebo (Freireich et al., Blood 21, 1963); negative: censored.
constexpr int treated[]{6,   6,   6,   -6, 7,  -9,  10,  -10, -11, 13, 16,
                        -17, -19, -20, 22, 23, -25, -32, -32, -34, -35};
constexpr int untreated[]{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23};

std::vector<observed_time> subjects_of(auto const& weeks) {
    std::vector<observed_time> subjects;
    for (int const week : weeks) {
        subjects.push_back({.exit = static_cast<double>(std::abs(week)), .event = week > 0});
    }
    return subjects;
}

}  // namespace

TEST_CASE("the leukaemia data gives the published survival, standard errors and intervals", "[statistics]") {
    // Klein and Moeschberger 2003, table 4.1; intervals on the log(-log) scale as Stata's `sts list` prints
    // them.
    struct row {
        double week;
        std::int64_t at_risk, events;
        double surviving, error, low, high;
    };
    std::vector<row> const published{
        {6, 21, 3, 0.8571, 0.0764, 0.6197, 0.9516},  {7, 17, 1, 0.8067, 0.0869, 0.5631, 0.9228},
        {10, 15, 1, 0.7529, 0.0963, 0.5032, 0.8894}, {13, 12, 1, 0.6902, 0.1068, 0.4316, 0.8491},
        {16, 11, 1, 0.6275, 0.1141, 0.3675, 0.8049}, {22, 7, 1, 0.5378, 0.1282, 0.2678, 0.7468},
        {23, 6, 1, 0.4482, 0.1346, 0.1881, 0.6801},
    };

    auto const curve = kaplan_meier(subjects_of(treated));

    CHECK(curve.subjects == 21);
    CHECK(curve.events == 9);
    CHECK(curve.median == 23);
    REQUIRE(curve.steps.size() == published.size());
    for (std::size_t at = 0; at < published.size(); ++at) {
        auto const& [week, at_risk, events, surviving, error, low, high] = published[at];
        auto const& found = curve.steps[at];
        CHECK(found.time == week);
        CHECK(found.at_risk == at_risk);
        CHECK(found.events == events);
        CHECK(found.surviving == Approx(surviving).margin(0.00006));
        CHECK(found.standard_error == Approx(error).margin(0.00006));
        CHECK(found.ci->low == Approx(low).margin(0.00006));
        CHECK(found.ci->high == Approx(high).margin(0.00006));
    }
}

TEST_CASE("without censoring the curve is the share that is left, and Greenwood's error the binomial's",
          "[statistics]") {
    auto const curve = kaplan_meier(subjects_of(untreated));

    CHECK(curve.median == 8);
    for (auto const& step : curve.steps) {
        double left = 0;
        for (int const week : untreated) left += week > step.time ? 1 : 0;
        CHECK(step.surviving == Approx(left / 21).margin(1e-12));
        CHECK(step.standard_error == Approx(std::sqrt(left / 21 * (1 - left / 21) / 21)).margin(1e-12));
    }
    CHECK(curve.steps.back().surviving == 0);
    CHECK_FALSE(curve.steps.back().ci.has_value());
}

TEST_CASE("who enters late is at risk from then on only", "[statistics]") {
    // By hand. At 3: A, B, C watched, A's event: 2/3. At 5: B, C, D (entered at 4; E enters at 5: not yet),
    // B's event: 2/3 * 2/3. At 8: C gone at 6; D, E at risk, E's event: 4/9 * 1/2.
    std::vector<observed_time> const subjects{
        {0, 3, true}, {1, 5, true}, {2, 6, false}, {4, 9, false}, {5, 8, true}, {7, 7, true}, {9, 8, true},
    };

    auto const curve = kaplan_meier(subjects);

    CHECK(curve.subjects == 5);
    REQUIRE(curve.steps.size() == 3);
    CHECK(curve.steps[0].at_risk == 3);
    CHECK(curve.steps[0].surviving == Approx(2.0 / 3));
    CHECK(curve.steps[1].at_risk == 3);
    CHECK(curve.steps[1].surviving == Approx(4.0 / 9));
    CHECK(curve.steps[2].at_risk == 2);
    CHECK(curve.steps[2].surviving == Approx(2.0 / 9));
    double const greenwood = 1.0 / 6 + 1.0 / 6 + 1.0 / 2;
    CHECK(curve.steps[2].standard_error == Approx(2.0 / 9 * std::sqrt(greenwood)));
    CHECK(curve.median == 5);
}

TEST_CASE("late entry brings back the curve that ignoring it would flatter", "[statistics]") {
    // Ten events at 1 to 10, each subject watched only if it lasts beyond its entry at 3: whoever went before
    // is not there to be seen. From 3 on the curve is that of the seven who are.
    std::vector<observed_time> late;
    std::vector<observed_time> seven;
    for (int at = 1; at <= 10; ++at) {
        late.push_back({.entry = 3, .exit = static_cast<double>(at), .event = true});
        if (at > 3) seven.push_back({.exit = static_cast<double>(at), .event = true});
    }

    auto const curve = kaplan_meier(late);
    auto const expected = kaplan_meier(seven);

    CHECK(curve.from == 3);
    REQUIRE(curve.steps.size() == 7);
    for (std::size_t at = 0; at < 7; ++at) CHECK(curve.steps[at].surviving == expected.steps[at].surviving);
}

TEST_CASE("an early event that finds hardly anybody at risk does not end the curve", "[statistics]") {
    std::vector<observed_time> subjects{{0, 1, true}};
    for (int n = 0; n < 20; ++n) subjects.push_back({.entry = 2, .exit = 5, .event = n < 5});

    CHECK(kaplan_meier(subjects).steps.back().surviving == 0);
    auto const curve = kaplan_meier(subjects, 10);
    REQUIRE(curve.steps.size() == 1);
    CHECK(curve.from == 1);
    CHECK(curve.events == 5);
    CHECK(curve.steps[0].surviving == Approx(0.75));
    CHECK_FALSE(curve.median.has_value());
}

TEST_CASE("nobody, and nobody with an event, is a curve without steps", "[statistics]") {
    CHECK(kaplan_meier({}).steps.empty());
    auto const censored = kaplan_meier({{0, 5, false}, {1, 9, false}});
    CHECK(censored.steps.empty());
    CHECK(censored.subjects == 2);
    CHECK_FALSE(censored.median.has_value());
}

TEST_CASE("a median of exactly one half is the median", "[statistics]") {
    std::vector<observed_time> subjects;
    for (int at = 1; at <= 10; ++at) subjects.push_back({.exit = static_cast<double>(at), .event = true});
    CHECK(kaplan_meier(subjects).median == 5);
}

TEST_CASE("who is under observation is counted at any time, and who left without an event is kept",
          "[statistics]") {
    std::vector<observed_time> const subjects{
        {.exit = 5, .event = true}, {.exit = 5}, {.entry = 3, .exit = 9}, {.entry = 4, .exit = 4}};

    auto const watched = kaplan_meier(subjects).watched;

    CHECK(watched.at(0) == 0);
    CHECK(watched.at(1) == 2);
    CHECK(watched.at(3.5) == 3);
    CHECK(watched.at(5) == 3);
    CHECK(watched.at(5.1) == 1);
    CHECK(watched.at(100) == 0);
    CHECK(watched.censored == std::vector<double>{5, 9});
}
