#include "daemon/store/event_reader.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/run_reader.hpp"
#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::day_at;
using test::morning_of;
using test::verdict_of;
using namespace std::chrono_literals;

namespace {

audience as_of(int offset) { return {.as_of = day_at(offset)}; }

/// Three days of one list of ten; on day 1 an eleventh is added, on day 2 all are missing.
struct bench : test::fresh_store {
    bench() {
        list = make_list("news").key;
        add(list, 1'000'000, 10);
        run_day(0, verdict_kind::retrievable);
        add(list, 2'000'000, 1, day_at(1));
        run_day(1, verdict_kind::retrievable);
        run_day(2, verdict_kind::missing);
    }

    void run_day(int offset, verdict_kind kind) {
        auto const day = day_at(offset);
        auto const opened = get(audit->open_run(day, morning_of(day), 7));
        std::vector<verdict_row> verdicts;
        for (auto const& due : get(audit->due_items(day))) verdicts.push_back(verdict_of(due.key, kind));
        run_ending const ending{.api = run_ending::arm::valid, .presence = run_ending::arm::valid};
        get(audit->close_run(opened, morning_of(day) + 1h, ending, verdicts, {}));
    }

    list_key list{};
    rate_reader rates{db};
    item_reader items{db};
    run_reader runs{db};
};

}  // namespace

TEST_CASE("as of an earlier day a list is as long as it was then", "[store][postgres]") {
    bench bench;
    CHECK(bench.get(bench.lists.find("news", as_of(0)))->items == 10);
    CHECK(bench.get(bench.lists.find("news", as_of(1)))->items == 11);
    CHECK(bench.get(bench.items.search({.list = bench.list}, as_of(0))).total == 10);

    bench.get(bench.lists.remove_item(bench.list, 1'000'000, morning_of(day_at(2))));

    CHECK(bench.get(bench.lists.find("news", audience::everyone))->items == 10);
    CHECK(bench.get(bench.lists.find("news", as_of(1)))->items == 11);
    CHECK(bench.get(bench.items.search({.list = bench.list}, as_of(1))).total == 11);
}

TEST_CASE("as of an earlier day nothing of later days is told", "[store][postgres]") {
    bench bench;
    auto const newest = bench.get(bench.rates.newest(bench.list, verdict_origin::ours, as_of(1)));
    REQUIRE(newest);
    CHECK(newest->day == day_at(1));
    CHECK(newest->rate.missing == 0);
    CHECK(bench.get(bench.rates.days(bench.list, day_at(0), day_at(9), verdict_origin::ours, as_of(1)))
              .size() == 2);
    CHECK(
        bench
            .get(bench.rates.days(bench.list, day_at(0), day_at(9), verdict_origin::ours, audience::everyone))
            .size() == 3);

    auto const key = bench.key_of(1'000'000);
    CHECK(bench.get(bench.items.history(key, day_at(0), day_at(9), as_of(1))).back().day == day_at(1));
    CHECK(bench.get(bench.items.find(1'000'000, as_of(1)))->verdict == verdict_kind::retrievable);
    CHECK(bench.get(bench.items.find(1'000'000, audience::everyone))->verdict == verdict_kind::missing);
    auto const strips =
        bench.get(bench.items.strips({key}, day_at(0), day_at(2), verdict_origin::ours, as_of(1)));
    CHECK(strips.at(0).days == std::string("rr\0", 3));

    CHECK(bench.get(bench.runs.last_valid(as_of(1)))->day == day_at(1));
    CHECK(bench.get(bench.runs.runs(std::nullopt, 10, as_of(0))).size() == 1);
    CHECK_FALSE(bench.get(bench.rates.newest(bench.list, verdict_origin::ours, as_of(-1))).has_value());
}

TEST_CASE("an item filter as of a day goes by that day's verdicts", "[store][postgres]") {
    bench bench;
    item_question const missing{.list = bench.list, .verdict = verdict_kind::missing};
    CHECK(bench.get(bench.items.search(missing, audience::everyone)).total == 11);
    CHECK(bench.get(bench.items.search(missing, as_of(1))).total == 0);
}

TEST_CASE("as of a day each day is read under the rules that had been made by then", "[store][postgres]") {
    bench bench;
    bench.ask("INSERT INTO rule_set (rule_version, judge, from_day, made_at, words) VALUES (9, 9, '" +
              to_string(day_at(0)) + "', '" + to_string(day_at(2)) + " 12:00Z', 'stricter') RETURNING 1");

    CHECK(bench.get(bench.rates.rule_sets(audience::everyone)).back().version == 9);
    CHECK(bench.get(bench.rates.rule_sets(as_of(2))).back().version == 9);
    CHECK(bench.get(bench.rates.rule_sets(as_of(1))).back().version != 9);
    CHECK(bench.get(bench.rates.newest(bench.list, verdict_origin::ours, as_of(1)))->rate.retrievable == 11);
    // Nothing was judged under the new ones yet.
    CHECK_FALSE(
        bench.get(bench.rates.newest(bench.list, verdict_origin::ours, audience::everyone)).has_value());
}

TEST_CASE("an event is as open as it was", "[store][postgres]") {
    bench bench;
    bench.ask(
        "INSERT INTO event (kind, list, day, opened_at, updated_at, confirmed_on, closed_on, closed_why, "
        "rule_version) "
        "VALUES ('list_fell', 1, '" +
        to_string(day_at(0)) + "', now(), now(), '" + to_string(day_at(1)) + "', '" + to_string(day_at(2)) +
        "', 'returned', 1) RETURNING 1");
    event_reader events{bench.db};
    auto const fell = [&](audience who) {
        auto found = bench.get(events.search({.kinds = {event_kind::list_fell}}, who));
        return found.empty() ? std::string_view{"none"} : state_of(found.at(0).event);
    };

    CHECK(fell(as_of(-1)) == "none");
    CHECK(fell(as_of(0)) == "open");
    CHECK(fell(as_of(1)) == "confirmed");
    CHECK(fell(audience::everyone) == "closed");
    CHECK(bench.get(events.search({.kinds = {event_kind::list_fell}, .open = true}, as_of(1))).size() == 1);
    CHECK(bench.get(events.search({.kinds = {event_kind::list_fell}, .open = true}, audience::everyone))
              .empty());
}
