#include "daemon/store/run_evidence.hpp"
#include "daemon/store/call_batch.hpp"
#include "daemon/store/call_verdicts.hpp"
#include "daemon/store/run_reader.hpp"
#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::call_of;
using test::day_at;
using test::morning_of;
using test::verdict_of;

namespace {

constexpr auto everyone = audience::everyone;
constexpr auto key_holder = audience::key_holder;

/// A run over 4 items of a public list (and, with `hiding`, 2 of a private one): a first pass in two pages
/// that left two out and is contradicted, a confirmation with a control on no list, a failed call, a sample.
struct bench : test::fresh_store {
    explicit bench(bool hiding = false) {
        add(make_list("open").key, 1'000'000, 4);
        if (hiding) add(make_list("hidden", false).key, 2'000'000, 2);
        vantage = get(audit->vantage("tiktok.research", "main"));
        opened = get(audit->open_run(day_at(0), morning_of(day_at(0)), 1));
        for (int i = 0; i < 4; ++i) items.push_back(key_of(1'000'000 + i));
        control = get(audit->add_controls({{.platform_id = 3'000'000, .created_at = {}}})).at(0);

        store(call_of(call_id{1}, vantage, items, {items[0]}));
        auto page = call_of(call_id{2}, vantage, {}, {items[1]});
        page.continues = call_id{1};
        store(page);
        auto again = call_of(call_id{3}, vantage, {items[2], items[3], control}, {items[2], control});
        again.purpose = call_purpose::confirmation;
        again.controls = {control};
        again.latency = 900ms;
        store(again);
        auto failed = call_of(call_id{4}, vantage, {items[3]}, {});
        failed.purpose = call_purpose::alone;
        failed.failure = probe_failure::server_error;
        failed.complete = false;
        store(failed);
        auto sample = call_of(call_id{5}, vantage, {}, {});
        sample.purpose = call_purpose::harvest;
        store(sample);
        if (hiding) store(call_of(call_id{6}, vantage, {key_of(2'000'000)}, {}));
        close();
    }

    void store(call_record const& call) { get(audit->store_call(opened.run, day_at(0), call, {})); }

    void close() {
        run_ending ending{.due = 4, .measured = 4};
        ending.checks.unsound = {{.call = call_id{1}, .contradicted_by = call_id{3}}};
        auto missing = verdict_of(items[3], verdict_kind::missing);
        missing.decided_by = call_id{1};
        missing.confirmed_by = call_id{3};
        auto there = verdict_of(items[1], verdict_kind::retrievable);
        there.decided_by = call_id{2};
        get(audit->close_run(opened, morning_of(day_at(0)) + 1h, ending, {missing, there}, {}));
    }

    call_table table(call_filter filter, audience who = everyone) {
        return get(evidence.table({.run = opened.run, .filter = filter}, who));
    }

    vantage_id vantage{};
    opened_run opened{};
    std::vector<item_key> items;
    item_key control{};
    run_reader runs{db};
    run_evidence evidence{db};
};

std::vector<int> numbers_of(call_table const& table) {
    std::vector<int> numbers;
    for (auto const& line : table.lines) numbers.push_back(static_cast<int>(line.call));
    return numbers;
}

audience as_of(int offset) { return {.as_of = day_at(offset)}; }

}  // namespace

