#include "daemon/store/operating_reader.hpp"

#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement select_not_measured{"select_not_measured", R"(
    WITH newest AS (SELECT day, rule_of(day) AS rule FROM run WHERE ended_at IS NOT NULL ORDER BY run DESC LIMIT 1)
    SELECT m.list, v.reason, count(*) AS n
      FROM verdict v JOIN watchlist_item m ON m.item = v.item AND m.archived_at IS NULL
      JOIN watchlist w ON w.list = m.list
     WHERE v.day = (SELECT day FROM newest) AND v.rule_version = (SELECT rule FROM newest) AND v.verdict = 'g'
       AND w.public AND NOT w.imported AND w.archived_at IS NULL
     GROUP BY m.list, v.reason)"};

// Months are made one after the other (ensure_verdict_partition names them), so the first that is not there
// is the end.
constexpr statement select_partitions_end{"select_partitions_end", R"(
    SELECT min(month)::date - date '1970-01-01' AS day
      FROM generate_series(date_trunc('month', (date '1970-01-01' + $1::integer)::timestamp),
                           date '1970-01-01' + $1::integer + interval '2 years', interval '1 month') AS month
     WHERE EXISTS (SELECT FROM run WHERE ended_at IS NOT NULL)
       AND to_regclass('verdict_rule_' || rule_of(date '1970-01-01' + $1::integer) || '_' || to_char(month, 'YYYY_MM')) IS NULL)"};

}  // namespace

boost::asio::awaitable<std::map<list_key, operating_reader::reasons>> operating_reader::not_measured() {
    auto read = [](pqxx::work& transaction) {
        work_through_many_rows(transaction);
        std::map<list_key, reasons> found;
        for (auto const& row : run(transaction, select_not_measured)) {
            auto const reason = static_cast<verdict_reason>(row["reason"].c_str()[0]);
            found[read_number<list_key>(row["list"])][reason] = row["n"].as<std::int64_t>();
        }
        return found;
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<std::optional<utc_day>> operating_reader::partitions_end(utc_day today) {
    auto read = [today](pqxx::work& transaction) {
        auto const rows = run(transaction, select_partitions_end, as_number(today));
        return read_optional_day(rows.at(0)["day"]);
    };
    co_return co_await db_.transact(read);
}

}  // namespace lacuna
