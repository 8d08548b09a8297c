#include "daemon/charts/lag_curve.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::charts;

namespace {

frame drawn() {
    auto into = wide_frame(300);
    into.bottom = 48;
    return into;
}

/// Twenty from the beginning: ten came after 24 hours, five after 48, five were last seen absent at 100.
survival half_and_half() {
    std::vector<observed_time> subjects;
    for (int n = 0; n < 10; ++n) subjects.push_back({.exit = 24, .event = true});
    for (int n = 0; n < 5; ++n) subjects.push_back({.exit = 48, .event = true});
    for (int n = 0; n < 5; ++n) subjects.push_back({.exit = 100});
    return kaplan_meier(subjects, 10);
}

std::size_t times(std::string const& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("the curve rises in steps from none to the share that was retrieved", "[charts]") {
    auto const curve = half_and_half();
    auto const shape = shape_lag_curve({curve, 72, 2160}, drawn());

    double const ground = 300 - 48, top = 24;
    auto const height = [&](double share) { return ground - share * (ground - top); };
    REQUIRE(shape.line.size() == 6);
    CHECK(shape.line.front().y == Approx(ground));
    CHECK(shape.line[1].x == shape.line[2].x);
    CHECK(shape.line[2].y == Approx(height(0.5)));
    CHECK(shape.line[3].y == shape.line[2].y);
    CHECK(shape.line[4].y == Approx(height(0.75)));
    CHECK(shape.line.back().x == Approx(960 - 12));
    CHECK(shape.line.back().y == Approx(height(0.75)));
    CHECK(shape.until == 120);
    CHECK(shape.followed_longer == 0);
}

TEST_CASE("the band holds the line, and the median lies at a half", "[charts]") {
    auto const curve = half_and_half();
    auto const shape = shape_lag_curve({curve, 72, 2160}, drawn());

    REQUIRE(shape.bands.size() == 1);
    CHECK(shape.bands[0].size() == 8);
    CHECK(shape.bands[0].front().y < shape.line[2].y);
    CHECK(shape.bands[0].back().y > shape.line[2].y);
    REQUIRE(shape.median);
    CHECK(shape.median->x == Approx(shape.line[1].x));
    CHECK(shape.median->y == Approx((300 - 48 + 24) / 2.0));
}

TEST_CASE("who was never seen to come back is a stroke on the line, once a place", "[charts]") {
    auto const curve = half_and_half();
    auto const shape = shape_lag_curve({curve, 72, 2160}, drawn());

    REQUIRE(shape.censored.size() == 1);
    CHECK(shape.censored[0].y == shape.line.back().y);
    auto const svg = lag_curve_svg(shape, "lag", "t", "d");
    CHECK(times(svg, "class=\"unended\"") == 1);
    CHECK(times(svg, "class=\"line\"") == 1);
    CHECK(svg.find("judged from here on") != std::string::npos);
}

TEST_CASE("below the axis stand those who were waited for", "[charts]") {
    auto const curve = half_and_half();
    auto const shape = shape_lag_curve({curve, 72, 2160}, drawn());

    REQUIRE(shape.times.size() == shape.at_risk.size());
    CHECK(shape.times.size() <= 11);
    CHECK(shape.at_risk.front().label == "20");
    CHECK(shape.at_risk.back().label == "0");
    CHECK(shape.times[2].label == "2 d");
    CHECK(shape.at_risk[2].label == "10");  // Up to 48 hours, before what happens then.
    CHECK(shape.at_risk[3].label == "5");
}

TEST_CASE("the axis ends soon after the last retrieval, and says how many were followed longer", "[charts]") {
    std::vector<observed_time> subjects;
    for (int n = 0; n < 10; ++n) subjects.push_back({.exit = 100, .event = true});
    for (int n = 0; n < 4; ++n) subjects.push_back({.exit = 2000});
    auto const curve = kaplan_meier(subjects, 10);
    auto const shape = shape_lag_curve({curve, 72, 2160}, drawn());

    CHECK(shape.until == 168);
    CHECK(shape.followed_longer == 4);
    CHECK(shape.censored.empty());
}

TEST_CASE("the last that is left ends the band, not the line", "[charts]") {
    std::vector<observed_time> subjects;
    for (int n = 0; n < 10; ++n) subjects.push_back({.exit = 24.0 + n, .event = true});
    auto const curve = kaplan_meier(subjects, 1);
    auto const shape = shape_lag_curve({curve, 72, 2160}, drawn());

    REQUIRE_FALSE(curve.steps.back().ci);
    CHECK(shape.line.back().y == Approx(24));
    REQUIRE(shape.bands.size() == 1);
    CHECK(shape.bands[0].size() == 4 * 9);
    CHECK(shape.censored.empty());
}

TEST_CASE("one subject, and none at all, draw no fault", "[charts]") {
    survival const nothing;
    auto const empty = shape_lag_curve({nothing, 72, 2160}, drawn());
    CHECK(empty.line.empty());
    CHECK_FALSE(empty.median);
    CHECK(empty.until == 120);
    CHECK(lag_curve_svg(empty, "lag", "", "").find("class=\"line\"") == std::string::npos);

    auto const one = kaplan_meier({{.exit = 30, .event = true}}, 1);
    CHECK(shape_lag_curve({one, 72, 2160}, drawn()).line.size() == 4);
}

TEST_CASE("the axis never goes beyond the horizon, and its dates never exceed what fits", "[charts]") {
    std::vector<observed_time> subjects;
    for (int n = 0; n < 20; ++n) subjects.push_back({.exit = 2160, .event = n % 2 == 0});
    auto const curve = kaplan_meier(subjects, 10);
    auto const shape = shape_lag_curve({curve, 72, 2160}, drawn());

    CHECK(shape.until == 2160);
    CHECK(shape.times.size() <= 10);
    CHECK(shape.times.back().at <= 960 - 12 + 1e-6);
    CHECK(hours_in_words(36) == "36\u00a0h");
    CHECK(hours_in_words(72) == "3\u00a0days");
    CHECK(hours_in_words(84) == "3.5\u00a0days");
}
