#include "daemon/store/run_reader.hpp"

#include "daemon/plan/renewal.hpp"
#include "daemon/store/run_totals.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

#define LACUNA_RUN_COLUMNS                                                                                  \
    "SELECT run, day - date '1970-01-01' AS day, (extract(epoch FROM started_at) * 1000)::bigint AS "       \
    "started_at,"                                                                                           \
    "       (extract(epoch FROM ended_at) * 1000)::bigint AS ended_at, api_arm, presence_arm, void_reason," \
    "       due, measured, calls, calls_failed, readings,"                                                  \
    "       public_due, public_measured, public_calls, public_calls_failed, public_readings,"               \
    "       calls_contradicted, items_dropped, controls_asked, controls_lost, silent, mass_change, "        \
    "       changed_items, vantages_disagree, live_controls_asked, live_controls_failed, invented_asked, "  \
    "       invented_failed FROM run "

constexpr statement select_runs{
    "select_runs", LACUNA_RUN_COLUMNS "WHERE run < $1 AND day <= as_of_day() ORDER BY run DESC LIMIT $2"};
constexpr statement select_run{"select_run", LACUNA_RUN_COLUMNS "WHERE run = $1 AND day <= as_of_day()"};
// Ordered by the column, not by the number that is read of it: so the first of the index is taken.
constexpr statement select_last_valid{"select_last_valid_run", LACUNA_RUN_COLUMNS
                                      "WHERE api_arm = 'valid' AND ended_at IS NOT NULL AND day <= "
                                      "as_of_day() ORDER BY run.day DESC, run DESC LIMIT 1"};
// By number: a day that a clock ran ahead to would stay the latest until that day comes.
constexpr statement select_last_day{"select_last_ended_day", R"(
    SELECT day - date '1970-01-01' AS day FROM run WHERE ended_at IS NOT NULL ORDER BY run DESC LIMIT 1)"};
constexpr statement select_quota{"select_quota", R"(
    SELECT v.probe, v.name, coalesce(q.spent, 0) AS spent
      FROM vantage v LEFT JOIN quota_day q ON q.vantage = v.vantage AND q.day = date '1970-01-01' + $1::integer
     WHERE q.spent IS NOT NULL OR EXISTS (SELECT FROM quota_day o WHERE o.vantage = v.vantage)
     ORDER BY v.vantage)"};

constexpr statement select_basis{"select_forecast_items", R"(
    WITH quarantined AS MATERIALIZED (
        SELECT DISTINCT unnest(items) AS item FROM call
         WHERE purpose = 4 AND outcome = 0
           AND day BETWEEN date '1970-01-01' + $2::integer - 6 AND date '1970-01-01' + $2::integer - 1)
    SELECT i.item, i.platform_id, extract(epoch FROM i.created_at)::bigint AS created_at, p.item IS NOT NULL AS asked,
           p.public_at IS NOT NULL AND p.negative_days = 0 AS public, p.absent_since IS NOT NULL AS absent,
           p.confirmed_on - date '1970-01-01' AS confirmed_on, q.item IS NOT NULL AS quarantined
      FROM item i
      LEFT JOIN item_past p ON p.item = i.item
           AND p.day = (SELECT max(day) FROM item_past WHERE day < date '1970-01-01' + $2::integer)
      LEFT JOIN quarantined q ON q.item = i.item
     WHERE i.archived_at IS NULL
       AND EXISTS (SELECT FROM watchlist_item m JOIN watchlist w USING (list)
                    WHERE m.item = i.item AND m.archived_at IS NULL AND w.archived_at IS NULL AND NOT w.imported
                      AND (w.public OR $1))
     ORDER BY i.created_at, i.item)"};
// Of the last valid day up to the asked one. Public is what every verdict but these two kinds takes for
// granted.
constexpr statement select_shares{"select_forecast_shares", R"(
    WITH last AS (SELECT max(day) AS day FROM run
                   WHERE api_arm = 'valid' AND ended_at IS NOT NULL AND day <= date '1970-01-01' + $2::integer)
    SELECT count(*) FILTER (WHERE verdict NOT IN ('n', 'u', 'l', 'g')) AS public,
           count(*) FILTER (WHERE verdict IN ('n', 'l')) AS not_public,
           count(*) FILTER (WHERE verdict IN ('m', 'c')) AS absent
      FROM verdict v
     WHERE v.day = (SELECT day FROM last) AND v.rule_version = (SELECT rule_of(day) FROM last)
       AND ($1 OR EXISTS (SELECT FROM publicly_audited p WHERE p.item = v.item)))"};

constexpr statement select_failed{"select_failed_share", R"(
    SELECT coalesce(calls_failed::double precision / nullif(calls, 0), 0) AS share FROM run
     WHERE api_arm = 'valid' AND ended_at IS NOT NULL AND day < date '1970-01-01' + $1::integer
     ORDER BY day DESC, run DESC LIMIT 1)"};

run_checks read_checks(pqxx::row const& row) {
    auto const number = [&row](char const* column) { return row[column].as<std::int64_t>(); };
    return {.unsound = {},
            .calls_contradicted = number("calls_contradicted"),
            .items_dropped = number("items_dropped"),
            .controls_asked = number("controls_asked"),
            .controls_lost = number("controls_lost"),
            .silent = row["silent"].as<bool>(),
            .mass = static_cast<mass_change>(row["mass_change"].c_str()[0]),
            .changed_items = number("changed_items"),
            .vantages_disagree = number("vantages_disagree"),
            .live_asked = number("live_controls_asked"),
            .live_failed = number("live_controls_failed"),
            .invented_asked = number("invented_asked"),
            .invented_failed = number("invented_failed")};
}

