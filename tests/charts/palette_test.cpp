#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;
using charts::verdict_marks;

TEST_CASE("every verdict has one mark, one class, and a shape of its own among ours", "[charts]") {
    std::set<verdict_kind> kinds;
    std::set<std::string_view> classes;
    std::vector<charts::cell_shape> shapes;
    for (auto const& mark : verdict_marks()) {
        kinds.insert(mark.kind);
        classes.insert(mark.css_class);
        auto const name = to_string(mark.kind);
        if (name.starts_with("imported")) continue;
        CHECK(std::ranges::find(shapes, mark.cell) == shapes.end());
        shapes.push_back(mark.cell);
    }

    for (auto const& word : verdict_words()) CHECK(kinds.contains(word.kind));
    CHECK(kinds.size() == verdict_words().size());
    CHECK(classes.size() == verdict_marks().size());
    CHECK(shapes.size() == 9);
}

TEST_CASE("the legend says each drawn verdict once, with the class and shape that draw it", "[charts]") {
    std::vector const drawn{verdict_kind::missing, verdict_kind::retrievable, verdict_kind::missing};

    auto const legend = charts::legend(drawn);

    REQUIRE(legend.size() == 2);
    CHECK(legend[0].kind == verdict_kind::retrievable);
    CHECK(legend[1].kind == verdict_kind::missing);
    CHECK(legend[0].swatch.find("d=\"M0 5h7v9h-7z\"") != std::string::npos);
    CHECK(legend[1].swatch.find("d=\"M0 0h7v14h-7z\"") != std::string::npos);
    for (auto const& entry : legend) {
        auto const& mark = charts::mark_of(entry.kind);
        CHECK(entry.words == charts::word_of(entry.kind).words);
        CHECK(entry.swatch.find("\"" + std::string{mark.css_class} + "\"") != std::string::npos);
    }
}

TEST_CASE("a stored letter that nobody knows draws nothing", "[charts]") {
    CHECK(charts::kind_of('r') == verdict_kind::retrievable);
    CHECK_FALSE(charts::kind_of('\0'));
    CHECK_FALSE(charts::kind_of('z'));

    auto const svg = charts::strip_svg(std::string_view{"\0z\0", 3}, "nothing");

    CHECK(svg.find("<path") == std::string::npos);
}

TEST_CASE("a strip has one path a verdict, and a gap is not bridged", "[charts]") {
    auto const svg = charts::strip_svg(std::string_view{"rr\0rmu", 6}, "two & more");

    CHECK(
        svg.find("<path class=\"v-retrievable\" stroke-width=\"9\" stroke-dasharray=\"7 1\" d=\"M0 9.5h15M24 "
                 "9.5h7\"/>") != std::string::npos);
    CHECK(
        svg.find("<path class=\"v-missing\" stroke-width=\"14\" stroke-dasharray=\"7 1\" d=\"M32 7h7\"/>") !=
        std::string::npos);
    CHECK(svg.find("viewBox=\"0 0 48 14\"") != std::string::npos);
    CHECK(svg.find("aria-label=\"two &amp; more\"") != std::string::npos);
}

TEST_CASE("a rectangle narrower than its cell stands where the legend shows it", "[charts]") {
    auto const svg = charts::strip_svg("nn", "gone");

    CHECK(svg.find("stroke-width=\"4\" stroke-dasharray=\"3 5\" d=\"M2 7h11\"") != std::string::npos);
    std::vector const drawn{verdict_kind::not_public};
    CHECK(charts::legend(drawn).at(0).swatch.find("d=\"M2 5h3v4h-3z\"") != std::string::npos);
}

TEST_CASE("a shape that is no rectangle is drawn cell by cell", "[charts]") {
    std::string const cross{charts::mark_of(verdict_kind::excluded).cell.outline};
    REQUIRE_FALSE(cross.empty());

    auto const svg = charts::strip_svg("rxx", "excluded");

    CHECK(svg.find("<path class=\"v-excluded\" fill-rule=\"evenodd\" d=\"M8 0" + cross + "m8 0" + cross +
                   "\"/>") != std::string::npos);
}

TEST_CASE("a cell's title lies over the whole cell and is escaped", "[charts]") {
    auto const svg = charts::titled_strip_svg("rmr", "three", {"", "a < b", "c"});

    CHECK(svg.find("<rect x=\"8\" width=\"7\" height=\"14\"><title>a &lt; b</title></rect>") !=
          std::string::npos);
    CHECK(svg.find("<rect x=\"0\"") == std::string::npos);
    CHECK(charts::titled_strip_svg("rmr", "three", {}) == charts::strip_svg("rmr", "three"));
}

TEST_CASE("stretches say what a strip draws", "[charts]") {
    utc_day const first{std::chrono::year{2026} / 2 / 27};

    auto const found = charts::stretches(std::string_view{"mm\0mr", 5}, first);

    REQUIRE(found.size() == 3);
    CHECK(found[0] == charts::verdict_stretch{verdict_kind::missing, first, first + std::chrono::days{1}});
    CHECK(found[1].first == utc_day{std::chrono::year{2026} / 3 / 2});
    CHECK(found[2].kind == verdict_kind::retrievable);
}
