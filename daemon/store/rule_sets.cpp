#include "daemon/store/rule_sets.hpp"

#include "daemon/store/migrations.hpp"
#include "daemon/store/values.hpp"
#include "daemon/verdict/judge_version.hpp"

#include <algorithm>

namespace lacuna {
namespace {

constexpr statement select_spans{"select_rule_spans", R"(
    SELECT rule_version, greatest(first_day, date '1970-01-01' + $1::integer) - date '1970-01-01' AS first,
           least(last_day, date '1970-01-01' + $2::integer) - date '1970-01-01' AS last
      FROM rule_in_force
     WHERE first_day <= date '1970-01-01' + $2::integer AND last_day >= date '1970-01-01' + $1::integer
     ORDER BY first)"};
constexpr statement select_rule{"select_rule_of_day",
                                "SELECT rule_of(date '1970-01-01' + $1::integer) AS rule_version"};
constexpr statement select_sets{"select_rule_sets", R"(
    SELECT rule_version, judge, from_day - date '1970-01-01' AS from_day,
           (extract(epoch FROM made_at) * 1000)::bigint AS made_at, words
      FROM known_rule_set JOIN rule_in_force USING (rule_version) ORDER BY rule_version)"};
constexpr statement select_newest{"select_newest_judge", "SELECT max(judge) AS judge FROM rule_set"};
constexpr statement select_next_day{"select_first_day_of_new_rules", R"(
    SELECT least(day + 1, date '1970-01-01' + $1::integer) - date '1970-01-01' AS day
      FROM run WHERE ended_at IS NOT NULL ORDER BY run DESC LIMIT 1)"};
constexpr statement insert_set{"insert_rule_set", R"(
    INSERT INTO rule_set (rule_version, judge, from_day, made_at, words)
    VALUES ($1, $2, date '1970-01-01' + $3::integer, to_timestamp($4 / 1000.0), $5))"};
constexpr statement select_next_version{"select_next_rule_version",
                                        "SELECT max(rule_version) + 1 AS rule_version FROM rule_set"};
constexpr statement select_left_over{
    "select_left_over_partition", "SELECT to_regclass('verdict_rule_' || $1::text) IS NOT NULL AS is_there"};

utc_day const beginning{};

}  // namespace

std::vector<rule_span> spans_between(pqxx::work& transaction, verdict_origin whose, utc_day from,
                                     utc_day to) {
    if (to < from) return {};
    if (whose == verdict_origin::imported) return {{imported_rule_version, from, to}};
    std::vector<rule_span> spans;
    for (auto const& row : run(transaction, select_spans, as_number(from), as_number(to))) {
        spans.push_back({row[0].as<std::int16_t>(), read_day(row[1]), read_day(row[2])});
    }
    return spans;
}

std::int16_t rule_of(pqxx::work& transaction, utc_day day) {
    return run(transaction, select_rule, as_number(day)).at(0)[0].as<std::int16_t>();
}

boost::asio::awaitable<std::vector<rule_set>> rule_sets_in_force(database& db, audience who) {
    auto read = [](pqxx::work& transaction) {
        std::vector<rule_set> sets;
        for (auto const& row : run(transaction, select_sets)) {
            rule_set one{.version = row["rule_version"].as<std::int16_t>(),
                         .judge = row["judge"].as<std::int16_t>(),
                         .from = read_day(row["from_day"]),
                         .words = read_text(row["words"])};
            if (!row["made_at"].is_null()) one.made_at = read_instant(row["made_at"]);
            sets.push_back(std::move(one));
        }
        return sets;
    };
    co_return co_await read_as(db, who, read);
}

void adopt_judge(pqxx::work& transaction, utc_time now) {
    auto const newest = run(transaction, select_newest).at(0)["judge"].as<std::int16_t>();
    if (newest >= judge_version) return;
    auto const since = run(transaction, select_next_day, as_number(day_of(now)));
    rule_set const made{.version = clear_next_version(transaction),
                        .judge = judge_version,
                        .from = since.empty() ? beginning : read_day(since[0]["day"]),
                        .made_at = now,
                        .words = std::string{judge_words}};
    insert_rule_set(transaction, made);
}

std::int16_t clear_next_version(pqxx::work& transaction) {
    auto const next = run(transaction, select_next_version).at(0)[0].as<std::int16_t>();
    // Only one re-judging is ever under way, so nothing beyond the next number can be there.
    if (!run(transaction, select_left_over, static_cast<int>(next)).at(0)[0].as<bool>()) return next;
    auto const number = std::to_string(next);
    transaction.exec0("DROP TABLE verdict_rule_" + number);
    transaction.exec0("DELETE FROM verdict_month WHERE rule_version = " + number);
    transaction.exec0("DELETE FROM day_count WHERE rule_version = " + number);
    transaction.exec0("DELETE FROM day_rate WHERE rule_version = " + number);
    transaction.exec0("DELETE FROM rejudged_run WHERE rule_version = " + number);
    return next;
}

void insert_rule_set(pqxx::work& transaction, rule_set const& made) {
    run(transaction, insert_set, made.version, made.judge, as_number(made.from),
        as_number(made.made_at.value()), made.words);
    raise_data_version(transaction);
}

}  // namespace lacuna
