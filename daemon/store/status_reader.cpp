#include "daemon/store/status_reader.hpp"

#include "daemon/run/read_blocks.hpp"
#include "daemon/store/call_filter.hpp"
#include "daemon/store/run_totals.hpp"
#include "daemon/store/values.hpp"

#include <array>

namespace lacuna {
namespace {

// A call and a block bear the day of their run, which may go on past midnight: a day more is looked through.
// $1, $2: from, until before. $3: every item may be seen; else only what was asked for one that may.
#define LACUNA_SEEN "WITH seen AS MATERIALIZED (SELECT DISTINCT item FROM publicly_audited WHERE NOT $3),"
#define LACUNA_RECENT_CALLS                                                                            \
    LACUNA_SEEN                                                                                        \
    "recent AS MATERIALIZED ("                                                                         \
    "    SELECT * FROM call WHERE day >= to_timestamp($1 / 1000.0)::date - 1 AND day <= as_of_day()"   \
    "       AND sent_at >= to_timestamp($1 / 1000.0) AND sent_at < to_timestamp($2 / 1000.0)),"        \
    "shown AS MATERIALIZED ("                                                                          \
    "    SELECT c.* FROM recent c WHERE $3 OR coalesce(c.continues, c.call) IN ("                      \
    "        SELECT head.call FROM call head CROSS JOIN unnest(head.items) AS asked (item) JOIN seen " \
    "USING (item)"                                                                                     \
    "         WHERE head.call IN (SELECT coalesce(continues, call) FROM recent)))"

constexpr statement select_calls{"select_status_of_calls", LACUNA_RECENT_CALLS R"(
    SELECT v.probe, v.name, (extract(epoch FROM date_trunc('hour', c.sent_at)) * 1000)::bigint AS hour, count(*) AS asked,
           count(*) FILTER (WHERE outcome = 0) AS answered, 0 AS shells,
           count(*) FILTER (WHERE outcome = 1) AS f1, count(*) FILTER (WHERE outcome = 2) AS f2,
           count(*) FILTER (WHERE outcome = 3) AS f3, count(*) FILTER (WHERE outcome = 4) AS f4,
           count(*) FILTER (WHERE outcome = 5) AS f5, count(*) FILTER (WHERE outcome = 6) AS f6,
           count(*) FILTER (WHERE outcome = 7) AS f7, count(*) FILTER (WHERE outcome = 8) AS f8,
           percentile_disc(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS took
      FROM shown c JOIN vantage v USING (vantage)
     GROUP BY GROUPING SETS ((v.vantage, v.probe, v.name), (v.vantage, v.probe, v.name, date_trunc('hour', c.sent_at)))
     ORDER BY v.vantage, 3 NULLS FIRST)"};
constexpr statement select_trials{"select_status_of_controls", LACUNA_RECENT_CALLS R"(
    SELECT v.probe, v.name, count(*) FILTER (WHERE c.unsound = 'c') AS contradicted,
           count(*) FILTER (WHERE c.unsound = 's') AS silent,
           coalesce(sum(tested.asked), 0) AS asked, coalesce(sum(tested.asked - tested.returned), 0) AS failed
      FROM shown c JOIN vantage v USING (vantage)
      LEFT JOIN LATERAL (
            SELECT count(*) AS asked,
                   count(*) FILTER (WHERE k.item = ANY (c.returned) OR EXISTS (
                       SELECT FROM call page WHERE page.continues = c.call AND k.item = ANY (page.returned))) AS returned
              FROM unnest(c.controls) AS k (item) LEFT JOIN seen USING (item)
             WHERE ($3 OR seen.item IS NOT NULL)
               AND (c.complete OR EXISTS (SELECT FROM call page WHERE page.continues = c.call AND page.complete))) tested
             ON true
     GROUP BY v.vantage, v.probe, v.name)"};

#define LACUNA_RECENT_BLOCKS                                                                                \
    LACUNA_SEEN                                                                                             \
    "recent AS MATERIALIZED ("                                                                              \
    "    SELECT * FROM presence_block"                                                                      \
    "     WHERE day >= to_timestamp($1 / 1000.0)::date - 1 AND day <= as_of_day()"                          \
    "       AND asked_from >= to_timestamp($1 / 1000.0) AND asked_from < to_timestamp($2 / 1000.0)),"       \
    "shown AS ("                                                                                            \
    "    SELECT b.block, b.vantage, b.asked_from, r.reading, r.took"                                        \
    "      FROM recent b CROSS JOIN unnest(b.items, b.readings, b.milliseconds) AS r (item, reading, took)" \
    "      LEFT JOIN seen USING (item) WHERE $3 OR seen.item IS NOT NULL)"

constexpr statement select_readings{"select_status_of_readings", LACUNA_RECENT_BLOCKS R"(
    SELECT v.probe, v.name, (extract(epoch FROM date_trunc('hour', asked_from)) * 1000)::bigint AS hour, count(*) AS asked,
           count(*) FILTER (WHERE reading IN ('p', 'n')) AS answered, count(*) FILTER (WHERE reading = 's') AS shells,
           count(*) FILTER (WHERE reading = 'u') AS f1, count(*) FILTER (WHERE reading = 't') AS f2,
           count(*) FILTER (WHERE reading = 'x') AS f3, count(*) FILTER (WHERE reading = 'r') AS f4,
           count(*) FILTER (WHERE reading = 'l') AS f5, count(*) FILTER (WHERE reading = 'e') AS f6,
           count(*) FILTER (WHERE reading = 'j') AS f7, count(*) FILTER (WHERE reading = 'b') AS f8,
           percentile_disc(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY took) AS took
      FROM shown JOIN vantage v USING (vantage)
     GROUP BY GROUPING SETS ((v.vantage, v.probe, v.name), (v.vantage, v.probe, v.name, date_trunc('hour', asked_from)))
     ORDER BY v.vantage, 3 NULLS FIRST)"};
// An invented id is no item: it belongs to the block that it tests.
constexpr statement select_tests{"select_status_of_tests", LACUNA_RECENT_BLOCKS R"(
    SELECT v.probe, v.name, b.live_reading, b.invented_reading, count(*) AS n,
           count(*) FILTER (WHERE $3 OR b.live_control IN (SELECT item FROM seen)) AS live
      FROM recent b JOIN vantage v USING (vantage)
     WHERE $3 OR b.block IN (SELECT block FROM shown)
     GROUP BY v.vantage, v.probe, v.name, b.live_reading, b.invented_reading)"};

asked_tally read_tally(pqxx::row const& row) {
    constexpr std::array columns{"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8"};
    asked_tally tally{.asked = row["asked"].as<std::int64_t>(),
                      .answered = row["answered"].as<std::int64_t>(),
                      .shells = row["shells"].as<std::int64_t>()};
    for (auto const failure : probe_failures()) {
        auto const n = row[columns.at(static_cast<std::size_t>(failure) - 1)].as<std::int64_t>();
        if (n > 0) tally.failures.emplace(failure, n);
    }
    auto const took = read_numbers<std::int64_t>(row["took"].c_str());
    using std::chrono::milliseconds;
    tally.took = latencies{milliseconds{took.at(0)}, milliseconds{took.at(1)}, milliseconds{took.at(2)}};
    return tally;
}

endpoint_status& of_vantage(std::vector<endpoint_status>& all, pqxx::row const& row,
                            endpoint_status::arm side) {
    auto const probe = read_text(row["probe"]), name = read_text(row["name"]);
    for (auto& one : all) {
        if (one.side == side && one.probe == probe && one.vantage == name) return one;
    }
    all.push_back({.side = side, .probe = probe, .vantage = name});
    return all.back();
}

void add_hours(std::vector<endpoint_status>& all, pqxx::result const& rows, endpoint_status::arm side) {
    for (auto const& row : rows) {
        auto& one = of_vantage(all, row, side);
        if (row["hour"].is_null()) {
            one.all = read_tally(row);
        } else {
            one.hours.emplace(read_instant(row["hour"]), read_tally(row));
        }
    }
}

void count(control_tally& tally, control_result result, std::int64_t times) {
    if (result == control_result::not_asked) return;
    tally.asked += times;
    if (result == control_result::failed) tally.failed += times;
}

char letter_in(pqxx::field const& field) { return field.is_null() ? '\0' : field.c_str()[0]; }

}  // namespace

boost::asio::awaitable<std::vector<endpoint_status>> status_reader::endpoints(utc_time since, utc_time until,
                                                                              audience who) {
    auto read = [since, until, who](pqxx::work& transaction) {
        using enum endpoint_status::arm;
        bool const all = sees_whole_runs(transaction, who);
        auto const ask = [&](statement const& what) {
            return run(transaction, what, as_number(since), as_number(until), all);
        };
        std::vector<endpoint_status> found;
        add_hours(found, ask(select_calls), api);
        for (auto const& row : ask(select_trials)) {
            auto& one = of_vantage(found, row, api);
            one.controls = {row["asked"].as<std::int64_t>(), row["failed"].as<std::int64_t>()};
            one.contradicted = row["contradicted"].as<std::int64_t>();
            one.silent = row["silent"].as<std::int64_t>();
        }
        add_hours(found, ask(select_readings), presence);
        for (auto const& row : ask(select_tests)) {
            auto& one = of_vantage(found, row, presence);
            count(one.live, live_result(letter_in(row["live_reading"])), row["live"].as<std::int64_t>());
            count(one.invented, invented_result(letter_in(row["invented_reading"])),
                  row["n"].as<std::int64_t>());
        }
        return found;
    };
    co_return co_await read_as(db_, who, read);
}

}  // namespace lacuna
