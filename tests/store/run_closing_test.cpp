#include "tests/store/fresh_store.hpp"

#include "daemon/store/day_counts.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/store/run_reader.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::day_at;
using test::morning_of;
using test::verdict_of;

namespace {

constexpr auto all_counts =
    "SELECT list, day, stratum, rule_version, verdict, counts, n FROM day_count ORDER BY 1, 2, 3, 5, 6";
constexpr auto all_rates = "SELECT * FROM day_rate ORDER BY list, day, stratum";

struct bench : test::fresh_store {
    bench() {
        list = make_list("news").key;
        add(list, 1'000'000, 60);
        for (auto const& due : get(audit->due_items(day_at(0)))) items.push_back(due.key);
    }

    std::vector<verdict_row> verdicts(std::size_t missing) {
        std::vector<verdict_row> rows;
        for (std::size_t at = 0; at < items.size(); ++at) {
            rows.push_back(
                verdict_of(items[at], at < missing ? verdict_kind::missing : verdict_kind::retrievable));
            rows.back().decided_by = call_id{static_cast<int>(at) + 1};
        }
        return rows;
    }

    void close(int offset, std::vector<verdict_row> rows, run_ending ending = {}) {
        auto const run = get(audit->open_run(day_at(offset), morning_of(day_at(offset)), 1));
        get(audit->close_run(run, morning_of(day_at(offset)) + 1h, ending, std::move(rows), {}));
    }

    list_key list{};
    std::vector<item_key> items;
    rate_reader rates{db};
};

}  // namespace

TEST_CASE("a closed day has its verdicts, its counts and its rate", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(6));

    auto const newest = bench.get(bench.rates.newest(bench.list, verdict_origin::ours, audience::everyone));
    REQUIRE(newest.has_value());
    CHECK(newest->day == day_at(0));
    CHECK(newest->counts.at({verdict_kind::missing, true}) == 6);
    CHECK(newest->counts.at({verdict_kind::retrievable, true}) == 54);
    REQUIRE(newest->rate.completeness.has_value());
    CHECK(*newest->rate.completeness == Approx(0.9));
    CHECK_FALSE(newest->api_void);
    CHECK(bench
              .get(bench.rates.days(bench.list, day_at(0), day_at(0), verdict_origin::ours,
                                    audience::everyone, "region:DE"))
              .size() == 1);
    CHECK(
        bench.ask("SELECT count(*), sum(n) FROM day_count WHERE stratum LIKE 'created:%'").ends_with(",60"));
}

TEST_CASE("closing a day again writes only what differs", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(6));
    auto const version = "SELECT count(*), count(DISTINCT xmin::text) FROM verdict";
    CHECK(bench.ask(version) == "60,1");

    bench.close(0, bench.verdicts(6));
    CHECK(bench.ask(version) == "60,1");

    bench.close(0, bench.verdicts(7));
    CHECK(bench.ask("SELECT count(*) FROM verdict GROUP BY xmin::text ORDER BY 1") == "1;59");
    CHECK(bench.get(bench.rates.newest(bench.list, verdict_origin::ours, audience::everyone))->rate.missing ==
          7);
}

TEST_CASE("a verdict of an item that is no longer due stays", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(6));
    auto fewer = bench.verdicts(6);
    fewer.pop_back();

    bench.close(0, fewer);

    CHECK(bench.ask("SELECT count(*) FROM verdict") == "60");
    CHECK(bench.ask("SELECT sum(n) FROM day_count WHERE stratum = 'all'") == "60");
}

TEST_CASE("counts rebuilt from verdicts are those written with them", "[store][postgres]") {
    bench bench;
    auto const hidden = bench.make_list("hidden", false).key;
    bench.add(hidden, 1'000'030, 60);
    bench.close(0, bench.verdicts(6));
    auto const counts = bench.ask(all_counts);
    auto const rates = bench.ask(all_rates);
    bench.ask("DELETE FROM day_rate RETURNING 1");
    bench.ask("UPDATE day_count SET n = n + 1 RETURNING 1");

    bench.get(rebuild_day_counts(bench.db, day_at(0), 2));

    CHECK(bench.ask(all_counts) == counts);
    CHECK(bench.ask(all_rates) == rates);
    CHECK(bench.ask("SELECT sum(n) FROM day_count WHERE stratum = 'all' AND list = " +
                    std::to_string(static_cast<int>(hidden))) == "30");
}

TEST_CASE("an item put on a list later does not count there before", "[store][postgres]") {
    bench bench;
    auto const late = bench.make_list("late").key;
    bench.add(late, 1'000'000, 60, day_at(1));

    bench.close(0, bench.verdicts(6));
    CHECK_FALSE(bench.get(bench.rates.newest(late, verdict_origin::ours, audience::everyone)).has_value());

    bench.close(1, bench.verdicts(6));
    CHECK(bench.get(bench.rates.newest(late, verdict_origin::ours, audience::everyone))->day == day_at(1));
}

TEST_CASE("a list that was archived gets no more days, though others watch its items", "[store][postgres]") {
    bench bench;
    auto const old = bench.make_list("old").key;
    bench.add(old, 1'000'000, 60);
    bench.close(0, bench.verdicts(6));
    bench.ask("UPDATE watchlist SET archived_at = '2024-10-04 12:00+00' WHERE slug = 'old' RETURNING 1");

    bench.close(1, bench.verdicts(6));

    CHECK(bench.get(bench.rates.newest(old, verdict_origin::ours, audience::everyone))->day == day_at(0));
    CHECK(bench.get(bench.rates.newest(bench.list, verdict_origin::ours, audience::everyone))->day ==
          day_at(1));
}

TEST_CASE("the day that ended last is that of the last run, also after a clock that was ahead",
          "[store][postgres]") {
    bench bench;
    run_reader runs{bench.db};
    CHECK_FALSE(bench.get(runs.last_ended_day()).has_value());
    bench.close(400, bench.verdicts(6));
    bench.close(1, bench.verdicts(6));
    CHECK(bench.get(runs.last_ended_day()) == day_at(1));
}

TEST_CASE("a list chosen for being missing, and a day whose API arm is void, get counts and no rate",
          "[store][postgres]") {
    bench bench;
    auto const chosen = bench.make_list("chosen", true, selection::chosen_for_being_missing).key;
    bench.add(chosen, 1'000'000, 60);
    bench.close(0, bench.verdicts(6));
    CHECK(bench.get(bench.rates.newest(chosen, verdict_origin::ours, audience::everyone))->rate.missing == 6);
    CHECK_FALSE(bench.get(bench.rates.newest(chosen, verdict_origin::ours, audience::everyone))
                    ->rate.completeness.has_value());

    run_ending const ending{.api = run_ending::arm::invalid, .void_reason = "too few measured"};
    bench.close(1, bench.verdicts(6), ending);
    auto const day = bench.get(bench.rates.newest(bench.list, verdict_origin::ours, audience::everyone));
    CHECK(day->api_void);
    CHECK(day->counts.at({verdict_kind::missing, true}) == 6);
    CHECK_FALSE(day->rate.completeness.has_value());
}

TEST_CASE("partitions are made for the day and the next two months", "[store][postgres]") {
    bench bench;
    bench.close(0, bench.verdicts(0));

    CHECK(bench.ask("SELECT relid FROM pg_partition_tree('verdict') WHERE isleaf ORDER BY 1") ==
          "verdict_rule_2_2024_10;verdict_rule_2_2024_11;verdict_rule_2_2024_12");
}
