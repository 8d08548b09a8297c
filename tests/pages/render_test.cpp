#include "daemon/charts/palette.hpp"
#include "daemon/pages/about/method_page.hpp"
#include "daemon/pages/about/rules_page.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/evidence/item_page.hpp"
#include "daemon/pages/evidence/runs_page.hpp"
#include "daemon/pages/lists/list_page.hpp"
#include "daemon/pages/overview_page.hpp"
#include "daemon/pages/static_files.hpp"
#include "daemon/pages/strip_words.hpp"
#include "tests/pages/texts.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::pages;
using std::chrono::days;
using test::check_harmless;
using test::hostile;
using test::times;

namespace {

utc_day const today{std::chrono::year{2026} / 11 / 20};

site_facts const site{.title = "Lacuna", .operator_name = hostile, .contact = "mailto:a@example.org"};

standing ended(std::chrono::hours ago) {
    run_summary run;
    run.ended_at = utc_time{today + std::chrono::hours{12}} - ago;
    run.api_arm = "valid";
    return {.now = utc_time{today + std::chrono::hours{12}}, .last_valid = run};
}

list_day plain_day(utc_day day) {
    list_day made{.day = day};
    made.counts = {{{verdict_kind::retrievable, true}, 80},
                   {{verdict_kind::missing, true}, 20},
                   {{verdict_kind::unknown, false}, 7}};
    made.rate.retrievable = 80;
    made.rate.missing = 20;
    made.rate.completeness = 0.8;
    made.rate.low = 0.71;
    made.rate.high = 0.87;
    return made;
}

headline_view headline(watchlist list) {
    headline_view view{.list = std::move(list), .from = today - days{9}, .to = today};
    for (int ago = 9; ago >= 0; --ago) view.days.push_back(plain_day(today - days{ago}));
    view.days[4].api_void = true;
    return view;
}

list_view one_item_list() {
    list_view view{.site = site, .now = ended(std::chrono::hours{1})};
    view.headline = headline({.slug = "a", .title = hostile, .question = hostile});
    view.asked.creator = hostile;
    view.asked.text = hostile;
    item_summary item;
    item.platform_id = 7332960275127110954;
    item.username = hostile;
    item.verdict = verdict_kind::missing;
    view.items = {.items = {item}, .total = 1};
    view.strips = {{item.key, std::string{"rrm\0mmmmmm", 10}}};
    return view;
}

}  // namespace

TEST_CASE("hostile texts stay texts on every page", "[pages]") {
    check_harmless(render_list(one_item_list()));
    overview_view front{.site = site, .now = ended(std::chrono::hours{1})};
    front.lists = {{{.slug = "a", .title = hostile, .question = hostile}, {}},
                   {{.slug = "b", .title = hostile, .imported = true, .origin = hostile}, {}}};
    front.lead = headline({.slug = "a", .title = hostile, .question = hostile});
    front.lead->name_the_list = true;
    front.lead->annotations = {{today, hostile, hostile}};
    check_harmless(render_overview(front));
    item_view item{.site = site, .now = ended(std::chrono::hours{1})};
    item.item.platform_id = 1234567;
    item.item.username = hostile;
    item.item.note = hostile;
    item.metadata = {{today, today, R"({"video_description":"</pre><script>alert(1)</script>"})"}};
    auto const html = render_item(item);
    check_harmless(html);
    CHECK(html.find("</pre><") == html.find("</pre>"));
    runs_view runs{.site = site, .now = ended(std::chrono::hours{1}), .runs = {{}}};
    runs.runs[0].void_reason = hostile;
    check_harmless(render_runs(runs));
    check_harmless(render_problem(site, ended(std::chrono::hours{1}), hostile, hostile));
}

TEST_CASE("what a list page draws is what its legend names", "[pages]") {
    auto const html = render_list(one_item_list());

    auto const items = html.substr(html.find("id=\"items\""));
    auto const legend =
        items.substr(items.find("class=\"legend\""), items.find("</ul>") - items.find("class=\"legend\""));
    for (auto const& mark : charts::verdict_marks()) {
        auto const path = "<path class=\"" + std::string{mark.css_class} + "\"";
        INFO(mark.css_class);
        auto const strips = items.substr(items.find("</ul>"));
        CHECK((strips.find(path) != std::string::npos) == (legend.find(path) != std::string::npos));
    }
    CHECK(times(legend, "<path") == 2);
}

TEST_CASE("a figure's table has a row for each day it draws, and void days say void", "[pages]") {
    auto const view = headline({.slug = "a", .title = "A"});
    figure_view const shown{view.list, view.days, view.from, view.to, view.annotations};

    for (auto const& html : {trend_figure(shown), counts_figure(shown)}) {
        CHECK(times(html, "<th scope=\"row\">") == 10);
        CHECK(html.find("role=\"img\"") != std::string::npos);
        CHECK(html.find("<desc") != std::string::npos);
        CHECK(html.find("void</td>") != std::string::npos);
    }
    CHECK(times(trend_figure(shown), "80.0\u00a0%</td>") == 9);
    CHECK(times(counts_figure(shown), "<td>80</td>") == 9);
}

