#include "daemon/charts/picture.hpp"
#include "daemon/charts/month_strips.hpp"
#include "daemon/charts/svg_text.hpp"
#include "daemon/charts/text_lines.hpp"
#include "daemon/charts/trend.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::charts;
using std::chrono::days;

namespace {

utc_day const first{std::chrono::year{2026} / 11 / 1};

std::size_t times(std::string const& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

trend_shape marked(std::vector<int> const& on_days, bool zoomed = false) {
    trend_data data{.from = first, .to = first + days{89}};
    data.days = {{first, zoomed ? 0.9 : 0.1, {}, {}, false}, {first + days{1}, 0.95, {}, {}, false}};
    int number = 0;
    for (int const day : on_days) data.marks.push_back({first + days{day}, ++number});
    return shape_trend(data, wide_frame(260));
}

}  // namespace

TEST_CASE("a long text is broken between words, and nothing of it is lost", "[charts]") {
    std::string const text = "On 20 Nov 2026, 8,713 of 9,950 public, in-scope videos could be retrieved";

    auto const lines = text_lines(text, 150, 13, 20);

    REQUIRE(lines.size() > 2);
    std::string joined;
    for (auto const& line : lines) {
        CHECK(text_width(line, 13) <= 150);
        joined += (joined.empty() ? "" : " ") + line;
    }
    CHECK(joined == text);
}

TEST_CASE("a word that is longer than a line is cut between characters", "[charts]") {
    auto const address = std::string(300, 'a');
    std::string joined;
    for (auto const& line : text_lines(address, 150, 12, 99)) joined += line;
    CHECK(joined == address);

    std::string emoji;
    for (int i = 0; i < 40; ++i) emoji += "😀";
    for (auto const& line : text_lines(emoji, 100, 20, 99)) CHECK(line.size() % 4 == 0);
    CHECK(text_lines("", 100, 12, 3).empty());
    CHECK(text_lines("x", 0, 12, 3).size() == 1);
}

TEST_CASE("what does not fit into the lines there are ends in an ellipsis", "[charts]") {
    auto const lines = text_lines(std::string(500, 'w') + " end", 200, 12, 2);

    REQUIRE(lines.size() == 2);
    CHECK(lines[1].ends_with("…"));
    CHECK(text_width(lines[1], 12) <= 200);
}

TEST_CASE("a picture carries all its words, escaped, and its style as it was given", "[charts]") {
    picture shown{
        .warnings = {"</svg><script>"}, .title = "A & B", .subject = "\"<list>\"", .filters = "all"};
    shown.sentence = "so\x01 it is\xef\xbf\xbf";
    shown.source = "us";
    shown.permalink = "https://example.org/?a=1&b=\"2\"";
    shown.drawing = R"(<svg role="img" viewBox="0 0 960 260"></svg>)";
    shown.height = 260;

    auto const svg = picture_svg(shown, ".a > .b { fill: red; }");

    CHECK(svg.find("<script>") == std::string::npos);
    CHECK(svg.find("&lt;/svg&gt;&lt;script&gt;") != std::string::npos);
    CHECK(svg.find("<style>.a > .b { fill: red; }</style>") != std::string::npos);
    CHECK(svg.find(">so it is</text>") != std::string::npos);
    CHECK(svg.find("href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\"") != std::string::npos);
    CHECK(svg.find("<svg x=\"0\" y=\"") != std::string::npos);
    CHECK(svg.find("height=\"260\" role=\"img\"") != std::string::npos);
}

TEST_CASE("a picture grows with what it has to say", "[charts]") {
    auto const height = [](picture const& shown) {
        auto const svg = picture_svg(shown, "");
        return std::stoi(svg.substr(svg.find(" height=\"") + 9));
    };
    picture small{.title = "A"};
    auto large = small;
    large.notes.assign(10, "A note.");
    CHECK(height(large) == height(small) + 10 * 17);
    CHECK(height({.title = "A"}) < height({.warnings = {"Simulated."}, .title = "A"}));
}

TEST_CASE("marks far apart have a number each, marks that would overlap share one", "[charts]") {
    auto const apart = marked({10, 50});
    REQUIRE(apart.numbers.size() == 2);
    CHECK(apart.numbers[0].label == "1");
    CHECK(apart.numbers[0].at == Approx(apart.marks[0].at));

    auto const close = marked({10, 11, 11, 50});
    REQUIRE(close.numbers.size() == 2);
    CHECK(close.numbers[0].label == "1–3");
    CHECK(close.numbers[1].label == "4");
    CHECK(close.marks.size() == 4);
    CHECK(times(trend_svg(close, "t", "", ""), "<rect class=\"mark\"") == 2);
}

TEST_CASE("numbers of marks stay inside the picture and off the words about a zoomed axis", "[charts]") {
    for (bool const zoomed : {false, true}) {
        auto const shape = marked({0, 3, 7, 88, 89}, zoomed);
        double before = shape.drawn.left + (zoomed ? 160 : 0);
        for (auto const& number : shape.numbers) {
            CHECK(number.at - number.width / 2 >= before - 0.01);
            before = number.at + number.width / 2;
        }
        CHECK(before <= shape.drawn.width - shape.drawn.right + 0.01);
        CHECK(shape.range.zoomed == zoomed);
    }
}

TEST_CASE("months are rows, the newest first, with a cell for each day that has a verdict", "[charts]") {
    auto const drawn =
        month_strips({{first - days{1}, 'r'}, {first, 'm'}, {first + days{1}, 'm'}, {first + days{2}, '\0'}});

    CHECK(drawn.svg.find("Nov 2026") < drawn.svg.find("Oct 2026"));
    CHECK(times(drawn.svg, "class=\"strip\"") == 2);
    CHECK(times(drawn.svg, "v-missing") == 1);
    CHECK(drawn.svg.find("1 Nov 2026 to 2 Nov 2026: public, not returned") != std::string::npos);
    CHECK(month_strips({}).height < drawn.height);
}
