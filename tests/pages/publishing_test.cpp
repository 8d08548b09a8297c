#include "daemon/pages/about/data_page.hpp"
#include "daemon/pages/about/events_page.hpp"
#include "daemon/pages/about/method_page.hpp"
#include "daemon/pages/about/publication.hpp"
#include "daemon/pages/citation.hpp"
#include "daemon/pages/images/image_answers.hpp"
#include "daemon/pages/images/pictures.hpp"
#include "tests/pages/pages_bench.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <set>

using namespace lacuna;
using namespace lacuna::pages;
using std::chrono::days;
using test::has;

namespace {

utc_day const today{std::chrono::year{2026} / 11 / 20};
std::string const hostile = "</script><script>alert(1)</script><!-- ]]> \"'&{{title}}";

site_facts const site{.title = "Lacuna", .operator_name = hostile, .public_url = "https://audit.example.org"};

standing ended(std::chrono::hours ago) {
    run_summary run{.day = today};
    run.ended_at = utc_time{today + std::chrono::hours{12}} - ago;
    return {.now = utc_time{today + std::chrono::hours{12}},
            .last_valid = run,
            .rules = {{.version = 3, .judge = 2, .from = today - days{100}}}};
}

list_figure figure_of(watchlist list) {
    list_figure made{.site = site, .now = ended(std::chrono::hours{1}), .list = std::move(list)};
    made.from = today - days{9};
    made.to = today;
    for (int ago = 9; ago >= 0; --ago) {
        list_day day{.day = today - days{ago}};
        day.counts = {{{verdict_kind::retrievable, true}, 80}, {{verdict_kind::missing, true}, 20}};
        day.rate.retrievable = 80;
        day.rate.missing = 20;
        day.rate.completeness = 0.8;
        made.days.push_back(std::move(day));
    }
    return made;
}

shown_event event(std::int64_t number, event_kind kind, int ago) {
    shown_event made{.number = number};
    made.event.what.kind = kind;
    made.event.day = today - days{ago};
    made.list = "a";
    made.list_title = hostile;
    return made;
}

publication everything() {
    publication all{.site = site, .now = ended(std::chrono::hours{1})};
    all.lists = {{{.slug = "a", .title = hostile, .question = hostile, .items = 3}, today - days{30}, today},
                 {{.slug = "b", .title = "B", .imported = true, .origin = hostile}, {}, {}}};
    return all;
}

rapidjson::Document json(std::string const& text) {
    rapidjson::Document read;
    read.Parse<rapidjson::kParseValidateEncodingFlag>(text.c_str());
    REQUIRE_FALSE(read.HasParseError());
    return read;
}

}  // namespace

TEST_CASE("a picture names its list, its days, who says so and the frozen address", "[pages]") {
    auto figure = figure_of({.slug = "a", .title = hostile});
    figure.asked.days = 10;
    for (auto const& svg : {trend_picture(figure), counts_picture(figure)}) {
        CHECK(test::is_xml(svg));
        CHECK_FALSE(has(svg, "<script"));
        CHECK(has(svg, "11 Nov 2026 to 20 Nov 2026"));
        CHECK(has(svg, "Source: Lacuna, rules 3, "));
        CHECK(has(svg, "Data as of 20 Nov 2026."));
        CHECK(has(svg, "href=\"https://audit.example.org/lists/a?days=10&amp;as_of=2026-11-20\""));
        CHECK(has(svg, "<style>" + picture_style() + "</style>"));
        CHECK_FALSE(has(svg, "Simulated"));
    }
}

TEST_CASE("a picture warns of simulated and of stale data before all else", "[pages]") {
    auto figure = figure_of({.slug = "a", .title = "A"});
    figure.site.simulated = true;
    figure.now = ended(std::chrono::hours{27});

    auto const svg = trend_picture(figure);
    CHECK(svg.find("Simulated data:") < svg.find("Share of public"));
    CHECK(has(svg, "Out of date:"));
    figure.now.as_of = today;
    CHECK_FALSE(has(trend_picture(figure), "Out of date:"));
}

TEST_CASE("a list that may have no rate has a picture that says so", "[pages]") {
    auto const svg =
        trend_picture(figure_of({.slug = "a", .title = "A", .how = selection::chosen_for_being_missing}));

    CHECK(test::is_xml(svg));
    CHECK_FALSE(has(svg, "80.0"));
    CHECK(has(svg, "No day of these has a rate to draw."));
}

