#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <thread>

using namespace lacuna;
using namespace std::chrono_literals;
using test::call_of;
using test::day_at;
using test::morning_of;
using test::verdict_of;

namespace {

struct bench : test::fresh_store {
    bench() {
        list = make_list("news").key;
        add(list, 1'000'000, 6);
        vantage = get(audit->vantage("tiktok.research", "main"));
        today = get(audit->open_run(day_at(0), morning_of(day_at(0)), 7));
        for (auto const& due : get(audit->due_items(day_at(0)))) items.push_back(due.key);
    }

    seen_metadata metadata(item_key item, std::string canonical) {
        return {.item = item,
                .canonical = std::move(canonical),
                .username = "renamed",
                .region = "FR",
                .created_at = std::chrono::sys_seconds{day_at(-20)} + 5s};
    }

    list_key list{};
    vantage_id vantage{};
    opened_run today{};
    std::vector<item_key> items;
};

}  // namespace

TEST_CASE("a run that was cut off is gone on with, and known on later days", "[store][postgres]") {
    bench bench;

    auto const again = bench.get(bench.audit->open_run(day_at(0), morning_of(day_at(0)) + 1h, 8));
    CHECK(again.resumed);
    CHECK(again.run == bench.today.run);
    CHECK(again.seed == 7);
    CHECK(bench.get(bench.audit->cut_off_runs(day_at(0))).empty());
    REQUIRE(bench.get(bench.audit->cut_off_runs(day_at(1))).size() == 1);

    bench.get(bench.audit->close_run(bench.today, morning_of(day_at(0)) + 2h, {}, {}, {}));
    CHECK(bench.get(bench.audit->cut_off_runs(day_at(1))).empty());
    CHECK_FALSE(bench.get(bench.audit->open_run(day_at(0), morning_of(day_at(0)) + 3h, 9)).resumed);
}

TEST_CASE("a stored call comes back as it was, without its body", "[store][postgres]") {
    bench bench;
    auto const number = bench.get(bench.audit->charge(bench.vantage, day_at(0), 1000)).value();
    auto call = call_of(number, bench.vantage, bench.items, {bench.items[0], bench.items[2]});
    call.controls = {bench.items[2]};
    call.error_code = "it's \"odd\" {,}\\";
    call.failure = probe_failure::rate_limited;

    bench.get(bench.audit->store_call(bench.today.run, day_at(0), call, {}));
    bench.get(
        bench.audit->store_call(bench.today.run, day_at(0), call, {}));  // The commit's outcome was in doubt.

    auto const seen = bench.get(bench.audit->observations(day_at(0)));
    REQUIRE(seen.calls.size() == 1);
    auto const& back = seen.calls[0];
    CHECK(back.items == call.items);
    CHECK(back.returned == call.returned);
    CHECK(back.controls == call.controls);
    CHECK(back.counts == call.counts);
    CHECK(back.sent_at == call.sent_at);
    CHECK(back.latency == call.latency);
    CHECK(back.failure == call.failure);
    CHECK(back.error_code == call.error_code);
    CHECK(back.window_start == call.window_start);
    CHECK(back.request_sha256 == call.request_sha256);
    CHECK(back.response_sha256 == call.response_sha256);
    CHECK(back.complete);
    CHECK(back.body.empty());
}

TEST_CASE("a block comes back as it was, and gets a number if it had none", "[store][postgres]") {
    bench bench;
    presence_block block{.asked_from = morning_of(day_at(0)),
                         .asked_until = morning_of(day_at(0)) + 90s,
                         .vantage = bench.vantage,
                         .purpose = block_purpose::read_again,
                         .items = bench.items,
                         .readings = {'p', 'n', 's', 'u', 'x', 'b'},
                         .milliseconds = {1, 2, 3, 32767, 0, 6},
                         .hashes = {1, -2, 0, INT64_MIN, INT64_MAX, 6}};
    std::vector<std::pair<item_key, std::string>> const names{{bench.items[0], "o'brien \\ \"x\", {y}"}};

    auto const number = bench.get(bench.audit->store_block(bench.today.run, day_at(0), block, names));
    block.block = number;
    CHECK(bench.get(bench.audit->store_block(bench.today.run, day_at(0), block, names)) == number);

    auto const seen = bench.get(bench.audit->observations(day_at(0)));
    REQUIRE(seen.blocks.size() == 1);
    CHECK(seen.blocks[0].block == number);
    CHECK(seen.blocks[0].items == block.items);
    CHECK(seen.blocks[0].readings == block.readings);
    CHECK(seen.blocks[0].milliseconds == block.milliseconds);
    CHECK(seen.blocks[0].hashes == block.hashes);
    CHECK(seen.blocks[0].purpose == block.purpose);
    CHECK(seen.blocks[0].asked_until == block.asked_until);
    CHECK(bench.ask("SELECT count(*) FROM item WHERE username = $$o'brien \\ \"x\", {y}$$") == "1");
}

