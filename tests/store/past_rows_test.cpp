#include "tests/store/fresh_store.hpp"

#include "daemon/store/item_reader.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

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
        for (auto const& due : get(audit->due_items(day_at(0)))) items.push_back(due.key);
        std::ranges::sort(items);
    }

    opened_run open(int offset) {
        return get(audit->open_run(day_at(offset), morning_of(day_at(offset)), 7));
    }
    void close(int offset, std::vector<verdict_row> verdicts, std::vector<past_row> pasts,
               run_ending const& ending = {}) {
        get(audit->close_run(open(offset), morning_of(day_at(offset)) + 1h, ending, std::move(verdicts),
                             std::move(pasts)));
    }
    /// What was left behind of the item before that day.
    item_past past_before(int offset, item_key item) {
        for (auto const& due : get(audit->due_items(day_at(offset)))) {
            if (due.key == item) return due.past;
        }
        return {};
    }
    void ask_call(int offset, int number, call_purpose purpose = call_purpose::first_pass) {
        auto call = call_of(call_id{number}, vantage, items, {items[0]});
        call.purpose = purpose;
        get(audit->store_call(open(offset).run, day_at(offset), call, {}));
    }

    list_key list{};
    vantage_id vantage{};
    std::vector<item_key> items;
};

/// Every field is set, the mask in its highest day.
item_past full_past() {
    return {.last_public = item_past::public_reading{block_id{11}, morning_of(day_at(-1)) + 12s},
            .negative_days = 2,
            .returned = item_past::found{day_at(-9), call_id{12}},
            .absent_since = day_at(-8),
            .confirmed = item_past::found{day_at(-7), call_id{13}},
            .later_days = (std::uint64_t{1} << 60) | 2};
}

item_past absent_since(int offset) { return {.absent_since = day_at(offset)}; }

std::vector<verdict_row> open_and_settled(bench const& bench) {
    auto open = verdict_of(bench.items[0], verdict_kind::unconfirmed, false);
    open.judged.reason = verdict_reason::not_bracketed;
    auto once = verdict_of(bench.items[1], verdict_kind::unconfirmed, false);
    once.judged.reason = verdict_reason::absent_once;
    return {open, once, verdict_of(bench.items[2], verdict_kind::retrievable)};
}

std::string calls_believed(bench& bench) {
    return bench.ask("SELECT call, unsound, coalesce(contradicted_by, 0) FROM call ORDER BY 1");
}

}  // namespace

TEST_CASE("what a day leaves behind of an item comes back the next day as it was", "[store][postgres]") {
    bench bench;
    item_past const lost{.negative_days = 1};

    bench.close(0, {}, {{bench.items[0], full_past()}, {bench.items[1], lost}});

    CHECK(bench.past_before(1, bench.items[0]) == full_past());
    CHECK(bench.past_before(1, bench.items[1]) == lost);
    CHECK(bench.past_before(1, bench.items[2]) == item_past{});
}

TEST_CASE("a day knows what the last run before it left behind, after a week without one too",
          "[store][postgres]") {
    bench bench;
    bench.close(0, {}, {{bench.items[0], absent_since(0)}});
    bench.close(1, {}, {{bench.items[0], absent_since(1)}});

    CHECK(bench.past_before(0, bench.items[0]) == item_past{});
    CHECK(bench.past_before(1, bench.items[0]) == absent_since(0));
    CHECK(bench.past_before(2, bench.items[0]) == absent_since(1));
    CHECK(bench.past_before(9, bench.items[0]) == absent_since(1));
}

TEST_CASE("a day that is judged again leaves behind what it then says, and nothing else",
          "[store][postgres]") {
    bench bench;
    bench.close(0, {}, {{bench.items[0], absent_since(0)}, {bench.items[1], absent_since(0)}});

    bench.close(0, {}, {{bench.items[1], absent_since(-5)}});

    CHECK(bench.past_before(1, bench.items[0]) == item_past{});
    CHECK(bench.past_before(1, bench.items[1]) == absent_since(-5));
}

TEST_CASE("of what was left behind the newest day and the two before it are kept", "[store][postgres]") {
    bench bench;
    auto const days = "SELECT string_agg(DISTINCT (day - date '2024-10-04')::text, ' ') FROM item_past";
    for (int const day : {0, 1, 2}) bench.close(day, {}, {{bench.items[0], absent_since(day)}});
    CHECK(bench.ask(days) == "0 1 2");
    bench.close(9, {}, {{bench.items[0], absent_since(9)}});
    CHECK(bench.ask(days) == "1 2 9");

    // The day before is closed once more: what came before that is still there.
    bench.close(2, {}, {{bench.items[0], absent_since(2)}});
    CHECK(bench.ask(days) == "1 2 9");
    CHECK(bench.past_before(2, bench.items[0]) == absent_since(1));
}

TEST_CASE("calls that are not believed are marked when their day is judged, and anew when it is judged again",
          "[store][postgres]") {
    bench bench;
    for (int const number : {1, 2, 3}) bench.ask_call(0, number);
    run_ending ending;
    ending.checks.unsound = {{.call = call_id{1}, .contradicted_by = call_id{3}}, {.call = call_id{2}}};
    bench.close(0, {}, {}, ending);
    CHECK(calls_believed(bench) == "1,c,3;2,s,0;3,-,0");

    bench.ask_call(1, 4);
    ending.checks.unsound = {{.call = call_id{4}}};
    bench.close(1, {}, {}, ending);
    CHECK(calls_believed(bench) == "1,c,3;2,s,0;3,-,0;4,s,0");

    ending.checks.unsound = {{.call = call_id{2}, .contradicted_by = call_id{3}}};
    bench.close(0, {}, {}, ending);
    CHECK(calls_believed(bench) == "1,-,0;2,c,3;3,-,0;4,s,0");
}

