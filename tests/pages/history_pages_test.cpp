#include "tests/pages/pages_bench.hpp"
#include "tests/pages/texts.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::between;
using test::day_at;
using test::has;
using test::times;
using namespace std::chrono_literals;

namespace {

/// Forty videos of one list, with a verdict on each of `days` days; the first is missing on every tenth.
struct years : test::pages_bench {
    explicit years(int days) {
        list = make_list("news").key;
        add(list, 1'000'000, 40);
        auto const last = "date '" + to_string(day_at(days - 1)) + "'";
        auto const n = std::to_string(days);
        sql("SELECT ensure_verdict_partition(month::date, 1::smallint) FROM "
            "generate_series(date_trunc('month', date '2024-10-04'), " +
            last + ", interval '1 month') AS month");
        sql("INSERT INTO run (day, started_at, ended_at, seed, rule_version, api_arm, presence_arm) SELECT "
            "date '2024-10-04' + n, "
            "now(), now(), n, 1, 'valid', 'valid' FROM generate_series(0, " +
            n + " - 1) AS n RETURNING 1");
        sql("INSERT INTO verdict SELECT item, date '2024-10-04' + n, 0, 0, 0, 0, 1, "
            "(CASE WHEN item = 1 AND n % 10 = 9 THEN 'm' ELSE 'r' END)::\"char\", '-', '-', true, true, 'y' "
            "FROM generate_series(0, " +
            n + " - 1) AS n, item RETURNING 1");
        sql("SELECT rebuild_verdict_month(month, 1::smallint) FROM (SELECT DISTINCT date_trunc('month', "
            "day)::date AS month FROM verdict) m");
        sql("INSERT INTO day_count SELECT 1, day, 'all', 1, verdict, true, count(*) FROM verdict GROUP BY "
            "day, verdict RETURNING 1");
        sql("INSERT INTO day_rate SELECT 1, day, 'all', 1, count(*) FILTER (WHERE verdict = 'r'), count(*) "
            "FILTER (WHERE verdict = 'm'), "
            "0, 20, 0.975, 0.9, 0.99 FROM verdict GROUP BY day RETURNING 1");
        time.advance(std::chrono::days{days - 1} + 6h);
    }

    list_key list{};
};

}  // namespace

TEST_CASE("an item's page draws a day a cell, and its table pages by address", "[pages][postgres]") {
    years b{100};
    auto const first = b.read("/items/tiktok/1000000");
    REQUIRE(first.status == 200);
    CHECK(times(between(first.body, "id=\"days\"", "</section>"), "<tr><th scope=\"row\">") == 60);
    CHECK(has(first.body, "On 11 Jan 2025: public, not returned"));
    CHECK(has(first.body, "retrievable: 90 days"));
    CHECK_FALSE(has(first.body, "<rect"));
    CHECK_FALSE(has(first.body, "later days"));
    auto const earlier = between(first.body, "/items/tiktok/1000000?to=", "#days");
    CHECK(earlier == "/items/tiktok/1000000?to=2024-11-12");

    auto const second = b.read(earlier);
    auto const days = between(second.body, "id=\"days\"", "</section>");
    CHECK(times(days, "<tr><th scope=\"row\">") == 40);
    CHECK_FALSE(has(days, "earlier days"));
    CHECK(has(days, "later days"));
    // The sentence stays the newest day's, whatever the table shows.
    CHECK(has(second.body, "On 11 Jan 2025: public, not returned"));
    CHECK(b.fault.empty());
}

TEST_CASE("an item's table filters and turns round by address", "[pages][postgres]") {
    years b{100};
    auto const some = b.read("/items/tiktok/1000000?verdict=missing&order=asc&days=7");
    auto const days = between(some.body, "id=\"days\"", "</section>");

    CHECK(times(days, "<tr><th scope=\"row\">") == 7);
    CHECK(days.find("\"row\">2024-11-12") < days.find("\"row\">2025-01-11"));
    CHECK(has(days, "aria-sort=\"ascending\""));
    CHECK(has(days, "value=\"missing\" selected"));
    CHECK(has(days, "/items/tiktok/1000000?verdict=missing&amp;order=asc&amp;days=7&amp;to=2024-11-11#days"));
    auto const none = b.read("/items/tiktok/1000000?verdict=excluded");
    CHECK(none.status == 200);
    CHECK(has(none.body, "No day fits."));
    CHECK(has(none.body, "On 11 Jan 2025: public, not returned"));
}