TEST_CASE("a table of calls filters, sorts and turns its pages", "[store][postgres]") {
    bench b;
    CHECK(numbers_of(b.table({})) == std::vector{1, 2, 3, 4, 5});
    CHECK(numbers_of(b.table({.purpose = call_purpose::confirmation})) == std::vector{3});
    CHECK(numbers_of(b.table({.outcome = call_outcome::failed})) == std::vector{4});
    CHECK(numbers_of(b.table({.outcome = static_cast<call_outcome>(probe_failure::server_error)})) ==
          std::vector{4});
    CHECK(b.table({.outcome = static_cast<call_outcome>(probe_failure::tls)}).lines.empty());
    CHECK(numbers_of(b.table({.outcome = call_outcome::answered})) == std::vector{1, 2, 3, 5});
    // A further page is believed no more than the call that it continues.
    CHECK(numbers_of(b.table({.outcome = call_outcome::not_believed})) == std::vector{1, 2});

    using order = call_table_question::order;
    auto const slowest = b.get(b.evidence.table(
        {.run = b.opened.run, .by = order::latency, .descending = true, .limit = 2, .offset = 0}, everyone));
    CHECK(numbers_of(slowest) == std::vector{3, 1});
    CHECK(slowest.total == 5);
    auto const beyond = b.get(b.evidence.table({.run = b.opened.run, .limit = 2, .offset = 8}, everyone));
    CHECK(beyond.lines.empty());
    CHECK(beyond.total == 5);
    auto const lines = b.table({}).lines;
    CHECK(lines[2].asked == 3);
    CHECK(lines[2].returned == 2);
    CHECK(lines[2].controls == 1);
    CHECK(lines[1].continues == call_id{1});
    CHECK(lines[0].contradicted_by == call_id{3});
    CHECK(lines[3].failure == probe_failure::server_error);
}

TEST_CASE("calls by purpose and by vantage add up to the run's", "[store][postgres]") {
    bench b;
    auto const found = b.get(b.evidence.breakdown(b.opened.run, everyone));
    REQUIRE(found.purposes.size() == 4);
    CHECK(found.purposes[0].calls == 2);
    CHECK(found.purposes[0].asked == 4);
    CHECK(found.purposes[0].returned == 2);
    CHECK(found.purposes[0].not_believed == 1);
    CHECK(found.purposes[1].median == 900ms);
    CHECK(found.purposes[2].failed == 1);
    REQUIRE(found.vantages.size() == 1);
    CHECK(found.vantages[0].asked == b.get(b.runs.run(b.opened.run, everyone))->calls);
    CHECK(found.vantages[0].failed == 1);
}

TEST_CASE("where a private list hides items their calls are in no table and no count", "[store][postgres]") {
    bench b{true};
    // Which windows are sampled follows from all that is asked for.
    CHECK(numbers_of(b.table({})) == std::vector{1, 2, 3, 4});
    CHECK(numbers_of(b.table({}, key_holder)) == std::vector{1, 2, 3, 4, 5, 6});
    CHECK(b.table({}).lines[2].asked == 2);
    CHECK(b.table({}, key_holder).lines[2].asked == 3);
    CHECK(b.get(b.evidence.breakdown(b.opened.run, everyone)).vantages[0].asked == 4);
    CHECK(b.get(b.evidence.breakdown(b.opened.run, key_holder)).vantages[0].asked == 6);
    CHECK(b.get(read_batch(b.db, call_id{6}, everyone)).empty());
    CHECK(b.get(read_batch(b.db, call_id{3}, everyone)).at(0).asked_of_no_list == 0);
    CHECK(b.get(b.evidence.hides_items()));
}

TEST_CASE("a batch is its first call and the further pages, whichever is asked for", "[store][postgres]") {
    bench b;
    for (int const number : {1, 2}) {
        auto const pages = b.get(read_batch(b.db, call_id{number}, everyone));
        REQUIRE(pages.size() == 2);
        CHECK(pages[0].summary.asked.size() == 4);
        CHECK(pages[1].summary.came_back == std::vector<std::int64_t>{1'000'001});
        CHECK(pages[1].summary.unsound == 'c');
        CHECK(pages[1].has_body);
    }
    CHECK(b.get(read_batch(b.db, call_id{5}, everyone)).size() == 1);
    CHECK(b.get(read_batch(b.db, call_id{77}, everyone)).empty());
    auto const again = b.get(read_batch(b.db, call_id{3}, everyone)).at(0);
    CHECK(again.summary.asked.size() == 2);
    CHECK(again.asked_of_no_list == 1);
    CHECK(again.returned_of_no_list == 1);
    CHECK_FALSE(b.get(b.evidence.hides_items()));
}

