#include "daemon/charts/bars.hpp"
#include "daemon/charts/row_frame.hpp"
#include "daemon/charts/share_bars.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::charts;

namespace {

bars_data eleven(std::vector<std::int64_t> const& amounts) {
    bars_data data{.axis = "of ten"};
    for (std::size_t i = 0; i < amounts.size(); ++i)
        data.classes.push_back({std::to_string(i), amounts[i], i == 0});
    return data;
}

std::size_t times(std::string const& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("bars stand on the axis, as high as there are many, none overlapping", "[charts]") {
    auto const shape = shape_bars(eleven({4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 40}), wide_frame(250));

    REQUIRE(shape.bars.size() == 11);
    double const ground = 250 - 28;
    CHECK(shape.bars[10].y == Approx(24));
    CHECK(shape.bars[0].height == Approx(shape.bars[10].height / 10));
    CHECK(shape.bars[1].height == 0);
    for (std::size_t i = 0; i < 11; ++i) {
        CHECK(shape.bars[i].y + shape.bars[i].height == Approx(ground));
        if (i > 0) CHECK(shape.bars[i].x > shape.bars[i - 1].x + shape.bars[i - 1].width);
    }
    CHECK(shape.bars.front().x >= 52);
    CHECK(shape.bars.back().x + shape.bars.back().width <= 960 - 12);
}

TEST_CASE("every class bears its amount, also none, and only the first is marked out", "[charts]") {
    auto const svg = bars_svg(shape_bars(eleven({1200, 0, 3}), narrow_frame(230)), "t", "<b>", "d");

    CHECK(times(svg, "class=\"bar out\"") == 1);
    CHECK(times(svg, "class=\"bar\"") == 1);
    CHECK(svg.find(">1,200</text>") != std::string::npos);
    CHECK(times(svg, "class=\"middle strong\"") == 3);
    CHECK(svg.find("&lt;b&gt;") != std::string::npos);
}

TEST_CASE("no classes and nothing but zeros draw an axis and no bar", "[charts]") {
    CHECK(times(bars_svg(shape_bars({}, wide_frame(250)), "t", "", ""), "<rect") == 0);
    auto const zeros = shape_bars(eleven({0, 0}), wide_frame(250));
    CHECK(zeros.bars[1].height == 0);
    CHECK(times(bars_svg(zeros, "t", "", ""), "<rect class=\"bar") == 0);
}

TEST_CASE("a share's bar ends where all of them would end, and an unknown share has none", "[charts]") {
    auto const drawn = wide_rows(false);
    auto const shape = shape_share_bars(
        {{"all", 1.0, "100 %"}, {"half", 0.5, ""}, {"none", 0.0, ""}, {"?", {}, "–"}, {"more", 1.5, ""}},
        drawn);

    double const room = drawn.end() - drawn.left;
    CHECK(shape.bars[0].width == Approx(room));
    CHECK(shape.bars[1].width == Approx(room / 2));
    CHECK(shape.bars[2].width == 0);
    CHECK_FALSE(shape.bars[3].known);
    CHECK(shape.bars[4].width == Approx(room));
    auto const svg = share_bars_svg(shape, "t", "", "");
    CHECK(times(svg, "class=\"bar\"") == 3);
    CHECK(times(svg, "class=\"empty\"") == 1);
    CHECK(times(share_spark_svg(0.5), "width=\"45\"") == 1);
    CHECK(share_spark_svg({}).find("class=\"bar\"") == std::string::npos);
}

TEST_CASE("rows lie one below the other and inside the picture", "[charts]") {
    for (auto const& drawn : {wide_rows(true), wide_rows(false), narrow_rows(true), narrow_rows(false)}) {
        for (std::size_t row = 0; row < 5; ++row) {
            CHECK(drawn.bar_top(row) > drawn.row_top(row));
            CHECK(drawn.bar_top(row) + drawn.bar <= drawn.row_top(row + 1));
        }
        CHECK(drawn.bar_top(4) + drawn.bar <= drawn.height(5));
        CHECK(drawn.left < drawn.end());
    }
}

TEST_CASE("a name is cut between characters, never within one", "[charts]") {
    CHECK(cut_to("DE", 100) == "DE");
    CHECK(cut_to("", 10).empty());
    auto const cut = cut_to("ööööööööööööööööööö", 60);
    CHECK(cut.ends_with("…"));
    CHECK(cut.size() < 30);
    CHECK((cut.size() - std::string{"…"}.size()) % 2 == 0);
    CHECK(cut_to("日本語日本語日本語", 40) == "日本…");
    CHECK(cut_to("\xff\xfe\xfd", 5).size() <= 6);
}
