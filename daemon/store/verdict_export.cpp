#include "daemon/store/series_store.hpp"
#include "daemon/store/values.hpp"

#include <string>
#include <utility>

namespace lacuna {
namespace {

constexpr std::int64_t rows_at_a_time = 20'000;
constexpr std::size_t piece = 64 * 1024;

constexpr statement select_days{"select_exported_days", R"(
    SELECT DISTINCT day - date '1970-01-01' AS day FROM day_count
     WHERE list = $1 AND stratum = 'all' AND rule_version = $4
       AND day BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer
     ORDER BY 1)"};
constexpr statement select_rows{"select_exported_rows", R"(
    SELECT i.platform_id, v.verdict, v.reason
      FROM verdict v JOIN watchlist_item m ON m.item = v.item AND m.list = $1 JOIN item i ON i.item = v.item
     WHERE v.day = date '1970-01-01' + $2::integer AND v.rule_version = $3 AND i.platform_id > $4
       AND (v.rule_version = 0
            OR (m.added_at < v.day + 1 AND (m.archived_at IS NULL OR m.archived_at >= v.day)))
     ORDER BY i.platform_id LIMIT $5)"};

struct some_rows {
    std::string csv;
    std::int64_t last = 0;
    bool more = false;
};

some_rows read_some(pqxx::work& transaction, list_key list, utc_day day, std::int16_t rule,
                    std::int64_t after) {
    some_rows read;
    auto const rows =
        run(transaction, select_rows, static_cast<int>(list), as_number(day), rule, after, rows_at_a_time);
    auto const begin = to_string(day) + ",tiktok,";
    auto const end = "," + std::to_string(rule) + "\n";
    for (auto const& row : rows) {
        read.csv += begin;
        read.csv += row[0].c_str();
        read.csv += ',';
        read.csv += to_string(static_cast<verdict_kind>(row[1].c_str()[0]));
        read.csv += ',';
        auto const reason = static_cast<verdict_reason>(row[2].c_str()[0]);
        if (reason != verdict_reason::none) read.csv += to_string(reason);
        read.csv += end;
    }
    read.more = std::cmp_equal(rows.size(), rows_at_a_time);
    if (!rows.empty()) read.last = rows[rows.size() - 1][0].as<std::int64_t>();
    return read;
}

}  // namespace

boost::asio::awaitable<void> export_verdicts(database& db, list_key list, utc_day from, utc_day to,
                                             verdict_origin whose, audience who,
                                             std::function<boost::asio::awaitable<void>(std::string)> take) {
    auto find_days = [=](pqxx::work& transaction) {
        std::vector<std::pair<utc_day, std::int16_t>> days;
        for (auto const& span : spans_between(transaction, whose, from, who.last_day(to))) {
            for (auto const& row : run(transaction, select_days, static_cast<int>(list),
                                       as_number(span.first), as_number(span.last), span.version)) {
                days.emplace_back(read_day(row[0]), span.version);
            }
        }
        return days;
    };
    auto const days = co_await read_as(db, who, find_days);
    std::string ready;
    for (auto const& [on, under] : days) {
        some_rows some{.csv = {}, .last = 0, .more = true};
        while (some.more) {
            // A connection is held for one step only: a reader may be slow.
            auto read = [list, day = on, rule = under, after = some.last](pqxx::work& transaction) {
                return read_some(transaction, list, day, rule, after);
            };
            some = co_await db.transact(read);
            ready += std::exchange(some.csv, {});  // Not kept twice while the reader takes its time.
            std::size_t sent = 0;
            for (; ready.size() - sent >= piece; sent += piece) co_await take(ready.substr(sent, piece));
            ready.erase(0, sent);
        }
    }
    if (!ready.empty()) co_await take(ready);
}

}  // namespace lacuna
