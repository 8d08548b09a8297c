#include "daemon/pages/about/data_tables.hpp"
#include "daemon/pages/about/publication.hpp"
#include "daemon/pages/images/badge.hpp"
#include "daemon/pages/images/image_answers.hpp"
#include "daemon/pages/images/pictures.hpp"
#include "tests/pages/pages_bench.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace lacuna;
using namespace lacuna::pages;
using test::day_at;
using test::has;
using test::pages_bench;
using test::rest_answer;

namespace {

std::string const public_url = "https://audit.example.org";

/// A public list, a private one and an imported series; two days, on the second of which one video is
/// missing.
struct published : pages_bench {
    explicit published(std::string url = public_url)
        : pages_bench{{.title = "Lacuna", .operator_name = "Us", .public_url = std::move(url)}} {
        add(make_list("news").key, 1'000'000, 40);
        add(make_list("hidden", false).key, 2'000'000, 40);
        run_day(0);
        run_day(1, {1'000'000, 2'000'000});
        time.advance(std::chrono::hours{26});
    }
};

/// Whether a cell is what its column says it is; an empty one always is.
bool fits(std::string const& cell, std::string_view type) {
    if (cell.empty() || type == "string") return true;
    static std::regex const whole{"-?[0-9]+"}, real{"-?[0-9]+(\\.[0-9]+)?(e-?[0-9]+)?"}, truth{"true|false"};
    if (type == "integer") return std::regex_match(cell, whole);
    if (type == "number") return std::regex_match(cell, real);
    if (type == "boolean") return std::regex_match(cell, truth);
    if (type == "date") return read_day(cell).has_value();
    return type == "datetime" && cell.ends_with('Z') && read_instant(cell).has_value();
}

std::vector<std::vector<std::string>> records(std::string const& csv) {
    std::vector<std::vector<std::string>> all{{{}}};
    bool quoted = false;
    for (char const c : csv) {
        if (c == '"') quoted = !quoted;
        if (c == '"') continue;
        if (c == ',' && !quoted) {
            all.back().emplace_back();
        } else if (c == '\n' && !quoted) {
            all.push_back({{}});
        } else {
            all.back().back() += c;
        }
    }
    all.pop_back();
    return all;
}

/// An address of the package, as a path of this installation.
std::string path_of(std::string const& address) { return address.substr(public_url.size()); }

}  // namespace

TEST_CASE("every table of the data package is there, with the columns and types it claims",
          "[pages][postgres]") {
    published b;
    auto const package = b.read("/datapackage.json");
    REQUIRE(package.status == 200);
    auto const read = package.json();
    REQUIRE(read["resources"].Size() > 5);
    for (auto const& resource : read["resources"].GetArray()) {
        CAPTURE(resource["name"].GetString());
        auto const answer = b.read(path_of(resource["path"].GetString()));
        REQUIRE(answer.status == 200);
        CHECK(has(answer.header("Content-Type"), "text/csv"));
        auto const rows = records(answer.body);
        auto const& columns = resource["schema"]["fields"];
        REQUIRE(rows.front().size() == columns.Size());
        for (rapidjson::SizeType i = 0; i < columns.Size(); ++i) {
            CHECK(rows.front()[i] == columns[i]["name"].GetString());
            for (std::size_t row = 1; row < rows.size(); ++row) {
                CAPTURE(rows.front()[i], rows[row][i]);
                CHECK(fits(rows[row][i], columns[i]["type"].GetString()));
            }
        }
    }
    // Tables that say nothing would prove nothing.
    for (auto const* const path : {"/api/v1/lists.csv", "/api/v1/runs.csv", "/api/v1/events.csv"})
        CHECK(records(b.read(path).body).size() > 1);
    CHECK(records(b.read("/api/v1/lists/news/verdicts.csv?from=2024-10-04&to=2024-10-05").body).size() == 81);
}

