#include "daemon/pages/lists/list_parts.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/lists/creator_figures.hpp"
#include "daemon/pages/lists/creator_page.hpp"
#include "daemon/pages/lists/creators_page.hpp"
#include "daemon/pages/lists/lag_page.hpp"
#include "tests/pages/list_part_views.hpp"
#include "tests/pages/texts.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace lacuna;
using namespace lacuna::pages;
using std::chrono::days;
using std::chrono::hours;
using test::check_harmless;
using test::chosen;
using test::has;
using test::hostile;
using test::ordinary;
using test::part_of;
using test::theirs;
using test::times;
using test::today;

namespace {

/// Three with ten videos, of whom one had none returned; one with twenty, half returned; one with four.
list_creators five_creators() {
    return {
        .day = today,
        .creators = {{"ben", 10, 10}, {"carl", 10, 10}, {"dora", 20, 10}, {"erik", 4, 0}, {hostile, 10, 0}},
        .without_creator = 3};
}

creators_view creators_of(watchlist const& list) { return {.part = part_of(list), .found = five_creators()}; }

/// The cells of the first column but one of a figure's table.
std::vector<std::string> second_column(std::string const& figure) {
    std::vector<std::string> cells;
    std::regex const row{"<tr><th scope=\"row\">[^<]*</th><td>([^<]*)</td>"};
    for (std::sregex_iterator at{figure.begin(), figure.end(), row}, end; at != end; ++at)
        cells.push_back((*at)[1]);
    return cells;
}

/// Twenty followed from the beginning: ten retrieved after a day, five after two, five never.
list_lag followed() {
    std::vector<lag_history> items;
    utc_time const made{today - days{30}};
    for (int n = 0; n < 20; ++n) {
        lag_history item{.created_at = made, .added_at = made + hours{1}, .absent_first = made + hours{2}};
        if (n < 10) item.returned_first = made + hours{24};
        if (n >= 10 && n < 15) item.returned_first = made + hours{48};
        if (n >= 15) item.absent_last = made + hours{240};
        items.push_back(item);
    }
    return lag_of(items);
}

}  // namespace

TEST_CASE("the sentence says how many creators had none and how many all returned", "[pages]") {
    CHECK(creators_sentence(creators_of(ordinary)) ==
          "On 20 Nov 2026, 1 of the 4 creators with at least 5 counting videos had none of them returned by "
          "the API, and 2 had all.");
    auto view = creators_of(ordinary);
    view.found->creators = {{"erik", 4, 0}};
    CHECK(has(creators_sentence(view), "none of the 1 creator had 5 videos that count"));
    view.found->creators.clear();
    CHECK(has(creators_sentence(view), "no video that counts had a creator"));
    view.found->api_void = true;
    CHECK(creators_sentence(view) == "The run of 20 Nov 2026 is void and counted in nothing.");
    view.found.reset();
    CHECK(creators_sentence(view) == "No day of this list has been judged yet.");
    view.day = today;
    CHECK(has(creators_sentence(view), "There are no verdicts of 20 Nov 2026"));
    view.part.list = theirs;
    CHECK(has(creators_sentence(view), "somebody else’s series"));
}

TEST_CASE("figure 7 and its table say the same", "[pages]") {
    auto const panel = panel_of(five_creators().creators);
    auto const ten = of_ten_figure(panel, "today");
    auto const tenths = tenths_figure(panel, "today");

    for (auto const& [html, data] :
         {std::pair{ten, bars_of_ten(panel)}, std::pair{tenths, bars_of_tenths(panel)}}) {
        auto const cells = second_column(html);
        REQUIRE(cells.size() == 11);
        for (std::size_t i = 0; i < 11; ++i) CHECK(cells[i] == std::to_string(data.classes[i].amount));
        CHECK(has(html, "role=\"img\""));
        CHECK(has(html, "<desc"));
    }
    CHECK(bars_of_ten(panel).classes[0].amount == 1);
    CHECK(bars_of_ten(panel).classes[10].amount == 2);
    CHECK(bars_of_tenths(panel).classes[5].amount == 1);
    CHECK(of_ten_figure(panel_of({{"a", 9, 9}}), "today").empty());
    CHECK(tenths_figure(panel_of({{"a", 4, 4}}), "today").empty());
}

TEST_CASE("a page of creators carries its filters everywhere and leads to each", "[pages]") {
    auto view = creators_of(ordinary);
    view.asked = {.by = creator_question::order::missing, .descending = true};
    view.day = today;
    auto const html = render_creators(view);

    check_harmless(html);
    CHECK(has(
        html,
        "href=\"/creators/tiktok/%3Cscript%3Ealert%28%27x%27%29%3C%2Fscript%3E%22%26%7B%7Btitle%7D%7D\""));
    CHECK(has(html, "/api/v1/lists/a/creators.csv?day=2026-11-20&amp;sort=missing&amp;order=desc\""));
    CHECK(has(html, "aria-sort=\"descending\""));
    CHECK(has(html, "3 videos that count have a creator whose name is not known"));
    CHECK(html.find("@dora") < html.find("@erik"));
    CHECK(has(html, "aria-label=\"More about this list\""));
    CHECK(has(html, "<a href=\"/lists/a/creators\" aria-current=\"page\">"));
}

TEST_CASE("of a list that was chosen for its outcome no rate is promised", "[pages]") {
    CHECK(has(render_creators(creators_of(chosen)), "There is no rate of these videos"));
    CHECK_FALSE(has(render_creators(creators_of(ordinary)), "There is no rate of these videos"));
    auto const html = render_creators({.part = part_of(theirs)});
    CHECK(has(html, "Imported."));
    CHECK(has(html, "Nothing to show."));
}

