#include "daemon/store/run_queries.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/past_rows.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/scope_rules.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement insert_vantage{"insert_vantage", R"(
    INSERT INTO vantage (probe, name) VALUES ($1, $2) ON CONFLICT (probe, name) DO NOTHING)"};
constexpr statement select_vantage{"select_vantage",
                                   "SELECT vantage FROM vantage WHERE probe = $1 AND name = $2"};

constexpr statement select_cut_off{"select_cut_off_runs", R"(
    SELECT run, day - date '1970-01-01' AS day, seed, rule_of(day) AS rule_version FROM run
     WHERE ended_at IS NULL AND day < date '1970-01-01' + $1::integer ORDER BY run)"};
constexpr statement select_open{"select_open_run", R"(
    SELECT run, day - date '1970-01-01' AS day, seed, rule_of(day) AS rule_version FROM run
     WHERE ended_at IS NULL AND day = date '1970-01-01' + $1::integer ORDER BY run DESC LIMIT 1)"};
constexpr statement insert_run{"insert_run", R"(
    INSERT INTO run (day, started_at, seed, rule_version)
    VALUES (date '1970-01-01' + $1::integer, to_timestamp($2 / 1000.0), $3, $4) RETURNING run)"};

// A quarantine call holds for a week while the item's verdict stays what it was on the day of the call.
std::string const& due_text() {
    static std::string const text = std::string{R"(
    WITH day AS (SELECT date '1970-01-01' + $1::integer AS today),
    yesterday AS MATERIALIZED (
        SELECT item, verdict, reason FROM verdict
         WHERE rule_version = rule_of(date '1970-01-01' + $1::integer - 1) AND day = date '1970-01-01' + $1::integer - 1),
    watched AS MATERIALIZED (
        SELECT DISTINCT m.item FROM watchlist_item m JOIN watchlist w USING (list) JOIN item USING (item)
         WHERE item.archived_at IS NULL AND m.archived_at IS NULL AND m.added_at < date '1970-01-01' + $1::integer + 1
           AND w.archived_at IS NULL AND NOT w.imported),
    quarantined AS MATERIALIZED (
        SELECT DISTINCT ON (asked.item) asked.item, head.call, head.day
          FROM day, call head, unnest(head.items) AS asked (item)
         WHERE head.day BETWEEN today - 6 AND today - 1 AND head.purpose = 4 AND head.continues IS NULL
           AND (head.complete OR EXISTS (SELECT FROM call p WHERE p.continues = head.call AND p.complete))
           AND asked.item <> ALL (head.returned)
           AND NOT EXISTS (SELECT FROM call p WHERE p.continues = head.call AND asked.item = ANY (p.returned))
         ORDER BY asked.item, head.call DESC),
    still AS (
        SELECT q.item, q.call
          FROM quarantined q JOIN yesterday y USING (item)
          JOIN rule_in_force f ON q.day BETWEEN f.first_day AND f.last_day
          JOIN verdict v ON v.item = q.item AND v.day = q.day AND v.rule_version = f.rule_version AND v.verdict = y.verdict
         WHERE v.day BETWEEN date '1970-01-01' + $1::integer - 6 AND date '1970-01-01' + $1::integer - 1)
    SELECT i.item, i.platform_id, extract(epoch FROM i.created_at)::bigint AS created_at, i.created_at_source,
           coalesce(y.verdict = 'g' AND y.reason IN ('q', 't'), false) AS left_out, still.call,
           i.username IS NOT NULL AS named, coalesce(hashtext(i.username), 0) AS creator,
           watched.item IS NULL AS control_only,)"} +
                                    past_columns + R"(
      FROM day CROSS JOIN item i
      LEFT JOIN watched USING (item)
      LEFT JOIN item_past p ON p.item = i.item AND p.day = (SELECT max(day) FROM item_past, day WHERE item_past.day < today)
      LEFT JOIN yesterday y ON y.item = i.item
      LEFT JOIN still ON still.item = i.item
     WHERE watched.item IS NOT NULL OR i.item IN (SELECT unnest(returned) FROM call, day WHERE call.day = today AND purpose = 5)
     ORDER BY i.created_at, i.item)";
    return text;
}

constexpr statement select_quota{"select_spent", R"(
    SELECT spent FROM quota_day WHERE vantage = $1 AND day = date '1970-01-01' + $2::integer)"};
constexpr statement charge_one{"charge_call", R"(
    WITH charged AS (
        INSERT INTO quota_day AS q (vantage, day, spent) VALUES ($1, date '1970-01-01' + $2::integer, 1)
            ON CONFLICT (vantage, day) DO UPDATE SET spent = q.spent + 1 WHERE q.spent < $3
        RETURNING spent)
    SELECT nextval('call_number') AS call FROM charged)"};
constexpr statement charge_all{"spend_all", R"(
    INSERT INTO quota_day AS q (vantage, day, spent) VALUES ($1, date '1970-01-01' + $2::integer, $3)
        ON CONFLICT (vantage, day) DO UPDATE SET spent = greatest(q.spent, $3))"};
constexpr statement draw_blocks{"draw_block_numbers", R"(
    SELECT nextval('presence_block_number') AS block FROM generate_series(1, $1))"};

// Created when the API says: nobody else knows them.
constexpr statement insert_harvested{"insert_controls", R"(
    INSERT INTO item (platform, platform_id, created_at, created_at_source)
    SELECT 'tiktok', id, to_timestamp(created), 2 FROM unnest($1::bigint[], $2::bigint[]) AS found (id, created)
        ON CONFLICT (platform, platform_id) DO NOTHING)"};
