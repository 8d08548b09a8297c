#include "tests/api/rest_bench.hpp"

#include "daemon/api/metrics_feed.hpp"
#include "tests/support/run_coro.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::call_of;
using test::day_at;
using test::morning_of;
using test::rest_bench;
using test::verdict_of;

namespace {

/// A day's run over a public list of 40 items, one of them missing, and a private item.
struct after_a_day : rest_bench {
    after_a_day() {
        auto const list = make_list("news");
        add(list.key, 1'000'000, 40);
        auto const hidden = make_list("hidden", false);
        add(hidden.key, 2'000'000, 1);
        auto const vantage = get(audit->vantage("tiktok.research", "main"));
        auto const opened = get(audit->open_run(day_at(0), morning_of(day_at(0)), 7));
        run = static_cast<int>(opened.run);
        std::vector<item_key> keys_of_items;
        std::vector<verdict_row> rows;
        for (int i = 0; i < 40; ++i) {
            keys_of_items.push_back(key_of(1'000'000 + i));
            rows.push_back(
                verdict_of(keys_of_items.back(), i == 0 ? verdict_kind::missing : verdict_kind::retrievable));
        }
        auto const number = get(audit->charge(vantage, day_at(0), 1000)).value();
        auto const second = get(audit->charge(vantage, day_at(0), 1000)).value();
        call = static_cast<int>(number);
        private_call = static_cast<int>(second);
        get(audit->store_call(opened.run, day_at(0),
                              call_of(number, vantage, keys_of_items, {keys_of_items[1]}), {}));
        get(audit->store_call(opened.run, day_at(0), call_of(second, vantage, {key_of(2'000'000)}, {}), {}));
        rows.push_back(verdict_of(key_of(2'000'000), verdict_kind::retrievable));
        get(audit->close_run(opened, morning_of(day_at(0)) + std::chrono::hours{1},
                             {.due = 41, .measured = 41}, rows, {}));
    }
    int run = 0;
    int call = 0;
    int private_call = 0;
};

}  // namespace

TEST_CASE("lists are made, changed and refused when their slug is taken", "[api][postgres]") {
    rest_bench b;
    std::string const wish = R"({"slug":"news","title":"News","selection":"census","question":"why?"})";
    auto const made = b.post("/api/v1/lists", wish, b.writer);
    CHECK(made.status == 201);
    CHECK(made.header("Location") == "/api/v1/lists/news");
    CHECK(made.json()["public"].GetBool());
    CHECK(b.post("/api/v1/lists", wish, b.writer).status == 409);
    CHECK(b.post("/api/v1/lists", wish).status == 401);
    CHECK(b.post("/api/v1/lists", R"({"slug":"News!","selection":"census"})", b.writer).json()["where"] ==
          "slug");
    CHECK(b.post("/api/v1/lists", R"({"slug":"x"})", b.writer).json()["where"] == "selection");
    CHECK(b.post("/api/v1/lists", R"({"slug":"x","selection":"best"})", b.writer).json()["where"] ==
          "selection");
    auto const changed =
        b.ask("PATCH", "/api/v1/lists/news", R"({"title":"=News","public":false})", b.writer);
    CHECK(changed.status == 200);
    CHECK(changed.json()["title"] == "=News");
    CHECK(b.read("/api/v1/lists/news").status == 404);
    CHECK(b.read("/api/v1/lists.csv", b.reader).body.find("\"'=News\"") != std::string::npos);
}

TEST_CASE("a day's completeness is there as JSON and as CSV", "[api][postgres]") {
    after_a_day b;
    auto const answer = b.read("/api/v1/lists/news/completeness?from=2024-10-01&to=2024-10-31");
    REQUIRE(answer.status == 200);
    auto const said = answer.json();
    REQUIRE(said["days"].Size() == 1);
    auto const& day = said["days"][0];
    CHECK(day["day"] == to_string(day_at(0)).c_str());
    CHECK(day["completeness"].GetDouble() == Approx(39.0 / 40));
    CHECK(day["low"].GetDouble() < 39.0 / 40);
    CHECK(day["verdicts"]["missing"].GetInt() == 1);
    CHECK(day["verdicts"]["retrievable"].GetInt() == 39);
    auto const csv = b.read("/api/v1/lists/news/completeness.csv?from=2024-10-01&to=2024-10-31");
    CHECK(csv.body.find("\n" + to_string(day_at(0)) + ",false,0.975,") != std::string::npos);
}