TEST_CASE("a page older than 26 hours says so before anything else", "[pages]") {
    auto const fresh = render_method(site, ended(std::chrono::hours{26}));
    auto const stale = render_method(site, ended(std::chrono::hours{27}));

    CHECK(fresh.find("Out of date") == std::string::npos);
    CHECK(stale.find("Out of date") < stale.find("<header"));
    CHECK(render_method(site, {.now = utc_time{today}}).find("No valid run yet") != std::string::npos);
}

TEST_CASE("simulated data is named on every page, live data never called so", "[pages]") {
    auto simulated = site;
    simulated.simulated = true;

    CHECK(render_method(simulated, ended(std::chrono::hours{1})).find("Simulated data") != std::string::npos);
    CHECK(render_method(site, ended(std::chrono::hours{1})).find("Simulated data") == std::string::npos);
}

TEST_CASE("lists chosen for their outcome and imported ones show no rate anywhere", "[pages]") {
    for (auto const& list : {watchlist{.slug = "a", .title = "A", .how = selection::chosen_for_being_missing},
                             watchlist{.slug = "a", .title = "A", .imported = true, .origin = "Somebody"}}) {
        auto const html = render_headline(headline(list), ended(std::chrono::hours{1}));
        CHECK(html.find("80.0") == std::string::npos);
        CHECK(html.find("id=\"trend-t\"") == std::string::npos);
        CHECK(html.find("id=\"counts-t\"") != std::string::npos);
    }
}

TEST_CASE("the lead is the list with a headline and most counting items, an imported one last", "[pages]") {
    std::vector<listed> lists{
        {{.slug = "imported", .imported = true}, {plain_day(today)}},
        {{.slug = "chosen", .how = selection::chosen_for_being_missing}, {plain_day(today)}},
        {{.slug = "z"}, {plain_day(today)}},
        {{.slug = "b"}, {plain_day(today)}},
        {{.slug = "new"}, {}}};

    CHECK_FALSE(lead_of({}));
    CHECK(lists[*lead_of(lists)].list.slug == "b");
    lists[2].days[0].rate.retrievable = 800;
    CHECK(lists[*lead_of(lists)].list.slug == "z");
}

TEST_CASE("an installation without lists still has a front page", "[pages]") {
    auto const html = render_overview({.site = {.title = "Lacuna"}, .now = {.now = utc_time{today}}});

    CHECK(html.find("No list is watched yet") != std::string::npos);
}

TEST_CASE("addresses carry every filter, encoded", "[pages]") {
    auto const here = address{"/lists/a"}.with("q", "a&b=<ü>").with("page", "2");

    CHECK(here.text() == "/lists/a?q=a%26b%3D%3C%C3%BC%3E&page=2");
    CHECK(here.with("q", "x").without("page").text() == "/lists/a?q=x");
    auto const html = render_list(one_item_list());
    CHECK(html.find("creator=%3Cscript%3E") != std::string::npos);
}