TEST_CASE("what an item's address asks for is checked", "[pages][postgres]") {
    years b{10};
    for (auto const* wrong :
         {"cell=year", "verdict=deleted", "order=up", "days=6", "days=367", "to=yesterday"}) {
        INFO(wrong);
        CHECK(b.read(std::string{"/items/tiktok/1000000?"} + wrong).status == 400);
    }
    CHECK(b.read("/items/tiktok/1000000?cell=&verdict=&order=&to=").status == 200);
    CHECK(b.read("/items/tiktok/9999999").status == 404);
    CHECK(b.read("/items/tiktok/1x").status == 404);
}

TEST_CASE("years are drawn by weeks or months, each cell with its days in words", "[pages][postgres]") {
    years b{800};
    auto const weeks = b.read("/items/tiktok/1000000").body;
    auto const strip = between(weeks, "<div class=\"months by-week\">", "<ul class=\"totals\">");
    CHECK(times(strip, "<svg class=\"strip\"") == 3);
    // 2024-10-04 was a Friday.
    CHECK(has(strip, "<title>4–6 Oct 2024: 3 days retrievable</title>"));
    CHECK(has(strip, "<title>7–13 Oct 2024: 6 days retrievable; 1 day public, not returned</title>"));
    CHECK(has(strip, "<title>30 Dec 2024 to 5 Jan 2025: "));
    CHECK(times(strip, "<title>") == times(strip, "<tr><th scope=\"row\">"));
    CHECK(has(weeks, "one day of many is enough"));

    auto const months = b.read("/items/tiktok/1000000?cell=month").body;
    auto const years_of = between(months, "<div class=\"months by-month\">", "<ul class=\"totals\">");
    CHECK(has(years_of, "<title>Feb 2025: 26 days retrievable; 2 days public, not returned</title>"));
    CHECK(has(years_of, "<title>1–12 Dec 2026: 10 days retrievable; 2 days public, not returned</title>"));
    CHECK(has(months, "href=\"/items/tiktok/1000000?cell=day#history\""));
    CHECK(has(months, "href=\"/items/tiktok/1000000#history\""));
    // A page that shows another view than the usual one is not for search engines.
    CHECK(has(months, "noindex"));
    CHECK_FALSE(has(weeks, "noindex"));
}

TEST_CASE("as of an earlier day an item's page knows no later one", "[pages][postgres]") {
    years b{100};
    auto const then = b.read("/items/tiktok/1000000?as_of=2024-10-20").body;

    CHECK(has(then, "On 20 Oct 2024: retrievable"));
    CHECK(has(then, "17 days with a verdict"));
    CHECK_FALSE(has(then, "2024-10-21"));
    CHECK_FALSE(has(then, "2025-"));
    CHECK_FALSE(has(then, "Jan 2025"));
}

TEST_CASE("a list shows up to a thousand videos, and years of them by weeks and months",
          "[pages][postgres]") {
    years b{800};
    auto const rows = [](std::string const& body) {
        return times(between(body, "<table class=\"strips\"", "</table>"), "<tr><th scope=\"row\">");
    };
    auto const usual = b.read("/lists/news").body;
    CHECK(rows(usual) == 40);
    CHECK(has(usual, "The videos, day by day"));
    auto const few = b.read("/lists/news?per_page=15&days=30").body;
    CHECK(rows(few) == 15);
    CHECK(has(few, "page 1 of 3"));
    CHECK(has(few, "/lists/news?days=30&amp;per_page=15&amp;page=2#items"));
    auto const weeks = b.read("/lists/news?days=366").body;
    CHECK(has(weeks, "The videos, week by week"));
    CHECK(has(weeks, "viewBox=\"0 0 " + std::to_string(53 * 8) + " 14\""));
    auto const months = b.read("/lists/news?days=3660").body;
    CHECK(has(months, "The videos, week by week"));  // Two years are all there is.
    CHECK(b.read("/lists/news?per_page=1000&days=366").status == 200);
    CHECK(b.read("/lists/news?per_page=1000&days=367").status == 400);
    CHECK(b.read("/lists/news?per_page=1001").status == 400);
    CHECK(b.read("/lists/news?per_page=9").status == 400);
    CHECK(b.read("/lists/news?days=3661").status == 400);
    CHECK(b.fault.empty());
}

TEST_CASE("a list's first sentence compares with the week before, whatever the strips show",
          "[pages][postgres]") {
    years b{100};
    auto const lead = [&](std::string const& address) {
        return between(b.read(address).body, "class=\"lead\"", "</p>");
    };
    CHECK(lead("/lists/news") == lead("/lists/news?days=7"));
    CHECK(lead("/lists/news") == lead("/lists/news?days=366&per_page=10"));
    CHECK(has(lead("/lists/news?as_of=2024-12-01"), "On 1 Dec 2024"));
    CHECK(has(between(b.read("/").body, "class=\"lead\"", "</p>"), "On 11 Jan 2025"));
}