/// @param whole what `who` may see of a run is all of it (`sees_whole_runs`): for many runs it is asked once.
run_summary read_run(pqxx::work& transaction, pqxx::row const& row, audience who, bool whole) {
    run_summary run{.run = read_number<run_id>(row["run"]),
                    .day = read_day(row["day"]),
                    .started_at = read_instant(row["started_at"]),
                    .api_arm = read_text(row["api_arm"]),
                    .presence_arm = read_text(row["presence_arm"]),
                    .void_reason = read_text(row["void_reason"])};
    bool const all = who.sees_all();
    run.due = row[all ? "due" : "public_due"].as<std::int64_t>();
    run.measured = row[all ? "measured" : "public_measured"].as<std::int64_t>();
    if (!row["ended_at"].is_null()) {
        run.ended_at = read_instant(row["ended_at"]);
        run.calls = row[all ? "calls" : "public_calls"].as<std::int64_t>();
        run.calls_failed = row[all ? "calls_failed" : "public_calls_failed"].as<std::int64_t>();
        run.presence_readings = row[all ? "readings" : "public_readings"].as<std::int64_t>();
        if (whole) run.checks = read_checks(row);
        return run;
    }
    auto const totals = whole ? totals_of(transaction, run.run) : public_totals_of(transaction, run.run);
    run.calls = totals.calls;
    run.calls_failed = totals.calls_failed;
    run.presence_readings = totals.readings;
    return run;
}

std::optional<run_summary> first_of(pqxx::work& transaction, pqxx::result const& rows, audience who) {
    if (rows.empty()) return std::nullopt;
    return read_run(transaction, rows[0], who, sees_whole_runs(transaction, who));
}

/// By what earlier days left behind.
void sort_in(dated_item const& item, pqxx::row const& row, utc_day day, forecast_basis& basis) {
    if (!row["asked"].as<bool>()) {
        basis.dated.push_back(item);
    } else if (!row["public"].as<bool>()) {
        ++basis.not_public;
        if (!row["quarantined"].as<bool>()) basis.to_quarantine.push_back(item);
    } else {
        basis.known_public.push_back(item);
        auto const confirmed = row["confirmed_on"];
        bool const due = confirmed.is_null() || renewal_due(item.created_at, read_day(confirmed), day);
        if (row["absent"].as<bool>() && due) basis.to_confirm.push_back(item);
    }
}

forecast_basis read_basis(pqxx::work& transaction, utc_day day, audience who) {
    expect_many_rows(transaction);
    forecast_basis basis;
    bool const all = who.sees_all();
    for (auto const& row : run(transaction, select_basis, all, as_number(day))) {
        if (row["created_at"].is_null()) {
            ++basis.undated;
            continue;
        }
        std::chrono::sys_seconds const created{std::chrono::seconds{row["created_at"].as<std::int64_t>()}};
        dated_item const item{.key = read_number<item_key>(row["item"]),
                              .platform_id = row["platform_id"].as<std::int64_t>(),
                              .created_at = created};
        sort_in(item, row, day, basis);
    }
    auto const failed = run(transaction, select_failed, as_number(day));
    if (!failed.empty()) basis.failed_share = failed[0]["share"].as<double>();
    auto const shares = run(transaction, select_shares, all, as_number(day)).at(0);
    auto const is_public = shares["public"].as<double>();
    auto const known = is_public + shares["not_public"].as<double>();
    if (known > 0 && is_public > 0) {
        basis.public_share = is_public / known;
        basis.absent_share = shares["absent"].as<double>() / is_public;
        basis.shares_assumed = false;
    }
    return basis;
}

}  // namespace

boost::asio::awaitable<std::vector<run_summary>> run_reader::runs(std::optional<run_id> before,
                                                                  std::int64_t limit, audience who) {
    auto read = [before, limit, who](pqxx::work& transaction) {
        std::vector<run_summary> summaries;
        bool const whole = sees_whole_runs(transaction, who);
        auto const bound = before ? static_cast<std::int32_t>(*before) : INT32_MAX;
        for (auto const& row : lacuna::run(transaction, select_runs, bound, limit)) {
            summaries.push_back(read_run(transaction, row, who, whole));
        }
        return summaries;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<run_summary>> run_reader::run(run_id which, audience who) {
    auto read = [which, who](pqxx::work& transaction) {
        return first_of(transaction, lacuna::run(transaction, select_run, static_cast<int>(which)), who);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<run_summary>> run_reader::last_valid(audience who) {
    auto read = [who](pqxx::work& transaction) {
        return first_of(transaction, lacuna::run(transaction, select_last_valid), who);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<utc_day>> run_reader::last_ended_day() {
    auto read = [](pqxx::work& transaction) -> std::optional<utc_day> {
        auto const rows = lacuna::run(transaction, select_last_day);
        if (rows.empty()) return std::nullopt;
        return read_day(rows[0]["day"]);
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<std::vector<quota_line>> run_reader::quota(utc_day day) {
    auto read = [day](pqxx::work& transaction) {
        std::vector<quota_line> lines;
        for (auto const& row : lacuna::run(transaction, select_quota, as_number(day))) {
            lines.push_back({.probe = read_text(row["probe"]),
                             .vantage = read_text(row["name"]),
                             .day = day,
                             .spent = row["spent"].as<std::int64_t>()});
        }
        return lines;
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<forecast_basis> run_reader::forecast_basis_of(utc_day day, audience who) {
    auto read = [day, who](pqxx::work& transaction) { return read_basis(transaction, day, who); };
    co_return co_await db_.transact(read);
}

}  // namespace lacuna