TEST_CASE("what a run found out about itself is written with it", "[store][postgres]") {
    bench bench;
    run_ending ending;
    ending.checks = {.calls_contradicted = 1,
                     .items_dropped = 2,
                     .controls_asked = 3,
                     .controls_lost = 4,
                     .silent = true,
                     .mass = mass_change::fall_provisional,
                     .changed_items = 5,
                     .vantages_disagree = 6,
                     .live_asked = 7,
                     .live_failed = 8,
                     .invented_asked = 9,
                     .invented_failed = 10};
    bench.close(0, {}, {}, ending);

    CHECK(bench.ask(
              "SELECT calls_contradicted, items_dropped, controls_asked, controls_lost, silent, mass_change, "
              "changed_items, vantages_disagree, live_controls_asked, live_controls_failed, invented_asked, "
              "invented_failed FROM run") == "1,2,3,4,t,p,5,6,7,8,9,10");
}

TEST_CASE("the controls of a block come back with it, also when none was asked", "[store][postgres]") {
    bench bench;
    auto const run = bench.open(0).run;
    presence_block block{.asked_from = morning_of(day_at(0)),
                         .asked_until = morning_of(day_at(0)) + 90s,
                         .vantage = bench.vantage,
                         .items = {bench.items[0]},
                         .readings = {'p'},
                         .milliseconds = {1},
                         .hashes = {1}};
    bench.get(bench.audit->store_block(run, day_at(0), block, {}));
    block.live_control = bench.items[3];
    block.live_reading = 'n';
    block.invented_id = INT64_MAX;
    block.invented_reading = 'p';
    bench.get(bench.audit->store_block(run, day_at(0), block, {}));

    auto const seen = bench.get(bench.audit->observations(day_at(0)));
    REQUIRE(seen.blocks.size() == 2);
    CHECK(seen.blocks[0].live_reading == 0);
    CHECK(seen.blocks[0].invented_reading == 0);
    CHECK(seen.blocks[1].live_control == bench.items[3]);
    CHECK(seen.blocks[1].live_reading == 'n');
    CHECK(seen.blocks[1].invented_id == INT64_MAX);
    CHECK(seen.blocks[1].invented_reading == 'p');
}

TEST_CASE("harvested items test the calls of their day, and are not on anybody's list", "[store][postgres]") {
    bench bench;
    auto const created = std::chrono::sys_seconds{day_at(-20)} + 7s;
    std::vector<harvested_item> const found{{5'000'001, created, "stranger"},
                                            {1'000'002, created, "watched"}};

    auto const keys = bench.get(bench.audit->add_controls(found));
    CHECK(bench.get(bench.audit->add_controls(found)) == keys);
    REQUIRE(keys.size() == 2);
    CHECK(keys[0] == bench.key_of(5'000'001));
    CHECK(keys[1] == bench.key_of(1'000'002));
    CHECK(bench.get(bench.audit->add_controls({})).empty());
    auto sample = call_of(call_id{1}, bench.vantage, {}, keys);
    sample.purpose = call_purpose::harvest;
    bench.get(bench.audit->store_call(bench.open(0).run, day_at(0), sample, {}));

    int control_only = 0;
    auto const due = bench.get(bench.audit->due_items(day_at(0)));
    for (auto const& item : due) {
        CHECK(item.control_only == (item.key == keys[0]));
        if (!item.control_only) continue;
        ++control_only;
        CHECK(item.created == creation{.at = created, .source = creation_source::metadata});
    }
    CHECK(control_only == 1);
    CHECK(due.size() == 7);
    CHECK(bench.get(bench.audit->due_items(day_at(1))).size() == 6);

    item_reader reader{bench.db};
    CHECK_FALSE(bench.get(reader.find(5'000'001, audience::everyone)).has_value());
    CHECK(bench.get(reader.search({}, audience::everyone)).total == 6);
    CHECK(bench.ask("SELECT count(*) FROM watchlist_item") == "6");
}

TEST_CASE("the next day changes only verdicts that waited for a later reading", "[store][postgres]") {
    bench bench;
    bench.close(0, open_and_settled(bench), {});
    auto const waiting = bench.get(bench.audit->run_with_open_brackets(day_at(0)));
    REQUIRE(waiting.has_value());
    CHECK(waiting->day == day_at(0));
    CHECK_FALSE(bench.get(bench.audit->run_with_open_brackets(day_at(1))).has_value());

    std::vector<verdict_row> now;
    for (auto const item : bench.items) now.push_back(verdict_of(item, verdict_kind::missing));
    bench.get(bench.audit->amend_day(*waiting, now));

    CHECK(bench.ask("SELECT verdict, reason FROM verdict ORDER BY item") == "m,-;c,1;r,-");
    CHECK(bench.ask("SELECT verdict, n FROM day_count WHERE stratum = 'all' ORDER BY verdict") ==
          "c,1;m,1;r,1");
    CHECK_FALSE(bench.get(bench.audit->run_with_open_brackets(day_at(0))).has_value());
}

TEST_CASE("a verdict that still waits for a later reading stays as it is", "[store][postgres]") {
    bench bench;
    bench.close(0, open_and_settled(bench), {});
    auto const waiting = bench.get(bench.audit->run_with_open_brackets(day_at(0)));

    bench.get(bench.audit->amend_day(*waiting, open_and_settled(bench)));

    CHECK(bench.ask("SELECT verdict, reason FROM verdict ORDER BY item") == "c,b;c,1;r,-");
    CHECK(bench.get(bench.audit->run_with_open_brackets(day_at(0))).has_value());
}