TEST_CASE("what the verdicts owe to a batch is told, of its own day and of later ones", "[store][postgres]") {
    bench b;
    auto const later = b.get(b.audit->open_run(day_at(1), morning_of(day_at(1)), 1));
    auto missing = verdict_of(b.items[3], verdict_kind::missing);
    missing.decided_by = call_id{7};
    missing.confirmed_by = call_id{3};
    b.get(b.audit->close_run(later, morning_of(day_at(1)) + 1h, {}, {missing}, {}));

    auto const owed = [&](std::vector<call_id> calls, audience who) {
        return b.get(read_verdicts_of(b.db, day_at(0), std::move(calls), b.items, who));
    };
    auto const first = owed({call_id{1}, call_id{2}}, everyone);
    REQUIRE(first.of_the_day.size() == 2);
    CHECK(first.of_the_day.at(b.items[3]).kind == verdict_kind::missing);
    CHECK(first.of_the_day.at(b.items[3]).decided);
    CHECK_FALSE(first.of_the_day.at(b.items[3]).confirmed);
    CHECK(first.of_the_day.at(b.items[1]).decided);
    CHECK(first.later == 0);
    auto const again = owed({call_id{3}}, everyone);
    CHECK(again.of_the_day.at(b.items[3]).confirmed);
    CHECK(again.later == 1);
    CHECK(again.last == day_at(1));
    CHECK(owed({call_id{3}}, as_of(0)).later == 0);
    CHECK(owed({call_id{3}}, as_of(-1)).of_the_day.empty());
}

TEST_CASE("as of an earlier day a later run and its calls are not there", "[store][postgres]") {
    bench b;
    CHECK(b.get(b.runs.run(b.opened.run, as_of(0))).has_value());
    CHECK_FALSE(b.get(b.runs.run(b.opened.run, as_of(-1))).has_value());
    CHECK_FALSE(b.get(b.runs.call(call_id{1}, as_of(-1))).has_value());
    CHECK(b.get(read_batch(b.db, call_id{1}, as_of(-1))).empty());
    CHECK(b.get(b.runs.calls(b.opened.run, call_id{}, 10, as_of(-1))).empty());
    CHECK(b.table({}, as_of(-1)).lines.empty());
    CHECK(b.get(b.evidence.breakdown(b.opened.run, as_of(-1))).vantages.empty());
}

TEST_CASE("a run that was judged again says how it ended then", "[store][postgres]") {
    bench b;
    CHECK_FALSE(b.get(b.evidence.facts(b.opened.run, everyone)).again);
    b.ask("INSERT INTO rule_set (rule_version, judge, from_day, made_at, words) VALUES (9, 9, '" +
          to_string(day_at(0)) + "', '" + to_string(day_at(2)) + " 12:00Z', 'stricter') RETURNING 1");
    b.ask("INSERT INTO rejudged_run VALUES (" + std::to_string(static_cast<int>(b.opened.run)) +
          ", 9, 'void', 'off', 'why') RETURNING 1");

    auto const run = b.get(b.evidence.facts(b.opened.run, everyone));
    REQUIRE(run.again);
    CHECK(run.again->api_arm == "void");
    CHECK(run.again->void_reason == "why");
    CHECK(b.get(b.runs.run(b.opened.run, everyone))->api_arm == "valid");
    CHECK(run.seed == 1);
    CHECK_FALSE(b.get(b.evidence.facts(b.opened.run, as_of(1))).again);
}

TEST_CASE("purposes and outcomes are read by their names and no others", "[store]") {
    for (auto const purpose : call_purposes()) CHECK(read_call_purpose(to_string(purpose)) == purpose);
    for (auto const failure : probe_failures())
        CHECK(read_call_outcome(to_string(failure)) == static_cast<call_outcome>(failure));
    CHECK(read_call_outcome("not_believed") == call_outcome::not_believed);
    CHECK_FALSE(read_call_purpose(""));
    CHECK_FALSE(read_call_outcome("1"));
}
