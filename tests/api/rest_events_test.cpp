#include "tests/api/rest_bench.hpp"

#include "daemon/api/event_feed.hpp"
#include "daemon/api/metrics_feed.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lacuna;
using test::day_at;
using test::morning_of;
using test::rest_bench;
using test::verdict_of;

namespace {

using enum verdict_kind;

/// A public list of 40 items and a private one of 1; two of the first and the second are lost on the second
/// day.
struct after_two_days : rest_bench {
    after_two_days() {
        add(make_list("news").key, 1'000'000, 40);
        add(make_list("hidden", false).key, 2'000'000, 1);
        from.site = {.title = "Audit & <more>", .author = "we", .public_url = "https://audit.example.org"};
        close(0, {});
        close(1, {1'000'000, 1'000'001, 2'000'000});
    }

    void close(int offset, std::set<std::int64_t> const& missing_ids, run_ending ending = {}) {
        std::vector<verdict_row> rows;
        for (int i = 0; i < 41; ++i) {
            std::int64_t const id = i < 40 ? 1'000'000 + i : 2'000'000;
            rows.push_back(verdict_of(key_of(id), missing_ids.contains(id) ? missing : retrievable));
        }
        auto const opened = get(audit->open_run(day_at(offset), morning_of(day_at(offset)), 7));
        get(audit->close_run(opened, morning_of(day_at(offset)) + std::chrono::hours{1}, ending, rows, {}));
    }
};

std::size_t count(std::string const& text, std::string const& what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++n;
    return n;
}

}  // namespace

TEST_CASE("events are there as JSON and CSV, filtered and by pages", "[api][postgres]") {
    after_two_days b;
    auto const all = b.read("/api/v1/events").json();
    REQUIRE(all["events"].Size() == 2);
    auto const& newest = all["events"][0];
    CHECK(newest["kind"] == "item_lost");
    CHECK(newest["state"] == "confirmed");
    CHECK(newest["day"] == "2024-10-05");
    CHECK(newest["from"] == "retrievable");
    CHECK(newest["to"] == "missing");
    CHECK(newest["list"].IsNull());
    CHECK(newest["closed_on"].IsNull());
    CHECK(all["next"].IsNull());

    auto const first = b.read("/api/v1/events?per_page=1").json();
    REQUIRE(first["events"].Size() == 1);
    auto const second =
        b.read(std::string{"/api/v1/events?per_page=1&cursor="} + first["next"].GetString()).json();
    CHECK(second["events"].Size() == 1);
    CHECK(second["events"][0]["event"].GetInt64() < first["events"][0]["event"].GetInt64());
    CHECK(second["next"].IsNull());

    auto const found = [&](std::string const& query) {
        return b.read("/api/v1/events?" + query).json()["events"].Size();
    };
    CHECK(found("list=news") == 2);
    CHECK(found("kind=item_lost&open=true") == 2);
    CHECK(found("open=false") == 0);
    CHECK(found("kind=stale") == 0);
    CHECK(found("item=1000000") == 1);
    CHECK(found("from=2024-10-05&to=2024-10-05") == 2);
    CHECK(found("from=2024-10-06") == 0);
    CHECK(count(b.read("/api/v1/events.csv?list=news").body, "\n") == 3);
}

TEST_CASE("a wrong filter of events is refused by name", "[api][postgres]") {
    after_two_days b;
    for (std::string const query : {"kind=gone", "open=yes", "item=x", "from=2024-13-01",
                                    "from=2024-10-05&to=2024-10-04", "per_page=0", "cursor=!"}) {
        CAPTURE(query);
        auto const answer = b.read("/api/v1/events?" + query);
        CHECK(answer.status == 400);
        CHECK(answer.body.find(query.substr(0, query.find('='))) != std::string::npos);
    }
    CHECK(b.read("/api/v1/events?list=none").status == 404);
    CHECK(b.read("/api/v1/events?item=1234567").status == 404);
}

TEST_CASE("without a key nothing shows that a private list has events", "[api][postgres]") {
    after_two_days b;
    CHECK(b.read("/api/v1/events?list=hidden").status == 404);
    CHECK(b.read("/api/v1/events?item=2000000").status == 404);
    CHECK(b.read("/lists/hidden/events.atom").status == 404);
    CHECK(b.read("/events.atom").body.find("2000000") == std::string::npos);
    CHECK(b.read("/api/v1/events", b.reader).json()["events"].Size() == 3);
    CHECK(b.read("/lists/hidden/events.atom", b.reader).status == 200);
    CHECK(b.read("/api/v1/events", b.writer).json()["events"].Size() == 2);
}

