#include "tests/api/rest_bench.hpp"

#include "daemon/api/progress_stream.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::call_of;
using test::day_at;
using test::morning_of;
using test::rest_bench;

namespace {

/// A run over three public items: a first pass, a confirmation with a control that failed; and, with
/// `hiding`, a call about a private one.
struct after_a_run : rest_bench {
    explicit after_a_run(bool hiding = false) {
        add(make_list("news").key, 1'000'000, 3);
        if (hiding) add(make_list("hidden", false).key, 2'000'000, 1);
        auto const vantage = get(audit->vantage("tiktok.research", "main"));
        opened = get(audit->open_run(day_at(0), morning_of(day_at(0)), 12));
        std::vector<item_key> keys_of;
        for (int i = 0; i < 3; ++i) keys_of.push_back(key_of(1'000'000 + i));
        store(call_of(call_id{1}, vantage, keys_of, {keys_of[0]}));
        auto again = call_of(call_id{2}, vantage, {keys_of[1], keys_of[0]}, {});
        again.purpose = call_purpose::confirmation;
        again.controls = {keys_of[0]};
        again.failure = probe_failure::rate_limited;
        again.complete = false;
        store(again);
        if (hiding) store(call_of(call_id{3}, vantage, {key_of(2'000'000)}, {}));
        get(audit->close_run(opened, morning_of(day_at(0)) + 1h, {.due = 3, .measured = 3}, {}, {}));
        number = std::to_string(static_cast<int>(opened.run));
    }

    void store(call_record const& call) { get(audit->store_call(opened.run, day_at(0), call, {})); }

    opened_run opened{};
    std::string number;
};

std::vector<std::int64_t> numbers_in(rapidjson::Value const& calls) {
    std::vector<std::int64_t> numbers;
    for (auto const& call : calls.GetArray()) numbers.push_back(call["call"].GetInt64());
    return numbers;
}

}  // namespace

TEST_CASE("the calls of a run are filtered by purpose and outcome", "[api][postgres]") {
    after_a_run b;
    auto const calls = "/api/v1/runs/" + b.number + "/calls";
    CHECK(numbers_in(b.read(calls).json()["calls"]) == std::vector<std::int64_t>{1, 2});
    CHECK(numbers_in(b.read(calls + "?purpose=confirmation").json()["calls"]) ==
          std::vector<std::int64_t>{2});
    CHECK(numbers_in(b.read(calls + "?outcome=answered").json()["calls"]) == std::vector<std::int64_t>{1});
    CHECK(numbers_in(b.read(calls + "?outcome=rate_limited&purpose=").json()["calls"]) ==
          std::vector<std::int64_t>{2});
    CHECK(b.read(calls + "?outcome=odd").json()["where"] == "query parameter outcome");
    CHECK(b.read(calls + "?purpose=1").status == 400);
}

TEST_CASE("a run tells its seed, its rules, and what its calls came to by purpose", "[api][postgres]") {
    after_a_run b;
    auto const run = b.read("/api/v1/runs/" + b.number).json();
    CHECK(run["seed"] == "12");
    CHECK(run["judged_again"].IsNull());
    auto const said = b.read("/api/v1/runs/" + b.number + "/purposes").json();
    REQUIRE(said["purposes"].Size() == 2);
    CHECK(said["purposes"][0]["asked"].GetInt() == 3);
    CHECK(said["purposes"][1]["failed"].GetInt() == 1);
    CHECK(said["vantages"][0]["vantage"] == "main");
    CHECK(b.read("/api/v1/runs/" + b.number + "/purposes.csv").body.find(",confirmation,1,1,0,2,0,120\n") !=
          std::string::npos);
    CHECK(b.read("/api/v1/runs/77/purposes").status == 404);
    CHECK(b.read("/api/v1/runs/" + b.number + "?as_of=" + to_string(day_at(-1))).status == 404);
}

TEST_CASE("a call's items are there as CSV, with what came back", "[api][postgres]") {
    after_a_run b;
    CHECK(b.read("/api/v1/calls/1.csv").body ==
          "batch,platform,video_id,control,answer,returned_in\n"
          "1,tiktok,1000000,false,returned,1\n"
          "1,tiktok,1000001,false,left_out,\n"
          "1,tiktok,1000002,false,left_out,\n");
    CHECK(b.read("/api/v1/calls/2.csv").body.find("2,tiktok,1000000,true,not_answered,\n") !=
          std::string::npos);
    CHECK(b.read("/api/v1/calls/77.csv").status == 404);
    CHECK(b.read("/api/v1/calls/1.csv?as_of=" + to_string(day_at(-1))).status == 404);
}

TEST_CASE("no browser renders a stored body", "[api][postgres]") {
    after_a_run b;
    auto const answer = b.read("/api/v1/calls/1/body", b.auditor);
    REQUIRE(answer.status == 200);
    CHECK(answer.header("Content-Type") == "application/octet-stream");
    CHECK(answer.header("Content-Disposition") == "attachment; filename=\"call-1-response\"");
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Content-Security-Policy").starts_with("sandbox;"));
    CHECK(answer.header("Cache-Control") == "private, no-store");
    CHECK(b.read("/api/v1/calls/1/body?as_of=" + to_string(day_at(-1)), b.auditor).status == 404);
}

