#include "daemon/charts/ratio_rows.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace lacuna;
using namespace lacuna::charts;

namespace {

std::size_t times(std::string const& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

ratio_shape shaped(std::vector<double> ratios, std::optional<double> median = 1.0) {
    ratio_data data{.rows = {{"views", std::move(ratios), median, "3 videos"}}};
    auto into = wide_rows(false);
    into.bar = 34;
    into.pitch = 58;
    return shape_ratios(data, into);
}

}  // namespace

TEST_CASE("half and double are equally far from one", "[charts]") {
    log_scale const x{0.1, 10, 0, 200};

    CHECK(x(1) == Approx(100));
    CHECK(x(2) - x(1) == Approx(x(1) - x(0.5)));
    CHECK(x(0.1) == Approx(0));
    CHECK(x(10) == Approx(200));
}

TEST_CASE("what has no logarithm has no place on the axis, and breaks nothing", "[charts]") {
    log_scale const x{0.1, 10, 5, 200};

    CHECK(x(0) == 5);
    CHECK(x(-3) == 5);
    CHECK(log_scale{0, 10, 5, 200}(1) == 5);
    CHECK(log_scale{1, 1, 5, 200}(1) == 5);
    CHECK(round_factors(0, 10, 5).empty());
}

TEST_CASE("ticks of a logarithmic axis are round and never more than fit", "[charts]") {
    CHECK(round_factors(0.5, 2, 10) == std::vector{0.5, 1.0, 2.0});
    for (double const span : {2.0, 10.0, 1e3, 1e6}) {
        auto const values = round_factors(1 / span, span, 6);
        CHECK(!values.empty());
        CHECK(values.size() <= 6);
        for (auto const value : values) CHECK((value >= 0.999 / span && value <= 1.001 * span));
    }
}

TEST_CASE("a ratio of zero stands before the axis and is counted", "[charts]") {
    auto const shape = shaped({0, 0, 1, 1, 1, 1});

    REQUIRE(shape.rows.size() == 1);
    CHECK(shape.rows[0].zero == 2);
    REQUIRE(shape.rows[0].bars.size() == 1);
    CHECK(shape.rows[0].bars[0].height == Approx(34));
    CHECK(shape.rows[0].zeros == Approx(17));
    CHECK(shape.start > shape.drawn.left + 14);
    auto const svg = ratios_svg(shape, "r", "", "");
    CHECK(times(svg, "class=\"bar out\"") == 1);
    CHECK(svg.find(">0</text>") != std::string::npos);
    CHECK(ratios_svg(shaped({1, 2}), "r", "", "").find(">0</text>") == std::string::npos);
}

TEST_CASE("the axis goes as far as the ratios, but not without end", "[charts]") {
    CHECK(shaped({1}).low == 0.5);
    CHECK(shaped({1}).high == 2);
    CHECK(shaped({0.03, 7}).low == Approx(0.02));
    CHECK(shaped({0.03, 7}).high == Approx(10));
    auto const wild = shaped({1e-9, 1e12, std::numeric_limits<double>::infinity()});
    CHECK(wild.low == Approx(1e-3));
    CHECK(wild.high == Approx(1e3));
    for (auto const& bar : wild.rows[0].bars) {
        CHECK(bar.x >= wild.start);
        CHECK(bar.x + wild.bar_width <= wild.drawn.end() + 1e-6);
    }
}

TEST_CASE("the band goes from a tenth below one to a tenth above", "[charts]") {
    auto const shape = shaped({1});
    log_scale const x{shape.low, shape.high, shape.start, shape.drawn.end()};

    CHECK(shape.band_left == Approx(x(0.9)));
    CHECK(shape.band_right == Approx(x(1.1)));
    CHECK(shape.rows[0].median == Approx(x(1)));
}

TEST_CASE("no rows draw an axis alone, and a median of zero no pointer", "[charts]") {
    CHECK(times(ratios_svg(shape_ratios({}, narrow_rows(false)), "r", "", ""), "class=\"bar") == 0);
    CHECK_FALSE(shaped({0, 0, 1}, 0.0).rows[0].median);
}

TEST_CASE("ratios are said in three digits at most", "[charts]") {
    CHECK(ratio_in_words(1) == "1");
    CHECK(ratio_in_words(0.98) == "0.98");
    CHECK(ratio_in_words(0.5) == "0.5");
    CHECK(ratio_in_words(12.4) == "12");
    CHECK(ratio_in_words(0.001) == "0.001");
    CHECK(ratio_in_words(0) == "0");
}