TEST_CASE("every download of the data page answers", "[pages][postgres]") {
    published b;
    auto const html = b.read("/data").body;
    std::regex const links{" href=\"(/[^\"#]*)"};
    std::size_t followed = 0;
    for (std::sregex_iterator found{html.begin(), html.end(), links}, end; found != end; ++found) {
        auto address = (*found)[1].str();
        for (auto at = address.find("&amp;"); at != std::string::npos; at = address.find("&amp;"))
            address.replace(at, 5, "&");
        CAPTURE(address);
        CHECK(b.read(address).status == 200);
        ++followed;
    }
    CHECK(followed > 20);
}

TEST_CASE("the sitemap's pages are there, and private lists are not in it", "[pages][postgres]") {
    published b;
    for (auto const& key : {std::string{}, b.reader}) {
        auto const answer = b.read("/sitemap.xml", key);
        REQUIRE(answer.status == 200);
        CHECK(test::is_xml(answer.body));
        CHECK(has(answer.body, "/lists/news<"));
        CHECK_FALSE(has(answer.body, "hidden"));
    }
    auto const map = b.read("/sitemap.xml").body;
    std::regex const places{"<loc>([^<]*)</loc>"};
    for (std::sregex_iterator found{map.begin(), map.end(), places}, end; found != end; ++found) {
        CAPTURE((*found)[1].str());
        REQUIRE((*found)[1].str().starts_with(public_url));
        CHECK(b.read(path_of((*found)[1].str())).status == 200);
    }
    CHECK(has(b.read("/robots.txt").body, "Sitemap: " + public_url + "/sitemap.xml\n"));
}

TEST_CASE("without an address of its own an installation has no sitemap, and claims none",
          "[pages][postgres]") {
    published b{""};
    CHECK(b.read("/sitemap.xml").status == 404);
    CHECK_FALSE(has(b.read("/robots.txt").body, "Sitemap"));
    CHECK(b.read("/favicon.ico").status == 200);
    CHECK(has(b.read("/datapackage.json").body, "\"path\":\"api/v1/lists.csv\""));
}

TEST_CASE("to everybody without a key a private list is nowhere", "[pages][postgres]") {
    published b;
    for (std::string const path :
         {"/charts/lists/hidden/trend.svg", "/charts/lists/hidden/counts.svg",
          "/charts/lists/hidden/creators.svg", "/charts/lists/hidden/lag.svg",
          "/charts/lists/hidden/where-from.svg", "/embed/lists/hidden/trend", "/embed/lists/hidden/counts",
          "/badges/hidden.svg", "/charts/items/tiktok/2000000/strip.svg", "/events?list=hidden",
          "/events?item=2000000"}) {
        CAPTURE(path);
        CHECK(b.read(path).status == 404);
        CHECK_FALSE(has(b.read(path).body, "The list hidden"));
        CHECK(b.read(path, b.reader).status == (path.starts_with("/badges/") ? 404 : 200));
    }
    for (auto const* const path : {"/data", "/datapackage.json", "/sitemap.xml", "/events", "/add", "/"}) {
        CAPTURE(path);
        CHECK_FALSE(has(b.read(path).body, "hidden\""));
        CHECK_FALSE(has(b.read(path).body, "The list hidden"));
        CHECK_FALSE(has(b.read(path).body, "2000000"));
    }
    // Whoever holds a key sees it on the page, and nowhere that is copied from.
    auto const seen = b.read("/data", b.reader).body;
    CHECK(has(seen, "The list hidden"));
    CHECK_FALSE(has(seen.substr(seen.find("ld+json")), "hidden"));
    CHECK_FALSE(has(b.read("/datapackage.json", b.reader).body, "hidden"));
}