TEST_CASE("call and metadata land together or not at all", "[store][postgres]") {
    bench bench;
    auto const call = call_of(call_id{1}, bench.vantage, bench.items, bench.items);
    std::vector<seen_metadata> const said{bench.metadata(bench.items[0], R"({"a":1})"),
                                          bench.metadata(bench.items[1], "no JSON")};

    CHECK_THROWS_AS(bench.get(bench.audit->store_call(bench.today.run, day_at(0), call, said)),
                    pqxx::failure);

    CHECK(bench.ask("SELECT (SELECT count(*) FROM call), (SELECT count(*) FROM metadata)") == "0,0");
}

TEST_CASE("metadata gets a new row when it changed, and last_seen once a week otherwise",
          "[store][postgres]") {
    bench bench;
    auto const store = [&](int offset, int number, std::string text) {
        auto const call = call_of(call_id{number}, bench.vantage, bench.items, bench.items);
        std::vector<seen_metadata> const said{bench.metadata(bench.items[0], std::move(text))};
        bench.get(bench.audit->store_call(bench.today.run, day_at(offset), call, said));
    };
    auto const rows =
        "SELECT valid_from - date '2024-10-04', last_seen - date '2024-10-04', fields FROM metadata ORDER BY "
        "1";

    store(0, 1, R"({"a":1})");
    store(6, 2, R"({"a":1})");
    CHECK(bench.ask(rows) == R"(0,0,{"a": 1})");
    store(7, 3, R"({"a":1})");
    CHECK(bench.ask(rows) == R"(0,7,{"a": 1})");
    store(8, 4, R"({"a":2})");
    CHECK(bench.ask(rows) == R"(0,7,{"a": 1};8,8,{"a": 2})");
    store(8, 5, R"({"a":3})");
    CHECK(bench.ask(rows) == R"(0,7,{"a": 1};8,8,{"a": 3})");
}

TEST_CASE("what the audited API says improves the creation time and the name, never the region",
          "[store][postgres]") {
    bench bench;
    auto const call = call_of(call_id{1}, bench.vantage, bench.items, bench.items);
    auto const said = bench.metadata(bench.items[1], "{}");

    bench.get(bench.audit->store_call(bench.today.run, day_at(0), call, {said}));

    auto const key = std::to_string(static_cast<int>(bench.items[1]));
    CHECK(bench.ask("SELECT username, region, region_source, created_at_source, extract(epoch FROM "
                    "created_at)::bigint"
                    "  FROM item WHERE item = " +
                    key) == "renamed,,,2," + std::to_string(said.created_at->time_since_epoch().count()));
}

TEST_CASE("the quota is never exceeded, whoever charges at once", "[store][postgres]") {
    test::fresh_store bench{8};
    auto const vantage = bench.get(bench.audit->vantage("tiktok.research", "main"));
    std::vector<std::future<std::optional<call_id>>> charges;
    for (int i = 0; i < 200; ++i) {
        auto step = bench.audit->charge(vantage, day_at(0), 100);
        charges.push_back(boost::asio::co_spawn(bench.events, std::move(step), boost::asio::use_future));
    }

    bench.events.restart();
    bench.events.run();

    std::set<call_id> numbers;
    for (auto& charge : charges) {
        if (auto const number = charge.get()) numbers.insert(*number);
    }
    CHECK(numbers.size() == 100);
    CHECK(bench.get(bench.audit->quota_spent(vantage, day_at(0))) == 100);
    CHECK(bench.get(bench.audit->charge(vantage, day_at(1), 0)) == std::nullopt);
    CHECK(bench.get(bench.audit->quota_spent(vantage, day_at(1))) == 0);
}

