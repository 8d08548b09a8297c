#include "tests/api/rest_bench.hpp"

#include "daemon/api/csv_stream.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lacuna;
using test::day_at;
using test::rest_bench;

namespace {

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// The rows below the head, and that none comes twice.
std::vector<std::string> rows_of(std::string const& csv) {
    auto lines = lines_of(csv);
    REQUIRE_FALSE(lines.empty());
    lines.erase(lines.begin());
    CHECK(std::set<std::string>(lines.begin(), lines.end()).size() == lines.size());
    return lines;
}

}  // namespace

TEST_CASE("all items come as CSV, beyond what one step reads, and private ones to a key alone",
          "[api][postgres]") {
    rest_bench b;
    b.add(b.make_list("news").key, 1'000'000, 2050);
    b.add(b.make_list("hidden", false).key, 2'000'000, 3);

    auto const answer = b.read("/api/v1/items.csv");
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type").starts_with("text/csv"));
    CHECK(answer.header("Lacuna-Next-Cursor").empty());
    auto const rows = rows_of(answer.body);
    CHECK(rows.size() == 2050);
    CHECK(rows.front().starts_with("tiktok,1000000,"));
    CHECK(rows.back().starts_with("tiktok,1002049,"));
    CHECK(rows_of(b.read("/api/v1/items.csv", b.reader).body).size() == 2053);
    CHECK(rows_of(b.read("/api/v1/items.csv?list=news&creator=creator500007").body).size() == 2);
    CHECK(rows_of(b.read("/api/v1/items.csv?q=nobody").body).empty());

    auto const page = b.read("/api/v1/items.csv?per_page=1000");
    CHECK(rows_of(page.body).size() == 1000);
    auto const rest = b.read("/api/v1/items.csv?cursor=" + page.header("Lacuna-Next-Cursor"));
    CHECK(rows_of(rest.body).size() == 1050);
    CHECK(b.read("/api/v1/items.csv?per_page=1001").status == 400);
    CHECK(b.read("/api/v1/items.csv?list=hidden").status == 404);
}

TEST_CASE("all events come as CSV, newest first", "[api][postgres]") {
    rest_bench b;
    b.add(b.make_list("news").key, 1'000'000, 1);
    b.sql(
        "INSERT INTO event (kind, item, day, opened_at, updated_at, rule_version) "
        "SELECT 'item_lost', 1, date '2014-01-01' + n, now(), now(), 1 FROM generate_series(1, 4100) AS n "
        "RETURNING 1");

    auto const rows = rows_of(b.read("/api/v1/events.csv").body);

    REQUIRE(rows.size() == 4100);
    CHECK(rows.front().starts_with("4100,item_lost,"));
    CHECK(rows.back().starts_with("1,item_lost,"));
    CHECK(rows_of(b.read("/api/v1/events.csv?to=2014-01-31").body).size() == 30);
    CHECK(rows_of(b.read("/api/v1/events.csv?per_page=5").body).size() == 5);
}

TEST_CASE("all runs and all calls of one come as CSV", "[api][postgres]") {
    rest_bench b;
    b.add(b.make_list("news").key, 1'000'000, 1);
    auto const vantage = b.get(b.audit->vantage("tiktok.research", "main"));
    b.sql(
        "INSERT INTO run (day, started_at, ended_at, seed, rule_version, api_arm) "
        "SELECT date '2014-01-01' + n, now(), now(), n, 1, 'valid' FROM generate_series(1, 1001) AS n "
        "RETURNING 1");
    CHECK(rows_of(b.read("/api/v1/runs.csv").body).size() == 1001);
    CHECK(rows_of(b.read("/api/v1/runs.csv?per_page=9").body).size() == 9);
    CHECK(b.read("/api/v1/runs").json()["runs"].Size() == 100);

    for (int n = 1; n <= 401; ++n) {
        auto const call = test::call_of(call_id{n}, vantage, {item_key{1}}, {});
        b.get(b.audit->store_call(run_id{1}, day_at(0), call, {}));
    }
    auto const rows = rows_of(b.read("/api/v1/runs/1/calls.csv").body);
    REQUIRE(rows.size() == 401);
    CHECK(rows.front().starts_with("1,1,"));
    CHECK(rows.back().starts_with("401,1,"));
    CHECK(rows_of(b.read("/api/v1/runs/1/calls.csv?per_page=2").body).size() == 2);
}

TEST_CASE("years of an item come as CSV, each day once and with its counts", "[api][postgres]") {
    rest_bench b;
    b.add(b.make_list("news").key, 1'000'000, 1);
    auto const vantage = b.get(b.audit->vantage("tiktok.research", "main"));
    auto const run = b.get(b.audit->open_run(day_at(0), test::morning_of(day_at(0)), 1));
    b.get(b.audit->store_call(run.run, day_at(0),
                              test::call_of(call_id{1}, vantage, {item_key{1}}, {item_key{1}}), {}));
    b.sql("UPDATE rule_set SET made_at = '2022-01-01' WHERE made_at IS NOT NULL RETURNING 1");
    b.sql(
        "SELECT ensure_verdict_partition((date '2022-10-01' + n * interval '1 month')::date, "
        "rule_of('2024-10-04')) "
        "FROM generate_series(0, 24) AS n");
    b.sql(
        "INSERT INTO verdict SELECT 1, date '2024-10-04' - n, 1, 0, 0, 0, rule_of('2024-10-04'), 'r', '-', "
        "'-', true, true, 'y' "
        "FROM generate_series(0, 731) AS n RETURNING 1");

    auto const rows = rows_of(b.read("/api/v1/items/tiktok/1000000.csv").body);

    REQUIRE(rows.size() == 732);
    CHECK(rows.front().starts_with("2022-10-04,tiktok,1000000,retrievable,"));
    CHECK(rows.back().starts_with("2024-10-04,tiktok,1000000,retrievable,"));
    CHECK(rows.front().find(",2,,4,5,") != std::string::npos);  // Two years before, and its call is read.
    auto const some = rows_of(b.read("/api/v1/items/tiktok/1000000.csv?from=2024-10-01").body);
    CHECK(some.size() == 4);
    CHECK(rows_of(b.read("/api/v1/items/tiktok/1000000.csv?as_of=2024-10-01").body).size() == 729);

    // Whoever asks for all of time is not led through all of its years.
    auto const ages = b.promised("/api/v1/items/tiktok/1000000.csv?from=0001-01-01&to=9999-12-31");
    int steps = 0;
    api::body_sink const sink = [&steps](std::string) -> boost::asio::awaitable<void> {
        ++steps;
        co_return;
    };
    b.get(ages.stream(sink));
    CHECK(steps == 11);
}

TEST_CASE("what is put between two steps of a table goes out before the next", "[api]") {
    int step = 0;
    api::row_source const three = [&step](api::csv_writer& out) -> boost::asio::awaitable<bool> {
        out.put(std::int64_t{++step}).end_row();
        co_return step < 3;
    };
    auto const answer = api::csv_stream({"n"}, three);
    REQUIRE(answer.stream);
    CHECK_FALSE(answer.body);
    std::vector<std::string> pieces;
    api::body_sink const sink = [&](std::string piece) -> boost::asio::awaitable<void> {
        pieces.push_back(std::move(piece));
        CHECK(std::cmp_equal(pieces.size(), step));
        co_return;
    };
    boost::asio::io_context events;
    boost::asio::co_spawn(events, answer.stream(sink), [](std::exception_ptr fault) { CHECK_FALSE(fault); });
    events.run();
    CHECK(pieces == std::vector<std::string>{"n\n1\n", "2\n", "3\n"});
}