TEST_CASE("what contradicted calls of private lists held is told to key holders alone", "[api][postgres]") {
    after_two_days b;
    b.sql(
        "WITH said AS (UPDATE run SET calls_contradicted = 2, items_dropped = 9 WHERE day = '2024-10-05' "
        "RETURNING 1) "
        "SELECT count(*) FROM said");
    b.close(1, {1'000'000, 1'000'001, 2'000'000});
    CHECK(b.read("/api/v1/events?kind=corruption").json()["events"].Size() == 0);
    auto const seen = b.read("/api/v1/events?kind=corruption", b.reader).json();
    REQUIRE(seen["events"].Size() == 1);
    CHECK(seen["events"][0]["details"]["calls_contradicted"].GetInt() == 2);
}

TEST_CASE("an item tells its events and the changes of its verdict", "[api][postgres]") {
    after_two_days b;
    b.time.advance(std::chrono::hours{24 * 5});
    b.close(2, {1'000'001});
    auto const item = b.read("/api/v1/items/tiktok/1000000").json();
    REQUIRE(item["events"].Size() == 2);
    CHECK(item["events"][0]["kind"] == "item_returned");
    CHECK(item["events"][1]["closed_why"] == "returned");
    REQUIRE(item["changes"].Size() == 2);
    CHECK(item["changes"][1]["from"] == "missing");
}

TEST_CASE("a feed has an entry an event, whose id stays and whose date moves", "[api][postgres]") {
    after_two_days b;
    auto const before = b.read("/lists/news/events.atom");
    CHECK(before.status == 200);
    CHECK(before.header("Content-Type") == "application/atom+xml; charset=utf-8");
    CHECK(count(before.body, "<entry>") == 2);
    CHECK(before.body.find("<title>Audit &amp; &lt;more&gt;: events of The list news</title>") !=
          std::string::npos);
    CHECK(before.body.find("href=\"https://audit.example.org/lists/news/events.atom\"") != std::string::npos);
    CHECK(before.body.find("<updated>2024-10-05T04:00:00") != std::string::npos);
    // Feed, two entries: three ids.
    std::set<std::string> ids;
    for (auto at = before.body.find("urn:uuid:"); at != std::string::npos;
         at = before.body.find("urn:uuid:", at + 1))
        ids.insert(before.body.substr(at, 45));
    CHECK(ids.size() == 3);

    b.close(2, {1'000'001});
    auto const after = b.read("/lists/news/events.atom").body;
    CHECK(count(after, "<entry>") == 3);
    for (auto const& id : ids) CHECK(after.find(id) != std::string::npos);
    CHECK(after.find("<updated>2024-10-06T04:00:00") != std::string::npos);
}

TEST_CASE("what XML does not allow is not in a feed", "[api]") {
    CHECK(api::xml_escaped("a<b>&\"\x01\x1f\n") == "a&lt;b&gt;&amp;&quot; ");
    CHECK(api::xml_escaped("\xef\xbf\xbe\xef\xbf\xbf\xff") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    CHECK(api::xml_escaped("Grüße 😀") == "Grüße 😀");
}

TEST_CASE("metrics count events of public lists, and the clock opens the event stale", "[api][postgres]") {
    after_two_days b;
    metrics shown{b.time};
    api::metrics_feed feed{b.from, shown};
    b.get(feed.refresh());
    auto const text = shown.text();
    CHECK(text.find("lacuna_events_total{kind=\"item_lost\"} 2") != std::string::npos);
    CHECK(text.find("lacuna_events_open{kind=\"item_lost\",list=\"news\"} 2") != std::string::npos);
    CHECK(text.find("lacuna_events_confirmed{kind=\"item_lost\",list=\"news\"} 2") != std::string::npos);
    CHECK(text.find("list=\"hidden\"") == std::string::npos);
    CHECK(text.find("lacuna_coverage_ratio{list=\"news\"} 1") != std::string::npos);
    CHECK(text.find("lacuna_range_low_ratio{list=\"news\"} 0.95") != std::string::npos);
    b.time.advance(std::chrono::hours{24 * 4});
    b.get(feed.refresh());
    CHECK(shown.text().find("lacuna_events_open{kind=\"stale\",list=\"\"} 1") != std::string::npos);
    CHECK(b.read("/api/v1/events?kind=stale").json()["events"].Size() == 1);
}