TEST_CASE("whatever a picture draws has a rule in its style, and the style needs no escaping", "[pages]") {
    auto figure = figure_of({.slug = "a", .title = "A"});
    figure.days[3].api_void = true;
    figure.annotations = {{today - days{2}, "A change.", "the documentation"}};
    figure.site.simulated = true;
    auto const all = trend_picture(figure) + counts_picture(figure);
    CHECK_FALSE(has(picture_style(), "<"));
    CHECK_FALSE(has(picture_style(), "&"));

    CHECK(test::classes_without_rule(all, picture_style()).empty());
    CHECK(test::classes_without_rule("<g class=\"made-up line\">", picture_style()) ==
          std::set<std::string>{"made-up"});
}

TEST_CASE("the policy allows the picture's own style by its hash", "[pages]") {
    CHECK(csp_hash("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    auto const answer = image("<svg/>", "a{}");
    std::string policy, across;
    for (auto const& [name, value] : answer.headers) {
        if (name == "Content-Security-Policy") policy = value;
        if (name == "Cross-Origin-Resource-Policy") across = value;
    }
    CHECK(has(policy, "style-src '" + csp_hash("a{}") + "'"));
    CHECK_FALSE(has(policy, "unsafe-inline"));
    CHECK(has(policy, "frame-ancestors 'none'"));
    CHECK(across == "cross-origin");
}

TEST_CASE("changes of the list are marked on the figure and lead to their row", "[pages]") {
    auto figure = figure_of({.slug = "a", .title = "A"});
    figure.events = {event(7, event_kind::list_fell, 3), event(9, event_kind::arm_void, 20)};
    auto gone = event(8, event_kind::mass_change, 2);
    gone.event.closed_on = gone.event.day;
    gone.event.why = std::string{withdrawn};
    figure.events.push_back(gone);
    figure.annotations = {{today - days{5}, "Documentation changed.", "docs"}};

    auto const html = trend_figure(figure.view());

    CHECK(has(html, "href=\"/events?before=8#e7\""));
    CHECK(html.find("Documentation changed.") < html.find("/events?before=8#e7"));
    CHECK_FALSE(has(html, "#e9"));
    CHECK_FALSE(has(html, "#e8\""));
    CHECK(has(html, "href=\"/charts/lists/a/trend.svg\""));
    CHECK(has(html, "href=\"/embed/lists/a/trend\""));
}

TEST_CASE("of many changes the newest are marked", "[pages]") {
    auto figure = figure_of({.slug = "a", .title = "A"});
    for (int i = 0; i < 20; ++i) figure.events.push_back(event(100 + i, event_kind::arm_void, 9 - i % 10));

    auto const html = trend_figure(figure.view());

    CHECK(has(html, "#e119\""));
    CHECK(has(html, "#e104\""));
    CHECK_FALSE(has(html, "#e100\""));
}

TEST_CASE("the events page has a row an event, with its anchor, its meaning and its filters", "[pages]") {
    events_view view{.site = site, .now = ended(std::chrono::hours{1})};
    view.asked = {.list = "a", .kind = event_kind::list_fell, .open = true, .from = today - days{9}};
    view.lists = {{.slug = "a", .title = hostile}};
    view.events = {event(7, event_kind::list_fell, 3)};
    view.more = true;

    auto const html = render_events(view);

    CHECK_FALSE(has(html, "<script>"));
    CHECK(has(html, "<tr id=\"e7\">"));
    CHECK(has(html, "href=\"/method#event-list_fell\""));
    CHECK(has(html, "href=\"/events?before=8#e7\""));
    std::string const filters = "list=a&amp;kind=list_fell&amp;open=true&amp;from=2026-11-11";
    CHECK(has(html, "href=\"/events?" + filters + "&amp;before=7\""));
    CHECK(has(html, "href=\"/api/v1/events.csv?" + filters + "\""));
    CHECK(has(html, "href=\"/lists/a/events.atom\""));
    CHECK(has(html, "<option value=\"list_fell\" selected>"));
    CHECK(has(html, "name=\"robots\" content=\"noindex\""));
}

TEST_CASE("the description of the data cannot end its script, and is JSON", "[pages]") {
    auto const text = dataset_description(everything());

    CHECK(text.find_first_of("<>&") == std::string::npos);
    auto const read = json(text);
    CHECK(read["@type"] == "Dataset");
    CHECK(read["hasPart"][0]["name"].GetString() == hostile);
    CHECK(read["temporalCoverage"] == "2026-10-21/2026-11-20");
    CHECK(read["license"] == "https://creativecommons.org/licenses/by/4.0/");
    CHECK_FALSE(read["hasPart"][1].HasMember("license"));
    auto const html = render_data({.open = everything(), .shown = everything().lists});
    CHECK(has(html, "<script type=\"application/ld+json\">" + text + "</script>"));
    CHECK_FALSE(has(html, "<script>"));
}

TEST_CASE("the data package names every table with its licence, and imported ones with their source",
          "[pages]") {
    auto all = everything();
    auto const read = json(data_package(all));
    CHECK(read["licenses"][0]["title"] == "CC BY 4.0");
    CHECK(read["resources"].Size() == tables_of_all().size() + 2 * tables_of_list().size());
    std::regex const name{"[-a-z0-9._]+"};
    std::set<std::string> names;
    for (auto const& resource : read["resources"].GetArray()) {
        CHECK(std::regex_match(resource["name"].GetString(), name));
        CHECK(names.insert(resource["name"].GetString()).second);
        CHECK(
            std::string_view{resource["path"].GetString()}.starts_with("https://audit.example.org/api/v1/"));
        auto const imported = std::string_view{resource["name"].GetString()}.starts_with("b-");
        CHECK(resource.HasMember("sources") == imported);
    }
    all.now.as_of = today;
    all.site.public_url.clear();
    auto const frozen = json(data_package(all));
    for (auto const& resource : frozen["resources"].GetArray()) {
        std::string const path = resource["path"].GetString();
        CHECK(path.starts_with("api/v1/"));
        CHECK(path.ends_with("as_of=2026-11-20"));
    }
}

TEST_CASE("a sitemap holds absolute addresses of the public lists", "[pages]") {
    auto const text = sitemap(everything());

    CHECK(test::is_xml(text));
    CHECK(has(text, "<loc>https://audit.example.org/lists/a</loc><lastmod>2026-11-20</lastmod>"));
    CHECK(has(text, "<loc>https://audit.example.org/</loc>"));
    CHECK_FALSE(has(text, "<loc>/"));
}

TEST_CASE("lines for other pages are safe where they are pasted", "[pages]") {
    page_head head{.title = "A", .path = "/lists/a", .newest = today};
    head.list = embedded_list{"a", hostile};

    auto const block = citation_block(site, ended(std::chrono::hours{1}), head);

    CHECK_FALSE(has(block, "<script>"));
    // Escaped for the page to paste into, and once more for this one.
    CHECK(has(block, "&amp;lt;/script&amp;gt;"));
    CHECK(has(block, "&lt;iframe src=&quot;https://audit.example.org/embed/lists/a/trend&quot;"));
    CHECK(has(block, "&lt;img src=&quot;https://audit.example.org/charts/lists/a/trend.svg&quot;"));
    CHECK(has(block, "/badges/a.svg?warn=90&amp;amp;bad=80"));
    head.list->is_public = false;
    head.list->rated = false;
    auto const closed = citation_block({.title = "Lacuna"}, ended(std::chrono::hours{1}), head);
    CHECK_FALSE(has(closed, "/badges/"));
    CHECK(has(closed, "https://ADDRESS-OF-THIS-SITE/embed/lists/a/counts"));
    CHECK_FALSE(
        has(citation_block(site, ended(std::chrono::hours{1}), {.path = "/", .newest = today}), "iframe"));
}

TEST_CASE("the method page has an anchor for every word of the tables, and says which method it is",
          "[pages]") {
    auto const html = render_method(site, ended(std::chrono::hours{1}));

    for (auto const& word : verdict_words()) CHECK(has(html, "id=\"verdict-" + std::string{word.name} + '"'));
    for (auto const& word : event_words()) {
        CHECK(has(html, "id=\"" + method_address(word.kind).substr(8) + '"'));
    }
    for (char const letter :
         {'d', 's', 'f', 'c', 'z', 'r', 'q', 't', 'o', 'p', 'e', 'w', 'k', 'v', '1', 'b', 'l'}) {
        auto const reason = static_cast<verdict_reason>(letter);
        CAPTURE(to_string(reason));
        CHECK(has(html, "id=\"" + method_address(reason).substr(8) + '"'));
    }
    for (auto const* const word : {"accuracy", "completeness", "timeliness", "consistency", "validity"})
        CHECK(has(html, "<div id=\"" + std::string{word} + "\">"));
    CHECK(has(html, "Rules 3, judge 2, in force for days from 12 Aug 2026 on; as written down in Lacuna "));
    std::set<std::string> ids;
    std::regex const anchors{" id=\"([^\"]+)\""};
    for (std::sregex_iterator found{html.begin(), html.end(), anchors}, end; found != end; ++found)
        CHECK(ids.insert((*found)[1]).second);
}
