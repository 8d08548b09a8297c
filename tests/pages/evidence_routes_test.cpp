#include "tests/pages/pages_bench.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::call_of;
using test::day_at;
using test::has;
using test::morning_of;
using test::pages_bench;
using test::verdict_of;

namespace {

/// A run over three public items and, with `hiding`, one that is on a private list alone.
struct after_a_run : pages_bench {
    explicit after_a_run(bool hiding = false) {
        add(make_list("news").key, 1'000'000, 3);
        if (hiding) add(make_list("hidden", false).key, 2'000'000, 1);
        auto const vantage = get(audit->vantage("tiktok.research", "main"));
        opened = get(audit->open_run(day_at(0), morning_of(day_at(0)), 12));
        std::vector<item_key> keys_of;
        std::vector<verdict_row> rows;
        for (int i = 0; i < 3; ++i) {
            keys_of.push_back(key_of(1'000'000 + i));
            rows.push_back(
                verdict_of(keys_of.back(), i == 0 ? verdict_kind::retrievable : verdict_kind::missing));
            rows.back().decided_by = call_id{1};
        }
        auto const first =
            hiding ? std::vector<item_key>{keys_of[0], keys_of[1], keys_of[2], key_of(2'000'000)} : keys_of;
        store(call_of(call_id{1}, vantage, first, {keys_of[0]}));
        auto again = call_of(call_id{2}, vantage, {keys_of[1]}, {});
        again.purpose = call_purpose::confirmation;
        again.failure = probe_failure::timed_out;
        again.complete = false;
        store(again);
        if (hiding) store(call_of(call_id{3}, vantage, {key_of(2'000'000)}, {}));
        ending = {.due = 3, .measured = 3};
        get(audit->close_run(opened, morning_of(day_at(0)) + 1h, ending, rows, {}));
        run = "/runs/" + std::to_string(static_cast<int>(opened.run));
        time.advance(2h);
    }

    void store(call_record const& call) { get(audit->store_call(opened.run, day_at(0), call, {})); }

    opened_run opened{};
    run_ending ending{};
    std::string run;
};

}  // namespace

TEST_CASE("the way leads from the runs to a run, a call and an item, and back", "[pages][postgres]") {
    after_a_run b;
    CHECK(has(b.read("/runs").body, "href=\"" + b.run + "\""));
    auto const run = b.read(b.run);
    REQUIRE(run.status == 200);
    CHECK(has(run.body, "href=\"/calls/1\""));
    CHECK(has(run.body, "/lists/news?as_of=" + to_string(day_at(0))));
    CHECK(has(run.body, "Cite this page"));
    auto const call = b.read("/calls/1");
    REQUIRE(call.status == 200);
    CHECK(has(call.body, "href=\"" + b.run + "\""));
    CHECK(has(call.body, "href=\"/items/tiktok/1000002\""));
    CHECK(has(call.body, "3 verdicts of that day"));
    CHECK(has(b.read("/items/tiktok/1000002").body, "href=\"/calls/1\""));
    CHECK(b.fault == "");
}

TEST_CASE("a run's calls are filtered and sorted by its address", "[pages][postgres]") {
    after_a_run b;
    auto const failed = b.read(b.run + "?outcome=failed").body;
    CHECK(has(failed, "href=\"/calls/2\""));
    CHECK_FALSE(has(failed, "href=\"/calls/1\""));
    CHECK(has(b.read(b.run + "?purpose=quarantine").body, "No call of that kind."));
    for (std::string const wrong : {"?outcome=odd", "?purpose=odd", "?sort=odd", "?order=odd", "?page=0"})
        CHECK(b.read(b.run + wrong).status == 400);
    CHECK(b.read("/calls/1?items=odd").status == 400);
    CHECK(b.read("/runs/77").status == 404);
    CHECK(b.read("/runs/x").status == 404);
    CHECK(b.read("/calls/77").status == 404);
}

TEST_CASE("of private items nothing is on a page of evidence", "[pages][postgres]") {
    after_a_run b{true};
    CHECK(b.read("/calls/3").status == 404);
    CHECK(b.read("/calls/3", b.reader).status == 200);
    CHECK_FALSE(has(b.read(b.run).body, "/calls/3"));
    CHECK(has(b.read(b.run, b.reader).body, "/calls/3"));
    CHECK_FALSE(has(b.read("/calls/1").body, "2000000"));
    CHECK(has(b.read("/calls/1").body, "for 3 videos"));
    CHECK(has(b.read("/calls/1", b.reader).body, "2000000"));
    CHECK(has(b.read("/status").body, "of 2 calls"));
    CHECK(has(b.read("/status", b.reader).body, "of 3 calls"));
}

