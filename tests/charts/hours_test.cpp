#include "daemon/charts/hours.hpp"
#include "daemon/charts/frame_svg.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::charts;
using namespace std::chrono_literals;

namespace {

utc_time const midnight{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}};

hours_data two_days() {
    return {.from = midnight,
            .to = midnight + 48h,
            .hours = {{midnight + 3h, 90, 10, 100, 200, 1000}, {midnight + 27h, 50, 0, 100, 100, 100}}};
}

}  // namespace

TEST_CASE("each hour with a question has its place, and the others stay blank", "[charts]") {
    auto const shape = shape_hours(two_days(), wide_frame(220));

    REQUIRE(shape.answered.size() == 2);
    REQUIRE(shape.failed.size() == 1);
    double const cell = (960.0 - 56 - 12) / 48;
    CHECK(shape.answered[0].x == Approx(56 + 3 * cell + 0.5));
    CHECK(shape.answered[1].x - shape.answered[0].x == Approx(24 * cell));
    CHECK(shape.failed[0].y + shape.failed[0].height == Approx(shape.answered[0].y));
    CHECK(shape.answered[0].height == Approx(9 * shape.failed[0].height));
    CHECK(shape.answered[0].y + shape.answered[0].height == Approx(shape.between));
}

TEST_CASE("latencies lie on a logarithmic scale, the slow above the fast", "[charts]") {
    auto const shape = shape_hours(two_days(), wide_frame(220));

    REQUIRE(shape.spans.size() == 2);
    CHECK(shape.spans[0].label == "100 ms");
    CHECK(shape.spans[1].label == "1 s");
    CHECK(shape.tail[0].y == Approx(shape.spans[1].at));
    CHECK(shape.median[0].y + 1 == Approx(shape.spans[0].at));
    CHECK(shape.usual[0].y == Approx(shape.tail[0].y + shape.tail[0].height));
}

TEST_CASE("one failed question among very many is seen", "[charts]") {
    hours_data const data{.from = midnight, .to = midnight + 48h, .hours = {{midnight, 99'999, 1, 9, 9, 9}}};
    CHECK(shape_hours(data, narrow_frame(220)).failed.at(0).height >= 2);
}

TEST_CASE("the figure is drawn with the marks that its legend names", "[charts]") {
    auto const svg = hours_svg(shape_hours(two_days(), wide_frame(220)), "x", "a <title>", "b");
    for (auto const& mark : hours_marks()) {
        auto const drawn = "<path class=\"" + std::string{mark.css_class} + "\"";
        CHECK(svg.find(drawn) != std::string::npos);
        CHECK(hours_swatch(mark).find(drawn) != std::string::npos);
    }
    CHECK(svg.find("a &lt;title&gt;") != std::string::npos);
    CHECK(hours_svg(shape_hours({.from = midnight, .to = midnight + 48h}, wide_frame(220)), "x", "", "")
              .find("<path") == std::string::npos);
}