constexpr statement select_harvested{"select_controls", R"(
    SELECT i.item FROM unnest($1::bigint[]) WITH ORDINALITY AS found (id, place)
      JOIN item i ON i.platform = 'tiktok' AND i.platform_id = found.id ORDER BY place)"};
constexpr statement select_bracket{"select_open_brackets", R"(
    SELECT run, day - date '1970-01-01' AS day, seed, rule_of(day) AS rule_version FROM run
     WHERE day = date '1970-01-01' + $1::integer AND ended_at IS NOT NULL
       AND EXISTS (SELECT FROM verdict v
                    WHERE v.day = date '1970-01-01' + $1::integer
                      AND v.rule_version = rule_of(date '1970-01-01' + $1::integer) AND v.reason = 'b')
     ORDER BY run DESC LIMIT 1)"};

opened_run read_run(pqxx::row const& row, bool resumed) {
    return {.run = read_number<run_id>(row["run"]),
            .day = read_day(row["day"]),
            .seed = row["seed"].as<std::int64_t>(),
            .resumed = resumed,
            .rule_version = row["rule_version"].as<std::int16_t>()};
}

}  // namespace

vantage_id number_of_vantage(pqxx::work& transaction, std::string const& probe, std::string const& name) {
    auto rows = run(transaction, select_vantage, probe, name);
    if (rows.empty()) {
        run(transaction, insert_vantage, probe, name);
        rows = run(transaction, select_vantage, probe, name);
    }
    return read_number<vantage_id>(rows.at(0)["vantage"]);
}

std::vector<opened_run> select_cut_off_runs(pqxx::work& transaction, utc_day day) {
    adopt_judge(transaction, utc_time{day});
    std::vector<opened_run> runs;
    for (auto const& row : run(transaction, select_cut_off, as_number(day)))
        runs.push_back(read_run(row, true));
    return runs;
}

opened_run resume_or_insert_run(pqxx::work& transaction, utc_day day, utc_time now, std::int64_t seed) {
    adopt_judge(transaction, now);
    auto const open = run(transaction, select_open, as_number(day));
    if (!open.empty()) return read_run(open[0], true);
    auto const rules = rule_of(transaction, day);
    auto const made = run(transaction, insert_run, as_number(day), as_number(now), seed, rules);
    raise_data_version(transaction);
    return {.run = read_number<run_id>(made.at(0)["run"]),
            .day = day,
            .seed = seed,
            .resumed = false,
            .rule_version = rules};
}

std::vector<due_item> select_due_items(pqxx::work& transaction, utc_day day) {
    work_through_many_rows(transaction);
    std::vector<due_item> items;
    static statement const select_due{"select_due_items", due_text().c_str()};
    auto const rows = run(transaction, select_due, as_number(day));
    items.reserve(rows.size());
    for (auto const& row : rows) {
        items.push_back({.key = read_number<item_key>(row[0]),
                         .platform_id = row[1].as<std::int64_t>(),
                         .created = read_creation(row[2], row[3]),
                         .left_out_yesterday = row[4].as<bool>(),
                         .quarantined_by = read_optional<call_id>(row[5]),
                         .name_known = row[6].as<bool>(),
                         .creator = static_cast<std::uint32_t>(row[7].as<std::int32_t>()),
                         .past = read_past(row),
                         .control_only = row[8].as<bool>()});
    }
    find_scopes(transaction, day, items);
    return items;
}

std::int64_t select_spent(pqxx::work& transaction, vantage_id vantage, utc_day day) {
    auto const rows = run(transaction, select_quota, static_cast<int>(vantage), as_number(day));
    return rows.empty() ? 0 : rows[0]["spent"].as<std::int64_t>();
}

std::optional<call_id> charge_call(pqxx::work& transaction, vantage_id vantage, utc_day day,
                                   std::int64_t daily_calls) {
    if (daily_calls <= 0) return std::nullopt;
    auto const rows = run(transaction, charge_one, static_cast<int>(vantage), as_number(day), daily_calls);
    if (rows.empty()) return std::nullopt;
    return read_number<call_id>(rows[0]["call"]);
}

void spend_all(pqxx::work& transaction, vantage_id vantage, utc_day day, std::int64_t daily_calls) {
    run(transaction, charge_all, static_cast<int>(vantage), as_number(day), daily_calls);
}

std::vector<item_key> insert_controls(pqxx::work& transaction, std::vector<harvested_item> const& items) {
    std::vector<std::int64_t> ids, created;
    for (auto const& item : items) {
        ids.push_back(item.platform_id);
        created.push_back(item.created_at.time_since_epoch().count());
    }
    run(transaction, insert_harvested, number_array(ids), number_array(created));
    std::vector<item_key> keys;
    for (auto const& row : run(transaction, select_harvested, number_array(ids))) {
        keys.push_back(read_number<item_key>(row["item"]));
    }
    return keys;
}

std::optional<opened_run> select_open_brackets(pqxx::work& transaction, utc_day day) {
    auto const found = run(transaction, select_bracket, as_number(day));
    return found.empty() ? std::nullopt : std::optional{read_run(found[0], false)};
}

std::vector<block_id> draw_block_numbers(pqxx::work& transaction, int how_many) {
    std::vector<block_id> numbers;
    for (auto const& row : run(transaction, draw_blocks, how_many))
        numbers.push_back(read_number<block_id>(row["block"]));
    return numbers;
}

}  // namespace lacuna