TEST_CASE("a list that was chosen for its outcome has counts and no rate", "[api][postgres]") {
    after_a_day b;
    REQUIRE(b.ask("PATCH", "/api/v1/lists/news", R"({"selection":"chosen_for_being_missing"})", b.writer)
                .status == 200);
    auto const said = b.read("/api/v1/lists/news/completeness?from=2024-10-01&to=2024-10-31").json();
    CHECK_FALSE(said["rated"].GetBool());
    CHECK(said["days"][0]["completeness"].IsNull());
    CHECK(said["days"][0]["verdicts"]["retrievable"].GetInt() == 39);
}

TEST_CASE("all verdicts of a list stream as CSV", "[api][postgres]") {
    after_a_day b;
    auto const answer = b.read("/api/v1/lists/news/verdicts.csv?from=2024-10-01&to=2024-10-31");
    CHECK(answer.body.starts_with("day,platform,video_id,verdict,reason,rule_version\n"));
    CHECK(std::count(answer.body.begin(), answer.body.end(), '\n') == 41);
    CHECK(answer.body.find(",tiktok,1000000,missing,") != std::string::npos);
    CHECK(answer.header("Content-Disposition").find("news-verdicts.csv") != std::string::npos);
}

TEST_CASE("an item shows its days, the call that decided and its counts", "[api][postgres]") {
    after_a_day b;
    auto const said = b.read("/api/v1/items/tiktok/1000001?from=2024-10-01").json();
    REQUIRE(said["history"].Size() == 1);
    CHECK(said["history"][0]["verdict"] == "retrievable");
    CHECK(said["verdict"] == "retrievable");
    auto const csv = b.read("/api/v1/items/tiktok/1000001.csv");
    CHECK(csv.body.find(",tiktok,1000001,retrievable,") != std::string::npos);
    CHECK(b.read("/api/v1/items?verdict=missing").json()["total"].GetInt() == 1);
}

TEST_CASE("runs and calls are shown, and private items in them are not", "[api][postgres]") {
    after_a_day b;
    auto const runs = b.read("/api/v1/runs").json();
    REQUIRE(runs["runs"].Size() == 1);
    CHECK(runs["runs"][0]["due"].GetInt() == 40);
    CHECK(b.read("/api/v1/runs", b.reader).json()["runs"][0]["due"].GetInt() == 41);
    CHECK(runs["runs"][0]["checks"].IsNull());  // Private items belong to it.
    auto const all = b.read("/api/v1/runs", b.reader).json();
    CHECK(all["runs"][0]["checks"]["calls_contradicted"].GetInt() == 0);
    CHECK(std::string{all["runs"][0]["checks"]["mass_change"].GetString()} == "none");
    auto const path = "/api/v1/runs/" + std::to_string(b.run);
    CHECK(b.read(path).status == 200);
    CHECK(b.read(path + "/calls").json()["calls"].Size() == 1);
    CHECK(b.read(path + "/calls", b.reader).json()["calls"].Size() == 2);
    CHECK(b.read(path + "/calls.csv").status == 200);
    CHECK(b.read("/api/v1/runs/77/calls").status == 404);

    auto const call = b.read("/api/v1/calls/" + std::to_string(b.call)).json();
    CHECK(call["asked"].Size() == 40);
    CHECK(call["asked"][0].IsString());
    CHECK(call["returned"].Size() == 1);
    CHECK(b.read("/api/v1/calls/" + std::to_string(b.private_call)).status == 404);
    CHECK(b.read("/api/v1/calls/" + std::to_string(b.private_call), b.reader).status == 200);
}