TEST_CASE("a name that no address can carry has none, any other has one", "[pages]") {
    CHECK(creator_address("a.b_c") == "/creators/tiktok/a.b_c");
    CHECK(creator_address("ü/日本 ?#") == "/creators/tiktok/%C3%BC%2F%E6%97%A5%E6%9C%AC%20%3F%23");
    for (auto const* const name : {"", ".", "..", "a\nb", "\x7f", "\xff"})
        CHECK(creator_address(name).empty());
    CHECK(creator_address("...") == "/creators/tiktok/...");
}

TEST_CASE("the sentence of the lag gives the median and the share at the settle time", "[pages]") {
    lag_view const view{.part = part_of(ordinary), .lag = followed(), .newest = today};

    auto const sentence = lag_sentence(view);
    CHECK(sentence.starts_with(
        "Of 20 videos followed from their first days on, half could be retrieved through "
        "the API 24\u00a0h after they were made; after 3\u00a0days it was 75.0\u00a0% (95\u00a0% "
        "interval "));
    auto const html = render_lag(view);
    CHECK(times(html, "<th scope=\"row\">") == 2);
    CHECK(has(html, "<td>20</td><td>10</td><td>50.0\u00a0%</td>"));
    CHECK(has(html, "<td>10</td><td>5</td><td>75.0\u00a0%</td>"));
    CHECK(has(html, "judged from here on"));
}

TEST_CASE("where no lag can be told the page says why", "[pages]") {
    lag_view view{.part = part_of(ordinary)};
    CHECK(lag_sentence(view) == "No day of this list has been judged yet.");
    view.newest = today;
    CHECK(has(lag_sentence(view), "was added within 90 days of its creation"));
    view.lag.items = view.lag.already_there = 300;
    CHECK(has(lag_sentence(view), "300 others were returned when first asked for"));
    view.part.list = chosen;
    CHECK(has(lag_sentence(view), "chosen for being missing"));
    view.part.list = theirs;
    CHECK(has(lag_sentence(view), "somebody else’s series"));
    CHECK(lag_figure(view).empty());
    CHECK(has(render_lag(view), "There is nothing to draw."));
}

TEST_CASE("videos that never came back are said to be so, not to be too few", "[pages]") {
    lag_view view{.part = part_of(ordinary), .newest = today};
    std::vector<lag_history> items;
    utc_time const made{today - days{30}};
    items.resize(12, {.created_at = made,
                      .added_at = made + hours{1},
                      .absent_first = made + hours{2},
                      .absent_last = made + hours{200}});
    view.lag = lag_of(items);

    CHECK(lag_sentence(view) ==
          "None of the 12 videos followed from their first days on was retrieved through the API while they "
          "were followed.");
}

namespace {

creator_view hostile_creator() {
    creator_view view{.site = {.title = "Lacuna"},
                      .now = {.now = utc_time{today + hours{12}}},
                      .name = hostile,
                      .from = today - days{2},
                      .to = today};
    list_day day{.day = today};
    day.counts = {{{verdict_kind::retrievable, true}, 7},
                  {{verdict_kind::missing, true}, 2},
                  {{verdict_kind::unknown, false}, 1}};
    day.rate.retrievable = 7;
    day.rate.missing = 2;
    view.lists = {{.slug = "a", .title = hostile, .items = 10, .newest = day}};
    auto before = day;
    before.day = today - days{1};
    before.api_void = true;
    view.days = {before, day};
    item_summary item{.platform_id = 7332960275127110954, .username = hostile};
    view.items = {.items = {item}, .total = 1};
    view.strips = {{item.key, std::string{"r\0m", 3}}};
    shown_event lost{.list = "a", .list_title = hostile};
    lost.event.what = {.kind = event_kind::creator_lost, .creator = hostile};
    lost.event.day = today;
    view.events = {lost};
    return view;
}

}  // namespace

TEST_CASE("a creator's page says counts and no rate, whatever the name", "[pages]") {
    auto const view = hostile_creator();
    auto const html = render_creator(view);

    check_harmless(html);
    CHECK(creator_sentence(view) ==
          "On 20 Nov 2026, 7 of the 9 videos of @" + hostile + " that count were returned by the API.");
    CHECK(has(html, "7 retrievable; 2 public, not returned; 1 public presence not known"));
    CHECK(has(html, "<tr><th scope=\"row\">2026-11-19</th><td>void</td><td>void</td></tr>"));
    CHECK(has(html, "<tr><th scope=\"row\">2026-11-20</th><td>7</td><td>9</td></tr>"));
    CHECK(has(html, "class=\"void\""));
    CHECK_FALSE(has(html, "77.8"));
    CHECK(has(html, "/api/v1/events.csv?creator=%3Cscript"));
}

TEST_CASE("what cannot be said of a creator is not said", "[pages]") {
    auto view = hostile_creator();
    view.name = "anna";
    view.days.pop_back();
    CHECK(creator_sentence(view) == "@anna has 1 video on 1 list; none was judged on a valid day of these.");
    view.lists[0].imported = true;
    CHECK(has(creator_sentence(view), "all in somebody else’s series"));
    view.days = {list_day{.day = today, .counts = {{{verdict_kind::unknown, false}, 4}}}};
    CHECK(has(creator_sentence(view), "none of the 4 videos of @anna"));
    view.days[0].rate.missing = 1;
    CHECK(creator_sentence(view) ==
          "On 20 Nov 2026, the one video of @anna that counts was not returned by the API.");
}