TEST_CASE("pictures and badges allow their own style alone, embeds alone may be framed",
          "[pages][postgres]") {
    published b;
    auto const policy = [&](std::string const& path) {
        auto const answer = b.read(path);
        CAPTURE(path, answer.body);
        CHECK(answer.status == 200);
        CHECK_FALSE(has(answer.header("Content-Security-Policy"), "unsafe"));
        return answer.header("Content-Security-Policy");
    };
    for (auto const* const path : {"/charts/lists/news/trend.svg", "/charts/lists/news/counts.svg?days=7",
                                   "/charts/lists/news/creators.svg", "/charts/lists/news/lag.svg",
                                   "/charts/lists/news/where-from.svg?day=2024-10-05",
                                   "/charts/items/tiktok/1000000/strip.svg?days=30"}) {
        CHECK(has(policy(path), "style-src '" + csp_hash(picture_style()) + "'"));
        CHECK(has(policy(path), "frame-ancestors 'none'"));
        CHECK(test::is_xml(b.read(path).body));
        CHECK(test::classes_without_rule(b.read(path).body, picture_style()).empty());
        CHECK(b.read(path).header("Content-Type") == "image/svg+xml; charset=utf-8");
        CHECK(b.read(path).header("Cross-Origin-Resource-Policy") == "cross-origin");
    }
    CHECK(has(policy("/badges/news.svg"), "style-src '" + csp_hash(badge_style()) + "'"));
    CHECK(has(policy("/embed/lists/news/trend"), "frame-ancestors *"));
    CHECK(has(policy("/embed/lists/news/trend"), "default-src 'none'; style-src 'self';"));
    for (auto const* const path : {"/", "/lists/news", "/events", "/data", "/add", "/method"})
        CHECK(has(policy(path), "frame-ancestors 'none'"));
}

TEST_CASE("an image, an embed and a badge refuse what they do not understand", "[pages][postgres]") {
    published b;
    for (auto const* const path :
         {"/charts/lists/news/trend.svg?days=6", "/charts/lists/news/trend.svg?days=3661",
          "/charts/lists/news/counts.svg?to=2024-13-01", "/charts/lists/news/creators.svg?day=x",
          "/embed/lists/news/trend?days=x", "/badges/news.svg?warn=101", "/badges/news.svg?bad=-1",
          "/badges/news.svg?warn=80&bad=81", "/badges/news.svg?warn=9.5", "/events?kind=gone",
          "/events?open=yes", "/events?item=x", "/events?from=2024-10-05&to=2024-10-04", "/events?before=0",
          "/lists/news?embed=pie"}) {
        CAPTURE(path);
        CHECK(b.read(path).status == 400);
    }
    for (auto const* const path :
         {"/charts/lists/none/trend.svg", "/charts/lists/news/pie.svg", "/embed/lists/news/pie",
          "/badges/none.svg", "/charts/items/tiktok/x/strip.svg", "/charts/items/tiktok/3000000/strip.svg"}) {
        CAPTURE(path);
        CHECK(b.read(path).status == 404);
    }
    CHECK(b.read("/badges/news.svg?warn=80&bad=80").status == 200);
    auto const led = b.read("/lists/news?embed=trend&days=30&as_of=2024-10-04");
    CHECK(led.status == 308);
    CHECK(led.header("Location") == "/embed/lists/news/trend?days=30&as_of=2024-10-04");
}

TEST_CASE("a badge says the rate of the newest sound day", "[pages][postgres]") {
    published b;
    CHECK(has(b.read("/badges/news.svg").body, ">97.5\u00a0%</text>"));
    CHECK(has(b.read("/badges/news.svg?as_of=2024-10-04").body, ">100\u00a0%</text>"));
    b.run_day(2, {}, {.api = run_ending::arm::invalid, .presence = run_ending::arm::valid});
    b.time.advance(std::chrono::hours{2});
    CHECK(has(b.read("/badges/news.svg?warn=98").body, ">97.5\u00a0%, below 98\u00a0%</text>"));
    b.time.advance(std::chrono::hours{48});
    CHECK(has(b.read("/badges/news.svg?bad=1").body, ">stale</text>"));
}

TEST_CASE("what is frozen tells of no later day", "[pages][postgres]") {
    published b;
    auto const now = b.read("/events").body;
    CHECK(has(now, "A video is no longer returned"));
    auto const then = b.read("/events?as_of=2024-10-04").body;
    CHECK_FALSE(has(then, "A video is no longer returned"));
    CHECK(has(then, "<input type=\"hidden\" name=\"as_of\" value=\"2024-10-04\">"));
    auto const picture = b.read("/charts/lists/news/counts.svg?as_of=2024-10-04").body;
    CHECK_FALSE(has(picture, "v-missing\" d"));
    CHECK(has(picture, "as_of=2024-10-04"));
    CHECK(has(b.read("/data?as_of=2024-10-04").body,
              "/api/v1/lists/news/verdicts.csv?from=2024-10-04&amp;to="
              "2024-10-04&amp;as_of=2024-10-04"));
    CHECK_FALSE(has(b.read("/datapackage.json?as_of=2024-10-04").body, "2024-10-05"));
}