TEST_CASE("a stored body is given to the scope evidence alone, as an attachment", "[api][postgres]") {
    after_a_day b;
    auto const path = "/api/v1/calls/" + std::to_string(b.call) + "/body";
    CHECK(b.read(path).status == 401);
    CHECK(b.read(path, b.editor).status == 403);
    auto const answer = b.read(path, b.auditor);
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"data":{}})");
    CHECK(answer.header("Content-Disposition").starts_with("attachment"));
    CHECK(answer.header("Content-Type") == "application/octet-stream");
    CHECK(b.read("/api/v1/calls/" + std::to_string(b.private_call) + "/body", b.auditor).status == 404);
}

TEST_CASE("a run is asked for once, with the scope write", "[api][postgres]") {
    rest_bench b;
    CHECK(b.ask("POST", "/api/v1/runs").status == 401);
    CHECK(b.ask("POST", "/api/v1/runs", {}, b.reader).status == 403);
    CHECK(b.ask("POST", "/api/v1/runs", {}, b.writer).status == 202);
    CHECK(b.desk.requested());
    CHECK(b.ask("POST", "/api/v1/runs", R"({"x":1})", b.writer).status == 400);
    b.desk.begin();
    CHECK(b.ask("POST", "/api/v1/runs", "{}", b.writer).status == 409);
}

TEST_CASE("the progress of a run that has ended ends at once", "[api][postgres]") {
    after_a_day b;
    auto const answer = b.read("/api/v1/runs/" + std::to_string(b.run) + "/progress");
    CHECK(answer.header("Content-Type") == "text/event-stream");
    CHECK(answer.body == "event: end\ndata: {\"run\":" + std::to_string(b.run) + "}\n\n");
    CHECK(b.read("/api/v1/runs/77/progress").status == 404);
}

TEST_CASE("plan, quota, health and readiness answer", "[api][postgres]") {
    after_a_day b;
    CHECK(b.read("/api/v1/plan").json()["items"].GetInt() == 40);
    CHECK(b.read("/api/v1/plan", b.reader).json()["items"].GetInt() == 41);
    auto const quota = b.read("/api/v1/quota").json();
    CHECK(quota["vantages"][0]["spent"].GetInt() == 2);
    CHECK(quota["vantages"][0]["remaining"].GetInt() == 998);
    CHECK(b.read("/api/v1/quota.csv").body.find(",main,2,1000,998\n") != std::string::npos);
    CHECK(b.read("/healthz").status == 200);
    auto const ready = b.read("/readyz").json();
    CHECK(ready["database"].GetBool());
    CHECK_FALSE(ready["stale"].GetBool());
    b.time.advance(std::chrono::hours{48});
    CHECK(b.read("/readyz").json()["stale"].GetBool());
    CHECK(b.read("/api/v1/openapi.json").json()["openapi"] == "3.1.0");
    CHECK(b.fault == "");
}

TEST_CASE("metrics show public lists only, anew when the data changed", "[api][postgres]") {
    after_a_day b;
    metrics shown{b.time};
    api::metrics_feed feed{b.from, shown};
    b.get(feed.refresh());
    auto text = shown.text();
    CHECK(text.find("lacuna_items{list=\"news\",verdict=\"retrievable\"} 39\n") != text.npos);
    CHECK(text.find("lacuna_completeness_ratio{list=\"news\"} 0.975\n") != text.npos);
    CHECK(text.find("hidden") == text.npos);
    CHECK(text.find("lacuna_quota_remaining_calls{vantage=\"main\"} 998\n") != text.npos);
    CHECK(text.find("lacuna_database_up 1\n") != text.npos);

    REQUIRE(b.ask("PATCH", "/api/v1/lists/news", R"({"public":false})", b.writer).status == 200);
    b.get(feed.refresh());
    CHECK(shown.text().find("list=\"news\"") == std::string::npos);
}
