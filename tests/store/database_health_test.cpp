#include "tests/store/fresh_store.hpp"

#include "daemon/store/database_health.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::day_at;
using test::morning_of;
using test::verdict_of;

TEST_CASE("a server says what matters of it", "[store][postgres]") {
    test::fresh_store bench;

    auto const server = bench.get(look_at_server(bench.db));

    CHECK(server.version >= 150'000);
    CHECK(server.encoding == "UTF8");
    CHECK_FALSE(server.is_standby);
    CHECK(server.may_create);
    CHECK(server.connections_used >= 1);
    CHECK(server.connections_most > server.connections_used);
    CHECK(server.bytes > 0);
    for (auto const* const name : {"fsync", "full_page_writes", "synchronous_commit", "data_checksums",
                                   "autovacuum", "track_counts", "default_transaction_read_only"})
        CHECK(server.settings.contains(name));
}

TEST_CASE("a setting of this database alone is seen", "[store][postgres]") {
    test::fresh_store bench;
    bench.ask(
        "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END "
        "$$");
    database again{bench.server.url(), 1};

    auto const server = bench.get(look_at_server(again));

    CHECK(server.settings.at("synchronous_commit") == "off");
}

TEST_CASE("an empty database has no content, and one that was audited says how far it goes",
          "[store][postgres]") {
    test::fresh_store bench;
    auto const before = bench.get(look_at_content(bench.db, day_at(0)));
    CHECK(before.simulated == true);
    CHECK(before.items == 0);
    CHECK_FALSE(before.partitions_until);
    CHECK(before.known_live.empty());
    CHECK(before.months_lost.empty());

    bench.add(bench.make_list("news").key, 1'000'000, 60);
    auto const due = bench.get(bench.audit->due_items(day_at(0)));
    std::vector<verdict_row> rows;
    for (auto const& item : due) rows.push_back(verdict_of(item.key, verdict_kind::retrievable));
    auto const run = bench.get(bench.audit->open_run(day_at(0), morning_of(day_at(0)), 1));
    bench.get(bench.audit->close_run(run, morning_of(day_at(0)) + 1h, {.due = 60}, std::move(rows), {}));

    auto const after = bench.get(look_at_content(bench.db, day_at(0)));
    CHECK(after.items == 60);
    CHECK(after.partitions_until == read_day("2024-12-31"));
    CHECK(after.months_lost.empty());

    bench.ask(
        "DO $$ DECLARE gone text; BEGIN SELECT inhrelid::regclass INTO gone FROM pg_inherits "
        "WHERE inhrelid::regclass::text LIKE '%2024_10'; EXECUTE 'DROP TABLE ' || gone; END $$");
    CHECK(bench.get(look_at_content(bench.db, day_at(0))).months_lost == std::vector<std::string>{"2024-10"});
}

TEST_CASE("what the last sweep found public is known to be live", "[store][postgres]") {
    test::fresh_store bench;
    bench.add(bench.make_list("news").key, 1'000'000, 5);
    bench.ask("INSERT INTO vantage (probe, name) VALUES ('tiktok.oembed', 'here')");
    bench.ask("INSERT INTO run (day, started_at, seed, rule_version) VALUES ('2024-10-04', now(), 1, 1)");
    bench.ask(
        "INSERT INTO presence_block (block, run, day, asked_from, asked_until, vantage, purpose, items, "
        "readings, "
        "milliseconds, hashes) SELECT 1, run, day, now(), now(), (SELECT min(vantage) FROM vantage), 1, "
        "(SELECT array_agg(item ORDER BY platform_id) FROM item), '{n,p,s,p,f}', '{1,1,1,1,1}', "
        "'{0,0,0,0,0}' FROM run");

    auto const found = bench.get(look_at_content(bench.db, day_at(0)));

    CHECK(found.known_live == std::vector<std::int64_t>{1'000'001, 1'000'003});
}