TEST_CASE("an exhausted quota stays so, and is never lowered", "[store][postgres]") {
    bench bench;
    bench.get(bench.audit->exhaust(bench.vantage, day_at(0), 50));
    CHECK(bench.get(bench.audit->charge(bench.vantage, day_at(0), 50)) == std::nullopt);
    CHECK(bench.get(bench.audit->charge(bench.vantage, day_at(0), 51)).has_value());
    bench.get(bench.audit->exhaust(bench.vantage, day_at(0), 50));
    CHECK(bench.get(bench.audit->quota_spent(bench.vantage, day_at(0))) == 51);
}

TEST_CASE("only one store at a time has the run's lock", "[store][postgres]") {
    bench bench;
    auto other = make_audit_store(bench.db, 0ms);

    CHECK(bench.get(bench.audit->lock()));
    CHECK(bench.get(bench.audit->lock()));
    CHECK_FALSE(bench.get(other->lock()));
    bench.get(bench.audit->unlock());
    CHECK(bench.get(other->lock()));
}

TEST_CASE("items are due while some live list of ours holds them", "[store][postgres]") {
    bench bench;
    auto const off = bench.make_list("off").key;
    bench.add(off, 2'000'000, 2);
    bench.add(bench.list, 3'000'000, 1, day_at(1));
    list_change const archived{.archived = true};

    bench.get(bench.lists.change(off, archived));
    CHECK(bench.get(bench.lists.remove_item(bench.list, 1'000'000, morning_of(day_at(0)))));

    CHECK(bench.get(bench.audit->due_items(day_at(0))).size() == 5);
    CHECK(bench.get(bench.audit->due_items(day_at(1))).size() == 6);
}

TEST_CASE("what the budget left out yesterday is due first, and a quarantine holds while nothing changes",
          "[store][postgres]") {
    bench bench;
    auto row = [&](std::size_t at, verdict_kind kind, verdict_reason reason) {
        auto verdict = verdict_of(bench.items[at], kind, false);
        verdict.judged.reason = reason;
        return verdict;
    };
    auto const close = [&](int offset, std::vector<verdict_row> verdicts) {
        auto const run = bench.get(bench.audit->open_run(day_at(offset), morning_of(day_at(offset)), 1));
        bench.get(bench.audit->close_run(run, morning_of(day_at(offset)) + 1h, {}, std::move(verdicts), {}));
    };
    auto call = call_of(call_id{9}, bench.vantage, {bench.items[2], bench.items[3], bench.items[4]},
                        {bench.items[4]});
    call.purpose = call_purpose::quarantine;
    bench.get(bench.audit->store_call(bench.today.run, day_at(0), call, {}));
    close(0, {row(0, verdict_kind::not_measured, verdict_reason::quota_spent),
              row(1, verdict_kind::not_measured, verdict_reason::platform_failed),
              row(2, verdict_kind::not_public, verdict_reason::none),
              row(3, verdict_kind::not_public, verdict_reason::none),
              row(4, verdict_kind::lingering, verdict_reason::none)});

    auto due = bench.get(bench.audit->due_items(day_at(1)));
    std::map<item_key, due_item> found;
    for (auto const& item : due) found[item.key] = item;
    CHECK(found.at(bench.items[0]).left_out_yesterday);
    CHECK_FALSE(found.at(bench.items[1]).left_out_yesterday);
    CHECK(found.at(bench.items[2]).quarantined_by == call_id{9});
    CHECK_FALSE(found.at(bench.items[4]).quarantined_by.has_value());

    close(1, {row(2, verdict_kind::not_public, verdict_reason::none),
              row(3, verdict_kind::unknown, verdict_reason::presence_failed)});
    due = bench.get(bench.audit->due_items(day_at(2)));
    for (auto const& item : due) found[item.key] = item;
    CHECK_FALSE(found.at(bench.items[0]).left_out_yesterday);
    CHECK(found.at(bench.items[2]).quarantined_by == call_id{9});
    CHECK_FALSE(found.at(bench.items[3]).quarantined_by.has_value());
}
