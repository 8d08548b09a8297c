#include "daemon/store/run_evidence.hpp"

#include "daemon/store/run_totals.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

// $2: whether the audience may see every item. Else a call is there for it if its batch asked for one that it
// may see, and only such items are counted.
constexpr statement select_table{"select_call_table", R"(
    WITH fitting AS MATERIALIZED (
        SELECT c.*, head.unsound AS believed, head.contradicted_by AS by
          FROM call c JOIN call head ON head.call = coalesce(c.continues, c.call)
         WHERE c.run = $1 AND c.day <= as_of_day()
           AND ($2 OR EXISTS (SELECT FROM unnest(head.items) AS asked (item)
                                JOIN publicly_audited USING (item)))
           AND ($3 = 0 OR c.purpose = $3)
           AND CASE $4::integer WHEN -1 THEN true WHEN 100 THEN c.outcome <> 0 WHEN 101 THEN head.unsound <> '-'
                       ELSE c.outcome = $4::integer END),
    shown AS (
        SELECT * FROM fitting
         ORDER BY $6::integer * CASE $5::integer WHEN 1 THEN latency_ms WHEN 2 THEN purpose WHEN 3 THEN outcome ELSE call END, call
         LIMIT $7 OFFSET $8)
    SELECT total.n AS total, c.call, c.continues, (extract(epoch FROM c.sent_at) * 1000)::bigint AS sent_at, c.latency_ms,
           v.name AS vantage_name, c.purpose, c.outcome, c.complete, c.http_status, c.error_code,
           c.window_start - date '1970-01-01' AS window_start, c.window_end - date '1970-01-01' AS window_end,
           c.believed, c.by, asked.n AS asked, returned.n AS returned, controls.n AS controls
      FROM (SELECT count(*) AS n FROM fitting) total
      LEFT JOIN shown c ON true
      LEFT JOIN vantage v USING (vantage)
      LEFT JOIN LATERAL (SELECT count(*) AS n FROM unnest(c.items) AS one (item) WHERE $2 OR EXISTS (
               SELECT FROM publicly_audited p WHERE p.item = one.item)) asked ON true
      LEFT JOIN LATERAL (SELECT count(*) AS n FROM unnest(c.returned) AS one (item) WHERE $2 OR EXISTS (
               SELECT FROM publicly_audited p WHERE p.item = one.item)) returned ON true
      LEFT JOIN LATERAL (SELECT count(*) AS n FROM unnest(c.controls) AS one (item) WHERE $2 OR EXISTS (
               SELECT FROM publicly_audited p WHERE p.item = one.item)) controls ON true
     ORDER BY $6::integer * CASE $5::integer WHEN 1 THEN latency_ms WHEN 2 THEN purpose WHEN 3 THEN outcome ELSE call END, call)"};

#define LACUNA_SHOWN_CALLS                                                                                 \
    "WITH seen AS MATERIALIZED (SELECT DISTINCT item FROM publicly_audited WHERE NOT $2),"                 \
    "of_run AS MATERIALIZED ("                                                                             \
    "    SELECT call, coalesce(continues, call) AS head, sent_at, purpose, outcome, unsound, latency_ms, " \
    "           vantage, items, returned FROM call WHERE run = $1 AND day <= as_of_day()),"                \
    "asked AS MATERIALIZED ("                                                                              \
    "    SELECT c.call, count(*) AS n FROM of_run c CROSS JOIN unnest(c.items) AS one (item) "             \
    "      LEFT JOIN seen USING (item) WHERE $2 OR seen.item IS NOT NULL GROUP BY c.call),"                \
    "came_back AS MATERIALIZED ("                                                                          \
    "    SELECT c.call, count(*) AS n FROM of_run c CROSS JOIN unnest(c.returned) AS one (item) "          \
    "      LEFT JOIN seen USING (item) WHERE $2 OR seen.item IS NOT NULL GROUP BY c.call),"                \
    "shown AS MATERIALIZED ("                                                                              \
    "    SELECT c.*, coalesce(asked.n, 0) AS asked_n, coalesce(came_back.n, 0) AS returned_n "             \
    "      FROM of_run c LEFT JOIN asked USING (call) LEFT JOIN came_back USING (call) "                   \
    "     WHERE $2 OR head IN (SELECT call FROM asked))"

constexpr statement select_purposes{"select_calls_by_purpose", LACUNA_SHOWN_CALLS R"(
    SELECT purpose, count(*) AS calls, count(*) FILTER (WHERE outcome <> 0) AS failed,
           count(*) FILTER (WHERE unsound <> '-') AS not_believed, sum(asked_n) AS asked, sum(returned_n) AS returned,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY latency_ms) AS median
      FROM shown GROUP BY purpose ORDER BY purpose)"};
constexpr statement select_vantages{"select_calls_by_vantage", LACUNA_SHOWN_CALLS R"(
    SELECT v.probe, v.name, count(*) AS asked, count(*) FILTER (WHERE c.outcome <> 0) AS failed,
           (extract(epoch FROM min(c.sent_at)) * 1000)::bigint AS first,
           (extract(epoch FROM max(c.sent_at)) * 1000)::bigint AS last
      FROM shown c JOIN vantage v USING (vantage) GROUP BY v.vantage ORDER BY v.vantage)"};