TEST_CASE("metadata is indented, whatever it is", "[pages]") {
    CHECK(indented(R"({"a":[1,2],"b":{}})") == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");
    CHECK(indented(R"({"a":"x,{\"}"})") == "{\n  \"a\": \"x,{\\\"}\"\n}");
    CHECK(indented("]]}\"\\").find('}') != std::string::npos);
    CHECK(indented(std::string(100'000, '[')).size() < 10'000'000);
}

TEST_CASE("the method page explains every verdict of the table", "[pages]") {
    auto const html = render_method(site, ended(std::chrono::hours{1}));

    for (auto const& word : verdict_words())
        CHECK(html.find("<code>" + std::string{word.name} + "</code>") != std::string::npos);
}

TEST_CASE("the stylesheet colours every verdict, in light and in dark", "[pages]") {
    auto const& address = static_address("style.css");
    auto const css = *find_static(std::string_view{address}.substr(8))->bytes;

    for (auto const& mark : charts::verdict_marks()) {
        std::string const name{mark.css_class};
        INFO(name);
        CHECK(css.find("." + name + " {") != std::string::npos);
        CHECK(times(css, "--" + name + ":") == 2);
    }
    CHECK_FALSE(find_static("style-000000000000.css"));
    CHECK_FALSE(find_static("../style.css"));
}

TEST_CASE("the page of rules says when each held, what it needs, and what it was", "[pages]") {
    rules_view view{.site = site, .now = ended(std::chrono::hours{1})};
    kept_scope_rule kept;
    kept.rule = {.slug = "canada", .values = {"CA"}, .words = hostile, .source = hostile};
    kept.rule.valid_to = today;
    scope_rule_edit edit{.edited_at = utc_time{today}, .edited_by = "somebody", .was = kept.rule};
    edit.was.valid_to = today + days{1};
    kept.edits.push_back(edit);
    view.rules = {kept};

    auto const html = render_rules(view);

    check_harmless(html);
    CHECK(html.find("since when is not known, until before 20 Nov 2026") != std::string::npos);
    CHECK(html.find("only to days on which it held, not today") != std::string::npos);
    CHECK(html.find("until before 21 Nov 2026") != std::string::npos);
    CHECK(html.find("somebody") == std::string::npos);
}

TEST_CASE("an item's strip draws what its legend names, whatever a cell stands for", "[pages]") {
    item_view view{.site = site, .now = ended(std::chrono::hours{1})};
    view.letters = std::string(500, 'r') + "mgu" + std::string(3, '\0') + "n";
    view.first = today - days{506};
    view.newest = day_verdict{.day = today};
    for (auto const cell : {charts::cell_size::day, charts::cell_size::week, charts::cell_size::month}) {
        view.asked.cell = cell;
        auto const html = render_item(view);
        auto const history = html.substr(html.find("id=\"history\""));
        auto const legend = history.substr(0, history.find("</ul>"));
        auto const strips = history.substr(legend.size(), history.find("class=\"totals\"") - legend.size());
        for (auto const& mark : charts::verdict_marks()) {
            auto const path = "<path class=\"" + std::string{mark.css_class} + "\"";
            INFO(mark.css_class << ' ' << charts::to_string(cell));
            CHECK((strips.find(path) != std::string::npos) == (legend.find(path) != std::string::npos));
        }
    }
}

TEST_CASE("the days that a table shows are the last that fit, up to the day asked for", "[pages]") {
    std::string const letters{"rm\0rmrm", 7};
    auto const shown = [&](history_question const& asked) {
        std::vector<long> places;
        for (auto const day : days_shown(letters, today, asked)) places.push_back((day - today).count());
        return places;
    };
    CHECK(shown({}) == std::vector<long>{0, 1, 3, 4, 5, 6});
    CHECK(shown({.rows = 2}) == std::vector<long>{5, 6});
    CHECK(shown({.verdict = verdict_kind::missing, .rows = 2}) == std::vector<long>{4, 6});
    CHECK(shown({.to = today + days{3}}) == std::vector<long>{0, 1, 3});
    CHECK(shown({.to = today - days{1}}).empty());
    CHECK(shown({.verdict = verdict_kind::excluded}).empty());
}

TEST_CASE("periods are said as briefly as they can be", "[pages]") {
    auto const on = [](int year, unsigned month, unsigned day) {
        return utc_day{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
    };
    CHECK(period_in_words(on(2024, 2, 29), on(2024, 2, 29)) == "29 Feb 2024");
    CHECK(period_in_words(on(2024, 2, 1), on(2024, 2, 29)) == "Feb 2024");
    CHECK(period_in_words(on(2024, 2, 1), on(2024, 2, 28)) == "1–28 Feb 2024");
    CHECK(period_in_words(on(2025, 2, 1), on(2025, 2, 28)) == "Feb 2025");
    CHECK(period_in_words(on(2024, 12, 30), on(2025, 1, 5)) == "30 Dec 2024 to 5 Jan 2025");
}

TEST_CASE("an excluded day names its rule, and a missing one says whether its scope is known", "[pages]") {
    item_view view{.site = site, .now = ended(std::chrono::hours{1})};
    auto const day_of_kind = [](utc_day day, verdict_kind kind, scope_state scope, std::string rule) {
        day_verdict made{.day = day, .scope = scope, .scope_rule = std::move(rule)};
        made.row.judged.kind = kind;
        return made;
    };
    using enum scope_state;
    view.letters = "mmxx";
    view.first = today - days{3};
    view.days = {day_of_kind(today - days{3}, verdict_kind::missing, not_known, ""),
                 day_of_kind(today - days{2}, verdict_kind::missing, in, ""),
                 day_of_kind(today - days{1}, verdict_kind::excluded, in, ""),
                 day_of_kind(today, verdict_kind::excluded, excluded, "canada")};
    view.newest = view.days.back();

    auto const html = render_item(view);

    CHECK(html.find("outside the documented scope (rule canada)") != std::string::npos);
    CHECK(html.find("rule <a href=\"/rules#canada\">canada</a>") != std::string::npos);
    CHECK(html.find("that was changed since") != std::string::npos);
    CHECK(html.find("known to be in scope") != std::string::npos);
    CHECK(html.find("whether it is in scope is not known") != std::string::npos);
}
