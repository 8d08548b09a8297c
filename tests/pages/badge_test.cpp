#include "daemon/pages/images/badge.hpp"

#include "tests/pages/pages_bench.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <regex>

using namespace lacuna;
using namespace lacuna::pages;
using std::chrono::days;
using test::has;

namespace {

utc_day const today{std::chrono::year{2026} / 11 / 20};

badge_view at(double share, badge_thresholds with = {}) {
    badge_view view{.list = {.slug = "a", .title = "The <list>"}, .thresholds = with};
    view.now.now = utc_time{today} + std::chrono::hours{12};
    view.now.last_valid = run_summary{.day = today, .ended_at = view.now.now - std::chrono::hours{6}};
    list_day day{.day = today};
    day.rate.completeness = share;
    view.newest = day;
    return view;
}

badge_look look(double share, badge_thresholds with) { return badge_of(at(share, with)).look; }

double luminance(std::string const& colour) {
    double sum = 0;
    double const weights[] = {0.2126, 0.7152, 0.0722};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const digits =
            colour.size() == 7 ? colour.substr(1 + 2 * i, 2) : std::string(2, colour.at(1 + i));
        auto const value = std::stoi(digits, nullptr, 16) / 255.0;
        sum += weights[i] * (value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/// The fill that badge.css gives to `selector`.
std::string fill_of(std::string const& selector) {
    std::string const css{badge_style()};
    std::smatch found;
    std::regex const rule{selector + " \\{[^}]*fill: (#[0-9a-f]+);"};
    REQUIRE(std::regex_search(css, found, rule));
    return found[1];
}

}  // namespace

TEST_CASE("without thresholds a badge says the rate and judges nothing", "[pages]") {
    auto const plain = badge_of(at(0.876));

    CHECK(plain.label == "retrievable");
    CHECK(plain.value == "87.6\u00a0%");
    CHECK(plain.look == badge_look::neutral);
    CHECK(has(plain.title, "on 20 Nov 2026"));
}

TEST_CASE("a threshold holds at its boundary, for the number that is shown", "[pages]") {
    badge_thresholds const both{.warn = 90, .bad = 80};
    CHECK(look(0.9, both) == badge_look::good);
    CHECK(look(0.89951, both) == badge_look::good);  // Shown as 90.0 %.
    CHECK(look(0.8994, both) == badge_look::warn);
    CHECK(look(0.8, both) == badge_look::warn);
    CHECK(look(0.7994, both) == badge_look::bad);
    CHECK(look(0, both) == badge_look::bad);
    CHECK(look(1, {.warn = 100}) == badge_look::good);
    CHECK(look(0.99999, {.warn = 100}) == badge_look::warn);
    CHECK(look(0.00001, {.bad = 0}) == badge_look::good);
    CHECK(look(0.5, {.bad = 50}) == badge_look::good);
    CHECK(look(0.499, {.bad = 50}) == badge_look::bad);
    CHECK(badge_of(at(0.8994, both)).value == "89.9\u00a0%, below 90\u00a0%");
    CHECK(badge_of(at(0.5, both)).value == "50.0\u00a0%, below 80\u00a0%");
}

TEST_CASE("a badge without a number says why in a word, and never judges", "[pages]") {
    badge_thresholds const both{.warn = 90, .bad = 80};
    auto const value = [&](badge_view const& view) {
        auto const shown = badge_of(view);
        CHECK(shown.look == badge_look::neutral);
        return shown.value;
    };
    auto view = at(0.5, both);
    view.newest->rate.completeness.reset();
    CHECK(value(view) == "no rate");
    view.newest.reset();
    CHECK(value(view) == "no rate");
    view = at(0.5, both);
    view.list.how = selection::chosen_for_being_missing;
    CHECK(value(view) == "no rate");
    view = at(0.5, both);
    view.list.imported = true;
    CHECK(value(view) == "no rate");
    view = at(0.5, both);
    view.list.archived = true;
    CHECK(value(view) == "archived");
    view = at(0.5, both);
    view.now.last_valid.reset();
    CHECK(value(view) == "stale");
}

TEST_CASE("a badge is stale after 26 hours, or where runs go on without its list", "[pages]") {
    auto view = at(0.5);
    view.now.last_valid->ended_at = view.now.now - stale_after;
    CHECK(badge_of(view).value == "50.0\u00a0%");
    view.now.last_valid->ended_at = view.now.now - stale_after - std::chrono::milliseconds{1};
    CHECK(badge_of(view).value == "stale");
    view.now.as_of = today;
    CHECK(badge_of(view).value == "50.0\u00a0%");

    view = at(0.5);
    view.newest->day = today - days{1};
    CHECK(badge_of(view).value == "50.0\u00a0%");
    view.newest->day = today - days{2};
    CHECK(badge_of(view).value == "stale");
}

TEST_CASE("a badge is XML with a title, and says that data is simulated", "[pages]") {
    auto view = at(0.5, {.bad = 60});
    view.site.simulated = true;

    auto const svg = badge_svg(badge_of(view));

    CHECK(test::is_xml(svg));
    CHECK(has(svg, "aria-labelledby=\"t\""));
    CHECK(has(svg, "<title id=\"t\">Simulated data. The &lt;list&gt;: 50.0\u00a0%, below 60\u00a0%"));
    CHECK(has(svg, ">simulated: retrievable</text>"));
    CHECK(has(svg, "<rect class=\"bad\""));
    CHECK(has(svg, "<style>" + std::string{badge_style()} + "</style>"));
}

TEST_CASE("the words of a badge stand out from their ground", "[pages]") {
    auto const white = fill_of("text");
    for (auto const& [ground, ink] : {std::pair{fill_of("rect\\.label"), white},
                                      {fill_of("rect\\.neutral"), white},
                                      {fill_of("rect\\.good"), white},
                                      {fill_of("rect\\.warn"), fill_of("text\\.warn")},
                                      {fill_of("rect\\.bad"), white}}) {
        CAPTURE(ground, ink);
        auto const one = luminance(ground) + 0.05, other = luminance(ink) + 0.05;
        CHECK(std::max(one, other) / std::min(one, other) >= 4.5);
    }
}
