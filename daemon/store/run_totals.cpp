#include "daemon/store/run_totals.hpp"

#include "daemon/store/database.hpp"

namespace lacuna {
namespace {

constexpr statement select_hiding{"select_hides_items", R"(
    SELECT EXISTS (SELECT FROM watchlist w JOIN watchlist_item m USING (list)
                    WHERE NOT w.public AND NOT w.imported
                      AND NOT EXISTS (SELECT FROM publicly_audited p WHERE p.item = m.item)) AS hides)"};
constexpr statement select_totals{"select_run_totals", R"(
    SELECT calls.*, readings.*
      FROM (SELECT count(*) AS calls, count(*) FILTER (WHERE outcome <> 0) AS failed FROM call WHERE run = $1) calls,
           (SELECT coalesce(sum(cardinality(items)), 0) AS readings FROM presence_block WHERE run = $1) readings)"};
constexpr statement select_public{"select_public_run_totals", R"(
    WITH seen AS MATERIALIZED (
        SELECT DISTINCT item FROM publicly_audited),
    shown AS MATERIALIZED (
        SELECT DISTINCT head.call FROM call head, unnest(head.items) AS asked (item) JOIN seen USING (item)
         WHERE head.run = $1)
    SELECT calls.*, readings.*
      FROM (SELECT count(*) AS calls, count(*) FILTER (WHERE outcome <> 0) AS failed
              FROM call c JOIN shown ON shown.call = coalesce(c.continues, c.call) WHERE c.run = $1) calls,
           (SELECT count(*) AS readings FROM presence_block b, unnest(b.items) AS asked (item) JOIN seen USING (item)
             WHERE b.run = $1) readings)"};

run_totals read_totals(pqxx::result const& rows) {
    auto const row = rows.at(0);
    return {.calls = row["calls"].as<std::int64_t>(),
            .calls_failed = row["failed"].as<std::int64_t>(),
            .readings = row["readings"].as<std::int64_t>()};
}

}  // namespace

bool hides_items(pqxx::work& transaction) {
    return run(transaction, select_hiding).at(0)["hides"].as<bool>();
}

run_totals totals_of(pqxx::work& transaction, run_id which) {
    return read_totals(run(transaction, select_totals, static_cast<int>(which)));
}

run_totals public_totals_of(pqxx::work& transaction, run_id which) {
    return read_totals(run(transaction, select_public, static_cast<int>(which)));
}

}  // namespace lacuna
