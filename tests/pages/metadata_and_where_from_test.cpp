#include "daemon/charts/palette.hpp"
#include "daemon/pages/lists/metadata_figures.hpp"
#include "daemon/pages/lists/metadata_page.hpp"
#include "daemon/pages/lists/where_from_figures.hpp"
#include "daemon/pages/lists/where_from_page.hpp"
#include "daemon/pages/sentence.hpp"
#include "tests/pages/list_part_views.hpp"
#include "tests/pages/texts.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::pages;
using std::chrono::days;
using std::chrono::hours;
using test::chosen;
using test::has;
using test::hostile;
using test::ordinary;
using test::part_of;
using test::theirs;
using test::times;
using test::today;

namespace {

/// Ten videos; eight with public views, of which six are near; one fell.
list_counts ten_videos() {
    list_counts found{.day = today};
    for (std::int64_t n = 0; n < 10; ++n) {
        listed_counts item;
        item.api = {100, 10, 0, std::nullopt, 5};
        item.highest[0] = n == 0 ? 120 : 90;
        if (n < 6) item.seen[0] = 101;
        if (n == 6) item.seen[0] = 400;
        if (n == 7) item.api[0] = 0, item.seen[0] = 50;
        found.items.push_back(item);
    }
    found.fields = {
        .day = today, .items = 12, .fields = {{"view_count", {{'n', 12}}}, {hostile, {{'s', 3}}}}};
    return found;
}

metadata_view metadata_of(watchlist const& list) { return {.part = part_of(list), .found = ten_videos()}; }

list_day day_with(std::int64_t retrievable, std::int64_t missing, std::int64_t unknown = 0) {
    list_day made{.day = today};
    if (retrievable > 0) made.counts[{verdict_kind::retrievable, true}] = retrievable;
    if (missing > 0) made.counts[{verdict_kind::missing, true}] = missing;
    if (unknown > 0) made.counts[{verdict_kind::unknown, false}] = unknown;
    made.rate.retrievable = retrievable;
    made.rate.missing = missing;
    if (retrievable + missing >= 30) {
        made.rate.completeness =
            static_cast<double>(retrievable) / static_cast<double>(retrievable + missing);
        made.rate.low = *made.rate.completeness - 0.05;
        made.rate.high = *made.rate.completeness + 0.05;
    }
    return made;
}

where_from_view somewhere(watchlist const& list) {
    where_from_view view{.part = part_of(list)};
    view.strata = {{"all", day_with(90, 30, 10)},   {"scope:in", day_with(80, 20)},
                   {"region:DE", day_with(30, 10)}, {"region:FR", day_with(40, 5)},
                   {"region:XX", day_with(2, 3)},   {"created:2024", day_with(90, 30, 10)}};
    view.creators = {{hostile, 10, 0}, {"ben", 5, 5}};
    return view;
}

}  // namespace

TEST_CASE("the sentence holds the API's views against the public ones, and says what fell", "[pages]") {
    CHECK(
        metadata_sentence(metadata_of(ordinary)) ==
        "On 20 Nov 2026, the API gave 6 of 8 videos about as many views (within 10\u00a0%) as the public "
        "page; "
        "the median ratio was 0.99; 2 of 10 videos have fewer views than the highest of the 14 days before.");
}

TEST_CASE("where nothing can be compared the page says so and why", "[pages]") {
    auto view = metadata_of(ordinary);
    for (auto& item : view.found->items) item.seen = {};
    CHECK(has(metadata_sentence(view), "no public count was read to compare them with"));
    CHECK(has(render_metadata(view), "(oEmbed) says whether a video is there and gives no counts"));
    CHECK(ratio_figure(*view.found, "today").empty());

    view.found->erased = true;
    CHECK(has(render_metadata(view), "Some of this day’s counts have been erased"));
    view.found->items.clear();
    CHECK(has(metadata_sentence(view), "the counts of this day have been erased under the retention rule"));
    view.found->erased = false;
    CHECK(has(metadata_sentence(view), "the API returned no video of this list with counts that day"));
    CHECK_FALSE(has(render_metadata(view), "id=\"falls\""));
    view.found->api_void = true;
    CHECK(has(metadata_sentence(view), "is void and counted in nothing"));
    view.found.reset();
    CHECK(metadata_sentence(view) == "No day of this list has been judged yet.");
    view.part.list = theirs;
    CHECK(has(metadata_sentence(view), "somebody else’s series"));
    CHECK_FALSE(has(render_metadata(view), "<form"));
}

TEST_CASE("what the figures of metadata draw stands in their tables", "[pages]") {
    auto const found = ten_videos();
    auto const ratios = ratio_figure(found, "today");
    CHECK(has(
        ratios,
        "<tr><th scope=\"row\">views</th><td>8</td><td>0.99</td><td>6 (75.0\u00a0%)</td><td>1</td></tr>"));
    CHECK(times(ratios, "<th scope=\"row\">") == 1);
    CHECK(times(ratios, "class=\"bar out\"") == 2);  // Wide and narrow: the ratio of 0.

    auto const counts = count_share_figure(found, "today");
    CHECK(has(counts, "<tr><th scope=\"row\">shares</th><td>10</td><td>0</td><td>0\u00a0%</td></tr>"));
    CHECK(times(counts, "<th scope=\"row\">") == 5);

    auto const fields = field_share_figure(found, "today");
    CHECK(has(fields, "<td>12</td><td>3</td><td>25.0\u00a0%</td>"));
    CHECK(fields.find("view_count") < fields.find("&lt;script&gt;"));
    CHECK_FALSE(has(fields, "<script>"));
}

