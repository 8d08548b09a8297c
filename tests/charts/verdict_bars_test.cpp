#include "daemon/charts/verdict_bars.hpp"
#include "daemon/charts/palette.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::charts;
using enum verdict_kind;

namespace {

std::size_t times(std::string const& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("a row's parts fill its bar in the palette's order", "[charts]") {
    auto const drawn = wide_rows(true);
    auto const shape = shape_verdict_bars({{"DE", {{missing, 25}, {retrievable, 75}}, "75 %", false}}, drawn);

    REQUIRE(shape.bars.size() == 1);
    auto const& parts = shape.bars[0].parts;
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].kind == retrievable);
    CHECK(parts[0].x == Approx(drawn.left));
    CHECK(parts[0].width == Approx(3 * parts[1].width));
    CHECK(parts[1].x == Approx(parts[0].x + parts[0].width));
    CHECK(parts[1].x + parts[1].width == Approx(drawn.end()));
    CHECK(parts[0].words == "▄ 75");
}

TEST_CASE("the legend's kinds are those that are drawn, each once", "[charts]") {
    auto const shape = shape_verdict_bars(
        {{"a", {{missing, 1}, {unknown, 0}}, "", false}, {"b", {{retrievable, 2}, {missing, 1}}, "", false}},
        narrow_rows(true));

    CHECK(shape.kinds == std::vector{retrievable, missing});
    auto const svg = verdict_bars_svg(shape, "w", "", "");
    for (auto const& mark : verdict_marks()) {
        bool const named = std::ranges::find(shape.kinds, mark.kind) != shape.kinds.end();
        INFO(mark.css_class);
        CHECK((svg.find("class=\"" + std::string{mark.css_class} + "\"") != std::string::npos) == named);
    }
}

TEST_CASE("a void row is hatched and stacks nothing, an empty one is an empty bar", "[charts]") {
    auto const shape = shape_verdict_bars(
        {{"void", {{retrievable, 900}}, "void", true}, {"empty", {}, "", false}}, wide_rows(true));

    CHECK(shape.kinds.empty());
    auto const svg = verdict_bars_svg(shape, "w", "", "");
    CHECK(times(svg, "class=\"void\"") == 1);
    CHECK(times(svg, "fill=\"url(#w-void)\"") == 1);
    CHECK(times(svg, "class=\"empty\"") == 1);
}

TEST_CASE("a part is named where there is room for it, and every part is drawn", "[charts]") {
    auto const shape =
        shape_verdict_bars({{"a", {{retrievable, 99'999}, {missing, 1}}, "", false}}, wide_rows(true));

    CHECK(shape.bars[0].parts[0].words == "▄ 99,999");
    CHECK(shape.bars[0].parts[1].words.empty());
    CHECK(times(verdict_bars_svg(shape, "w", "", ""), "class=\"v-") == 2);
}

TEST_CASE("names from outside cannot become markup", "[charts]") {
    auto const svg = verdict_bars_svg(
        shape_verdict_bars({{"<script>&", {{missing, 1}}, "\"x\"", false}}, narrow_rows(true)), "w", "<t>",
        "d");

    CHECK(svg.find("<script>") == std::string::npos);
    CHECK(svg.find("&lt;script&gt;") != std::string::npos);
    CHECK(svg.find("&quot;x&quot;") != std::string::npos);
    CHECK(svg.find("&lt;t&gt;") != std::string::npos);
}

TEST_CASE("no rows draw nothing", "[charts]") {
    auto const shape = shape_verdict_bars({}, wide_rows(true));

    CHECK(shape.kinds.empty());
    CHECK(verdict_bars_svg(shape, "w", "", "").find("<rect") == std::string::npos);
}