TEST_CASE("the list page's figures lead to the same days as images, and void runs are marked",
          "[pages][postgres]") {
    published b;
    b.run_day(2, {},
              {.api = run_ending::arm::invalid,
               .presence = run_ending::arm::valid,
               .void_reason = "too much stayed unmeasured"});
    auto const html = b.read("/lists/news?days=30&to=2024-10-06").body;
    CHECK(has(html, "href=\"/charts/lists/news/trend.svg?days=30&amp;to=2024-10-06\""));
    CHECK(has(html, "href=\"/embed/lists/news/counts?days=30&amp;to=2024-10-06\""));
    std::smatch mark;
    std::regex const link{"href=\"(/events\\?before=[0-9]+)#(e[0-9]+)\">A run is void"};
    REQUIRE(std::regex_search(html, mark, link));
    auto const events = b.read(mark[1]).body;
    CHECK(has(events, "<tr id=\"" + mark[2].str() + "\">"));
    CHECK(has(b.read("/charts/lists/news/trend.svg").body, "A run is void"));
}

TEST_CASE("titles that would break out stay text in every format", "[pages][postgres]") {
    published b;
    std::string const title = "</script><!-- ]]> \\\"' & <svg onload=x>";
    auto const made = b.ask("PATCH", "/api/v1/lists/news", "{\"title\":\"" + title + "\"}", b.editor);
    REQUIRE(made.status == 200);
    for (auto const* const path : {"/charts/lists/news/trend.svg", "/badges/news.svg", "/sitemap.xml"}) {
        CAPTURE(path);
        CHECK(test::is_xml(b.read(path).body));
        CHECK_FALSE(has(b.read(path).body, "<svg onload"));
    }
    for (auto const* const path : {"/lists/news", "/embed/lists/news/trend", "/data", "/events"}) {
        CAPTURE(path);
        CHECK_FALSE(has(b.read(path).body, "<svg onload"));
        CHECK_FALSE(has(b.read(path).body, "<!-- ]]>"));
    }
    CHECK(b.read("/datapackage.json").json()["resources"].IsArray());
    CHECK(b.ask("PATCH", "/api/v1/lists/news", R"({"title":"a\u0000b"})", b.editor).status == 400);
    b.ask("PATCH", "/api/v1/lists/news", R"({"title":"a\u0001b\uffff"})", b.editor);
    CHECK(test::is_xml(b.read("/charts/lists/news/trend.svg").body));
}

TEST_CASE("the figures of the pages about one list are pictures of the same day", "[pages][postgres]") {
    published b;
    auto const lists = b.get(b.lists.find("news", audience::everyone));
    std::vector<named_item> ten;
    for (int i = 0; i < 10; ++i)
        ten.push_back({.platform_id = 3'000'000 + i,
                       .username = "ten",
                       .created_at = std::chrono::sys_seconds{day_at(-20)}});
    b.get(b.lists.add_items(lists->key, ten, "test", utc_time{day_at(2)}));
    b.run_day(2, {3'000'000});

    auto const creators = b.read("/charts/lists/news/creators.svg").body;
    CHECK(has(creators, "Creators by how many of their ten videos were returned"));
    CHECK(has(creators, "as_of=2024-10-06"));
    CHECK(has(b.read("/charts/lists/news/creators.svg?day=2024-10-05").body, "Nothing to draw"));
    auto const regions = b.read("/charts/lists/news/where-from.svg").body;
    CHECK(has(regions, "Verdicts by region"));
    CHECK(has(regions, "class=\"v-missing"));
    CHECK(has(b.read("/lists/news/creators").body, "href=\"/charts/lists/news/creators.svg\""));
    CHECK(has(b.read("/lists/news/where-from?day=2024-10-05").body,
              "href=\"/charts/lists/news/where-from.svg?day=2024-10-05\""));
}
