#include "daemon/charts/trend.hpp"
#include "daemon/charts/counts.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::charts;
using std::chrono::days;

namespace {

utc_day const first{std::chrono::year{2026} / 11 / 1};

trend_day rated(int day, double rate) {
    return {.day = first + days{day}, .rate = rate, .low = rate - 0.01, .high = rate + 0.01};
}

std::size_t times(std::string const& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("neither a missing nor a void day is bridged, and a void one is hatched", "[charts]") {
    trend_data data{.from = first, .to = first + days{9}};
    data.days = {rated(0, 0.5), rated(1, 0.9), rated(3, 0.7), rated(4, 0.7), rated(5, 0.7)};
    data.days[3].is_void = true;

    auto const shape = shape_trend(data, wide_frame(260));

    REQUIRE(shape.pieces.size() == 3);
    CHECK(shape.pieces[0].line.size() == 4);
    CHECK(shape.pieces[1].line.size() == 2);
    REQUIRE(shape.void_days.size() == 1);
    CHECK(shape.void_days[0].left == Approx(shape.pieces[1].line[1].x));
    CHECK(shape.void_days[0].width == Approx((960.0 - 52 - 12) / 10));
    auto const svg = trend_svg(shape, "t", "title", "description");
    CHECK(times(svg, "class=\"line\"") == 3);
    CHECK(times(svg, "class=\"void\"") == 1);
}

TEST_CASE("a day's step is flat, and the line rises only between days", "[charts]") {
    trend_data data{.from = first, .to = first + days{1}, .days = {rated(0, 0.5), rated(1, 0.9)}};

    auto const line = shape_trend(data, wide_frame(260)).pieces.at(0).line;

    CHECK(line[0].y == line[1].y);
    CHECK(line[1].x == line[2].x);
    CHECK(line[1].y > line[2].y);
}

TEST_CASE("an axis that does not go from 0 to 100 says so, and only such a one", "[charts]") {
    trend_data data{.from = first, .to = first + days{1}, .days = {rated(0, 0.87), rated(1, 0.88)}};
    auto const zoomed = shape_trend(data, wide_frame(260));
    data.days[1].rate = 0.2;
    data.days[1].low = 0.1;
    auto const whole = shape_trend(data, wide_frame(260));

    CHECK(zoomed.range.zoomed);
    CHECK(trend_svg(zoomed, "t", "", "").find("Axis zoomed") != std::string::npos);
    CHECK_FALSE(whole.range.zoomed);
    CHECK(whole.range.low == 0);
    CHECK(whole.range.high == 1);
    CHECK(trend_svg(whole, "t", "", "").find("Axis zoomed") == std::string::npos);
}

TEST_CASE("titles and labels from outside cannot become markup", "[charts]") {
    trend_data const data{.from = first, .to = first, .days = {rated(0, 0.5)}};

    auto const svg = trend_svg(shape_trend(data, wide_frame(260)), "t", "<script>", "a \"b\" & c");

    CHECK(svg.find("<script>") == std::string::npos);
    CHECK(svg.find("&lt;script&gt;") != std::string::npos);
    CHECK(svg.find("a &quot;b&quot; &amp; c") != std::string::npos);
}

TEST_CASE("bars stack to the day's total in the palette's order, and void days have none", "[charts]") {
    counts_data data{.from = first, .to = first + days{1}};
    data.days = {{first, {{verdict_kind::missing, 25}, {verdict_kind::retrievable, 75}}, false},
                 {first + days{1}, {{verdict_kind::retrievable, 900}}, true}};

    auto const shape = shape_counts(data, wide_frame(200));

    REQUIRE(shape.layers.size() == 2);
    CHECK(shape.layers[0].kind == verdict_kind::retrievable);
    REQUIRE(shape.layers[0].bars.size() == 1);
    auto const& ground = shape.layers[0].bars[0];
    auto const& top = shape.layers[1].bars[0];
    CHECK(top.y == Approx(24));
    CHECK(top.y + top.height == Approx(ground.y));
    CHECK(ground.height == Approx(3 * top.height));
    CHECK(ground.y + ground.height == Approx(200 - 28));
    CHECK(shape.void_days.size() == 1);
}

TEST_CASE("dates on an axis never exceed what was asked for, over a day and over ten years", "[charts]") {
    for (int const span : {1, 7, 60, 90, 279, 366, 3650}) {
        day_scale const scale{first - days{span - 1}, first, 0, 900};
        auto const ticks = day_ticks(scale, 9);
        INFO(span);
        CHECK(!ticks.empty());
        CHECK(ticks.size() <= 9);
        for (auto const& tick : ticks) CHECK((tick.at >= 0 && tick.at < 900));
    }
}

TEST_CASE("large numbers are grouped by thousands", "[charts]") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(-1234567) == "-1,234,567");
}

TEST_CASE("no days at all draw an empty frame, not a fault", "[charts]") {
    trend_data const data{.from = first, .to = first};

    CHECK(shape_trend(data, narrow_frame(230)).pieces.empty());
    CHECK(sparkline_svg(data).empty());
    CHECK(counts_spark_svg({.from = first, .to = first}).empty());
}
