#include "tests/store/fresh_store.hpp"

#include "daemon/store/creator_history.hpp"
#include "daemon/store/event_reader.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::day_at;
using test::morning_of;
using test::verdict_of;

namespace {

/// Anna has four on a public list, of which one is on a private one as well, and two on that alone.
struct bench : test::fresh_store {
    bench() {
        news = make_list("news").key;
        hidden = make_list("hidden", false).key;
        add(news, 1'000'000, 6);
        add(hidden, 1'000'003, 1);
        add(hidden, 2'000'000, 2);
        ask("UPDATE item SET username = CASE WHEN platform_id IN (1000004, 1000005) THEN 'ben' ELSE 'anna' "
            "END "
            "RETURNING 1");
        run_day(0, verdict_kind::retrievable, run_ending::arm::valid);
        run_day(1, verdict_kind::missing, run_ending::arm::valid);
    }

    void run_day(int offset, verdict_kind kind, run_ending::arm api) {
        auto const day = day_at(offset);
        auto const opened = get(audit->open_run(day, morning_of(day), 7));
        std::vector<verdict_row> verdicts;
        for (auto const& due : get(audit->due_items(day))) verdicts.push_back(verdict_of(due.key, kind));
        run_ending const ending{.api = api, .presence = run_ending::arm::valid};
        get(audit->close_run(opened, morning_of(day) + 1h, ending, verdicts, {}));
    }

    list_key news{}, hidden{};
    creator_history creators{db};
};

}  // namespace

TEST_CASE("a creator is told by the lists that the reader may see", "[store][postgres]") {
    bench bench;
    auto const seen = bench.get(bench.creators.lists("anna", audience::everyone));
    auto const all = bench.get(bench.creators.lists("anna", audience::key_holder));

    REQUIRE(seen.size() == 1);
    CHECK(seen[0].slug == "news");
    CHECK(seen[0].items == 4);
    REQUIRE(seen[0].newest);
    CHECK(seen[0].newest->day == day_at(1));
    CHECK(seen[0].newest->rate.missing == 4);
    CHECK(seen[0].newest->rate.retrievable == 0);
    REQUIRE(all.size() == 2);
    CHECK(all[0].slug == "hidden");
    CHECK(all[0].items == 3);
    CHECK(bench.get(bench.creators.lists("nobody", audience::key_holder)).empty());
    CHECK(bench.get(bench.creators.lists("", audience::key_holder)).empty());
}

TEST_CASE("day by day an item on two lists counts once, and private ones for key holders alone",
          "[store][postgres]") {
    bench bench;
    auto const seen = bench.get(bench.creators.days("anna", day_at(-3), day_at(9), audience::everyone));
    auto const all = bench.get(bench.creators.days("anna", day_at(-3), day_at(9), audience::key_holder));

    REQUIRE(seen.size() == 2);
    CHECK(seen[0].day == day_at(0));
    CHECK(seen[0].rate.retrievable == 4);
    CHECK(seen[1].rate.missing == 4);
    CHECK(all[0].rate.retrievable == 6);
    CHECK(bench.get(bench.creators.days("anna", day_at(1), day_at(1), audience::everyone)).size() == 1);
}

TEST_CASE("as of a day nothing of later days is told of a creator", "[store][postgres]") {
    bench bench;
    audience const then{.as_of = day_at(0)};
    CHECK(bench.get(bench.creators.lists("anna", then)).at(0).newest->rate.retrievable == 4);
    CHECK(bench.get(bench.creators.days("anna", day_at(-3), day_at(9), then)).size() == 1);
    CHECK(bench.get(bench.creators.lists("anna", {.as_of = day_at(-1)})).empty());
}

TEST_CASE("what has left a list counts for the days before, and a void day is marked", "[store][postgres]") {
    bench bench;
    bench.get(bench.lists.remove_item(bench.news, 1'000'000, morning_of(day_at(1)) + 2h));
    bench.run_day(2, verdict_kind::retrievable, run_ending::arm::invalid);

    auto const list = bench.get(bench.creators.lists("anna", audience::everyone)).at(0);
    CHECK(list.items == 3);
    CHECK(list.newest->day == day_at(2));
    CHECK(list.newest->api_void);
    auto const days = bench.get(bench.creators.days("anna", day_at(0), day_at(2), audience::everyone));
    REQUIRE(days.size() == 3);
    CHECK(days[1].rate.missing == 4);  // It left in the course of that day.
    CHECK(days[2].rate.retrievable == 3);
    CHECK(days[2].api_void);
    CHECK_FALSE(days[1].api_void);
}

TEST_CASE("a creator's events are its own and those of its items", "[store][postgres]") {
    bench bench;
    bench.ask("DELETE FROM event RETURNING 1");  // What the two days opened.
    auto const day = "'" + to_string(day_at(1)) + "'";
    auto const add = [&](std::string const& columns, std::string const& values) {
        bench.ask("INSERT INTO event (kind, day, opened_at, updated_at, rule_version, " + columns +
                  ") VALUES (" + values + ") RETURNING 1");
    };
    add("list, creator", "'creator_lost', " + day + ", now(), now(), 1, 1, 'anna'");
    add("list, creator", "'creator_lost', " + day + ", now(), now(), 1, 2, 'anna'");
    add("list, creator", "'creator_lost', " + day + ", now(), now(), 1, 1, 'ben'");
    add("item", "'item_lost', " + day + ", now(), now(), 1, " +
                    std::to_string(static_cast<int>(bench.key_of(1'000'001))));
    event_reader events{bench.db};

    CHECK(bench.get(events.search({.creator = "anna"}, audience::everyone)).size() == 2);
    CHECK(bench.get(events.search({.creator = "anna"}, audience::key_holder)).size() == 3);
    CHECK(bench.get(events.search({.creator = "ben"}, audience::everyone)).size() == 1);
}