TEST_CASE("fields that came and went are named", "[pages]") {
    auto view = metadata_of(ordinary);
    CHECK(has(render_metadata(view), "no field appeared, vanished or changed its type"));
    view.found->changes = {{.field = hostile, .aspect = "vanished", .share_before = 0.98, .share = 0}};
    shown_event seen;
    seen.event.what = {.kind = event_kind::schema_changed, .field = hostile, .aspect = "appeared"};
    seen.event.day = today;
    view.changes = {seen};

    auto const html = render_metadata(view);
    CHECK(has(html, "</code> vanished: in 98.0\u00a0% of the videos before, in 0\u00a0% that day"));
    CHECK(has(html, "the field &lt;script&gt;"));
    CHECK(times(html, "<script") == 1);
}

TEST_CASE("the sentence names the lowest and the highest of the rates that there are", "[pages]") {
    CHECK(where_from_sentence(somewhere(ordinary)) ==
          "On 20 Nov 2026, 30 of 120 videos that count were public and not returned; by region, of the 2 "
          "with a "
          "rate, the rate was lowest for DE (75.0\u00a0%) and highest for FR (88.9\u00a0%).");
    auto view = somewhere(ordinary);
    view.strata.erase("region:FR");
    CHECK(has(where_from_sentence(view), "too few count in most regions and years"));
    view.strata.at("all").api_void = true;
    CHECK(has(where_from_sentence(view), "is void and counted in nothing"));
    view.strata.clear();
    CHECK(where_from_sentence(view) == "No day of this list has been judged yet.");
}

TEST_CASE("parts are shown by size, and what belongs to none of them as not known", "[pages]") {
    auto const view = somewhere(ordinary);
    auto const regions = parts_of(ordinary, view.strata, "region:", true);
    REQUIRE(regions.size() == 4);
    CHECK(regions[0].name == "FR");
    CHECK(regions[1].name == "DE");
    CHECK(regions[3].name == "not known");
    CHECK(items_with(regions[3].day, verdict_kind::retrievable) == 18);
    CHECK(items_with(regions[3].day, verdict_kind::unknown) == 10);
    CHECK(regions[3].day.rate.missing == 12);
    CHECK(parts_of(ordinary, view.strata, "created:", false).size() == 1);  // All are in it.
    CHECK(parts_of(ordinary, {}, "region:", true).empty());
}

TEST_CASE("a part has a rate by the headline's rule, and no list that may have none has one", "[pages]") {
    auto const html = render_where_from(somewhere(ordinary));
    CHECK(has(html, "75.0\u00a0% (70.0–80.0)"));
    CHECK(has(html, "no rate: 5 count"));
    CHECK(has(html, "<tr><th scope=\"row\">FR</th><td>45</td><td>45</td><td>40</td><td>88.9\u00a0%</td>"));
    CHECK(times(html, "<script") == 1);
    CHECK(has(html, "sort=missing&amp;order=desc#creators"));

    for (auto const& list : {chosen, theirs}) {
        auto const none = render_where_from(somewhere(list));
        CHECK_FALSE(has(none, "75.0"));
        CHECK_FALSE(has(none, "88.9"));
        CHECK(has(where_from_sentence(somewhere(list)),
                  list.imported ? "no rate is made" : "there is no rate"));
    }
}

TEST_CASE("the legend of where-from names what its bars draw", "[pages]") {
    auto const view = somewhere(ordinary);
    figure_parts text{.title = "t"};
    auto const html = verdict_figure(parts_of(ordinary, view.strata, "region:", true), text, "w");
    auto const legend =
        html.substr(html.find("class=\"legend\""), html.find("</ul>") - html.find("class=\"legend\""));
    auto const picture = html.substr(html.find("</ul>"));

    CHECK(times(legend, "<path") == 3);
    for (auto const& mark : charts::verdict_marks()) {
        auto const css = "class=\"" + std::string{mark.css_class} + "\"";
        INFO(css);
        CHECK(has(picture, css) == has(legend, css));
    }
}

TEST_CASE("lists stand side by side and are never added up", "[pages]") {
    lists_view view{.site = {.title = "Lacuna"}, .now = {.now = utc_time{today + hours{12}}}};
    CHECK(has(render_lists_where_from(view), "No list is watched yet."));
    view.lists = {{ordinary, day_with(90, 10)}, {chosen, day_with(0, 50)}, {theirs, std::nullopt}};
    view.lists[0].list.title = hostile;
    auto const html = render_lists_where_from(view);

    CHECK(has(html, "Of 3 lists, 2 can be shown by verdict"));
    CHECK(has(html, "90.0\u00a0% (85.0–95.0)"));
    CHECK(has(html, "The list was chosen for being missing, so there is no rate."));
    CHECK(times(html, "<script") == 1);
    CHECK_FALSE(has(html, "60.0"));  // 90 of 150.
}