constexpr statement select_readers{"select_readings_by_vantage", R"(
    WITH seen AS MATERIALIZED (
        SELECT DISTINCT item FROM publicly_audited WHERE NOT $2)
    SELECT v.probe, v.name, count(*) AS asked, count(*) FILTER (WHERE read.reading NOT IN ('p', 'n', 's')) AS failed,
           (extract(epoch FROM min(b.asked_from)) * 1000)::bigint AS first,
           (extract(epoch FROM max(b.asked_until)) * 1000)::bigint AS last
      FROM presence_block b CROSS JOIN unnest(b.items, b.readings) AS read (item, reading)
      LEFT JOIN seen USING (item) JOIN vantage v USING (vantage)
     WHERE b.run = $1 AND b.day <= as_of_day() AND ($2 OR seen.item IS NOT NULL)
     GROUP BY v.vantage ORDER BY v.vantage)"};

constexpr statement select_facts{"select_run_facts", R"(
    SELECT run.seed, run.rule_version, again.rule_version AS again_rule, again.api_arm, again.presence_arm, again.void_reason
      FROM run
      LEFT JOIN LATERAL (SELECT r.* FROM rejudged_run r JOIN rule_in_force f USING (rule_version)
                          WHERE r.run = run.run AND run.day BETWEEN f.first_day AND f.last_day) again ON true
     WHERE run.run = $1 AND run.day <= as_of_day())"};

call_line read_line(pqxx::row const& row) {
    call_line line{.call = read_number<call_id>(row["call"]),
                   .continues = read_optional<call_id>(row["continues"]),
                   .sent_at = read_instant(row["sent_at"]),
                   .latency = std::chrono::milliseconds{row["latency_ms"].as<std::int64_t>()},
                   .vantage = read_text(row["vantage_name"]),
                   .purpose = read_number<call_purpose>(row["purpose"]),
                   .complete = row["complete"].as<bool>(),
                   .http_status = row["http_status"].as<unsigned>(),
                   .error_code = read_text(row["error_code"]),
                   .window_start = read_day(row["window_start"]),
                   .window_end = read_day(row["window_end"]),
                   .asked = row["asked"].as<std::int64_t>(),
                   .returned = row["returned"].as<std::int64_t>(),
                   .controls = row["controls"].as<std::int64_t>(),
                   .unsound = row["believed"].c_str()[0],
                   .contradicted_by = read_optional<call_id>(row["by"])};
    auto const outcome = read_number<probe_failure>(row["outcome"]);
    if (outcome != probe_failure{}) line.failure = outcome;
    return line;
}

purpose_line read_purpose(pqxx::row const& row) {
    return {.purpose = read_number<call_purpose>(row["purpose"]),
            .calls = row["calls"].as<std::int64_t>(),
            .failed = row["failed"].as<std::int64_t>(),
            .not_believed = row["not_believed"].as<std::int64_t>(),
            .asked = row["asked"].as<std::int64_t>(),
            .returned = row["returned"].as<std::int64_t>(),
            .median = std::chrono::milliseconds{row["median"].as<std::int64_t>()}};
}

vantage_line read_vantage(pqxx::row const& row) {
    return {.probe = read_text(row["probe"]),
            .name = read_text(row["name"]),
            .asked = row["asked"].as<std::int64_t>(),
            .failed = row["failed"].as<std::int64_t>(),
            .first = read_instant(row["first"]),
            .last = read_instant(row["last"])};
}

}  // namespace

boost::asio::awaitable<call_table> run_evidence::table(call_table_question asked, audience who) {
    auto read = [asked, who](pqxx::work& transaction) {
        bool const all = sees_whole_runs(transaction, who);
        int const purpose = asked.filter.purpose ? static_cast<int>(*asked.filter.purpose) : 0;
        int const outcome = asked.filter.outcome ? static_cast<int>(*asked.filter.outcome) : -1;
        call_table found;
        for (auto const& row :
             run(transaction, select_table, static_cast<int>(asked.run), all, purpose, outcome,
                 static_cast<int>(asked.by), asked.descending ? -1 : 1, asked.limit, asked.offset)) {
            found.total = row["total"].as<std::int64_t>();
            if (!row["call"].is_null()) found.lines.push_back(read_line(row));
        }
        return found;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<run_breakdown> run_evidence::breakdown(run_id which, audience who) {
    auto read = [which, who](pqxx::work& transaction) {
        bool const all = sees_whole_runs(transaction, who);
        auto const number = static_cast<int>(which);
        run_breakdown found;
        for (auto const& row : run(transaction, select_purposes, number, all))
            found.purposes.push_back(read_purpose(row));
        for (auto const& row : run(transaction, select_vantages, number, all))
            found.vantages.push_back(read_vantage(row));
        for (auto const& row : run(transaction, select_readers, number, all))
            found.vantages.push_back(read_vantage(row));
        return found;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<run_judging> run_evidence::facts(run_id which, audience who) {
    auto read = [which](pqxx::work& transaction) {
        run_judging found;
        for (auto const& row : run(transaction, select_facts, static_cast<int>(which))) {
            found.seed = row["seed"].as<std::int64_t>();
            found.rule_version = row["rule_version"].as<std::int16_t>();
            if (row["again_rule"].is_null()) continue;
            found.again = judged_again{.rule_version = row["again_rule"].as<std::int16_t>(),
                                       .api_arm = read_text(row["api_arm"]),
                                       .presence_arm = read_text(row["presence_arm"]),
                                       .void_reason = read_text(row["void_reason"])};
        }
        return found;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<bool> run_evidence::hides_items() {
    auto read = [](pqxx::work& transaction) { return lacuna::hides_items(transaction); };
    co_return co_await db_.transact(read);
}

}  // namespace lacuna