TEST_CASE("as of an earlier day there is no later run, call or trouble", "[pages][postgres]") {
    after_a_run b;
    auto const before = "?as_of=" + to_string(day_at(-1));
    CHECK(b.read(b.run + before).status == 404);
    CHECK(b.read("/calls/1" + before).status == 404);
    CHECK(has(b.read("/status" + before).body, "nothing was asked"));
    auto const then = "?as_of=" + to_string(day_at(0));
    CHECK(has(b.read(b.run + then).body, "href=\"/calls/1" + then + "\""));
    CHECK(b.read("/calls/1" + then).status == 200);
}

TEST_CASE("the status is kept for a minute and no longer", "[pages][postgres]") {
    after_a_run b;
    auto const answer = b.read("/status");
    REQUIRE(answer.status == 200);
    CHECK(answer.header("Cache-Control") == "public, max-age=60, stale-if-error=86400");
    CHECK(has(answer.body, "Is it me or them?"));
    CHECK(has(answer.body, "50.0\u00a0% of 2 calls"));
}

TEST_CASE("a run under way shows itself, and no cache keeps it", "[pages][postgres]") {
    after_a_run b;
    auto const later = b.get(b.audit->open_run(day_at(1), morning_of(day_at(1)), 12));
    auto const page = "/runs/" + std::to_string(static_cast<int>(later.run));
    b.desk.begin();
    b.desk.progressed(
        {.run = later.run, .day = day_at(1), .phase = "sweep", .items_due = 3, .quota_left = 321});
    for (auto const& address : {std::string{"/"}, page}) {
        auto const answer = b.read(address);
        CHECK(has(answer.body, "data-progress"));
        CHECK(has(answer.body, ">321</span>"));
        CHECK(answer.header("Cache-Control") == "public, max-age=1, stale-if-error=86400");
        CHECK_FALSE(has(b.read(address + "?as_of=" + to_string(day_at(1))).body, "data-progress"));
    }
    // Of another run, and where nothing is told of a run, all is as ever.
    CHECK_FALSE(has(b.read(b.run).body, "data-progress"));
    CHECK(b.read("/method").header("Cache-Control") == "public, max-age=300, stale-if-error=86400");
}

TEST_CASE("a run that is not this process's says so, and that no bar is known", "[pages][postgres]") {
    after_a_run b;
    auto const later = b.get(b.audit->open_run(day_at(1), morning_of(day_at(1)), 12));
    auto const html = b.read("/runs/" + std::to_string(static_cast<int>(later.run))).body;
    CHECK(has(html, "Another process is at it"));
    CHECK_FALSE(has(html, "<progress"));
    CHECK_FALSE(has(b.read("/").body, "data-progress"));
}

TEST_CASE("where a list hides items the bar tells percents alone", "[pages][postgres]") {
    after_a_run b{true};
    b.desk.begin();
    b.desk.progressed({.run = b.opened.run,
                       .day = day_at(0),
                       .phase = "sweep",
                       .items_due = 4,
                       .items_read = 1,
                       .quota_left = 321});
    CHECK(has(b.read("/").body, "value=\"25\""));
    CHECK_FALSE(has(b.read("/").body, ">321</span>"));
    CHECK(has(b.read("/", b.reader).body, ">321</span>"));
}

TEST_CASE("a video's events stand on its page", "[pages][postgres]") {
    after_a_run b;
    CHECK(has(b.read("/items/tiktok/1000002").body, "None so far."));
    auto const key = std::to_string(static_cast<int>(b.key_of(1'000'002)));
    b.sql("INSERT INTO event (kind, item, day, opened_at, updated_at, rule_version) VALUES ('item_lost', " +
          key + ", '" + to_string(day_at(1)) + "', now(), now(), 1) RETURNING 1");
    auto const html = b.read("/items/tiktok/1000002?days=30").body;
    CHECK(has(html, "/events?item=1000002"));
    CHECK(has(html, "A video is no longer returned"));
    CHECK_FALSE(has(b.read("/items/tiktok/1000002?as_of=" + to_string(day_at(0))).body,
                    "A video is no longer returned"));
    CHECK_FALSE(has(b.read("/items/tiktok/1000001").body, "A video is no longer returned"));
}