TEST_CASE("the status tells of the last 48 hours by endpoint, as JSON and as CSV", "[api][postgres]") {
    after_a_run b;
    b.time.advance(2h);
    auto const said = b.read("/api/v1/status").json();
    CHECK(said["until"] == to_rfc3339(b.time.now()).c_str());
    CHECK(said["sides"]["api"]["state"] == "much_trouble");
    CHECK(said["sides"]["api"]["because"][0] == "answers_failed");
    CHECK(said["sides"]["presence"]["state"] == "nothing_asked");
    CHECK(said["sides"]["ours"]["state"] == "fine");
    REQUIRE(said["endpoints"].Size() == 1);
    auto const& api = said["endpoints"][0];
    CHECK(api["asked"].GetInt() == 2);
    CHECK(api["rate_limited"].GetInt() == 1);
    CHECK(api["latency_ms"]["p99"].GetInt() == 120);
    CHECK(api["hours"].Size() == 1);
    CHECK(said["last_valid_run"]["run"].GetInt() == static_cast<int>(b.opened.run));
    auto const csv = b.read("/api/v1/status.csv").body;
    CHECK(csv.find(to_rfc3339(morning_of(day_at(0))) +
                   ",api,tiktok.research,main,2,1,0,0,0,0,0,1,0,0,0,120,120,120\n") != std::string::npos);

    b.time.advance(72h);
    CHECK(b.read("/api/v1/status").json()["endpoints"].Size() == 0);
    CHECK(b.read("/api/v1/status").json()["sides"]["ours"]["because"][0] == "no_valid_run");
    auto const then = b.read("/api/v1/status?as_of=" + to_string(day_at(0))).json();
    CHECK(then["until"] == to_rfc3339(day_at(1)).c_str());
    CHECK(then["endpoints"].Size() == 1);
}

TEST_CASE("the status holds events of whole runs, open or of these days, and of nothing else",
          "[api][postgres]") {
    after_a_run b;
    auto const event = [&](std::string const& kind, std::string const& list, int day,
                           std::string const& shown) {
        b.sql(
            "INSERT INTO event (kind, list, day, opened_at, updated_at, closed_on, closed_why, rule_version, "
            "public_details) VALUES ('" +
            kind + "', " + list + ", '" + to_string(day_at(day)) + "', now(), now(), " +
            (day == -9 ? "NULL, NULL" : "'" + to_string(day_at(day)) + "', 'valid'") + ", 1, " + shown +
            ") RETURNING 1");
    };
    event("arm_void", "NULL", -9, "'{}'");
    event("corruption", "NULL", 0, "'{}'");
    event("corruption", "NULL", -5, "'{}'");
    event("schema_changed", "NULL", 0, "NULL");
    event("list_fell", "1", 0, "NULL");

    auto const kinds = [&](std::string const& key) {
        std::string found;
        auto const said = b.read("/api/v1/status", key).json();
        for (auto const& one : said["events"].GetArray()) found += std::string{one["kind"].GetString()} + ' ';
        return found;
    };
    CHECK(kinds("") == "corruption arm_void ");
    CHECK(kinds(b.reader) == "schema_changed corruption arm_void ");
}

namespace {

boost::asio::awaitable<void> keep_and_end(std::string& into, run_desk& desk, std::string piece) {
    into += piece;
    desk.end();
    co_return;
}

/// What a stream says first of a run under way; the run ends with that.
std::string first_event(after_a_run& b, audience who) {
    b.desk.begin();
    b.desk.progressed(
        {.run = b.opened.run, .phase = "sweep", .items_due = 8, .items_read = 2, .quota_left = 900});
    std::string told;
    api::body_sink const sink = [&](std::string piece) {
        return keep_and_end(told, b.desk, std::move(piece));
    };
    b.get(api::stream_progress(b.from, b.opened.run, who, sink));
    return told.substr(0, told.find("event: end"));
}

}  // namespace

TEST_CASE("how far a run is is told in numbers, unless a list hides items from who asks", "[api][postgres]") {
    after_a_run open;
    CHECK(first_event(open, audience::everyone).find("\"quota_left\":900") != std::string::npos);
    after_a_run hiding{true};
    auto const told = first_event(hiding, audience::everyone);
    CHECK(told.find("\"percent_read\":25") != std::string::npos);
    CHECK(told.find("quota_left") == std::string::npos);
    CHECK(told.find("items_due") == std::string::npos);
    CHECK(first_event(hiding, audience::key_holder).find("\"items_due\":8") != std::string::npos);
}

TEST_CASE("a promised stream of progress has its place until it is over, begun or not", "[api][postgres]") {
    after_a_run b;
    auto const promised = [&b] { return b.promised("/api/v1/runs/" + b.number + "/progress"); };
    auto first = promised();
    CHECK(first.status == 200);
    CHECK(promised().status == 200);  // Given up at once.
    auto const second = promised();
    CHECK(promised().status == 503);

    first = {};
    CHECK(promised().status == 200);
}
