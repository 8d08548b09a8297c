#include "daemon/store/compression.hpp"
#include "daemon/store/observation_rows.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace lacuna {
namespace {

// A further page's items are those of the batch's first call.
std::string const call_rows =
    std::string{
        "SELECT c.run, c.day - date '1970-01-01' AS day, v.name AS vantage_name, c.unsound, "
        "c.contradicted_by, "} +
    call_columns + "FROM call c JOIN vantage v USING (vantage) ";
std::string const calls_text = call_rows + R"(
     WHERE c.run = $1 AND c.call > $2
       AND ($4 OR EXISTS (SELECT FROM call head, unnest(head.items) AS asked (item)
                            JOIN watchlist_item m USING (item) JOIN watchlist w USING (list)
                           WHERE head.call = coalesce(c.continues, c.call) AND w.public))
     ORDER BY c.call LIMIT $3)";
std::string const call_text = call_rows + "WHERE c.call = $1";

constexpr statement select_body{"select_body", "SELECT body FROM call WHERE call = $1 AND body IS NOT NULL"};
constexpr statement select_heads_items{"select_items_of_call", "SELECT items FROM call WHERE call = $1"};
constexpr statement select_shown{"select_shown_items", R"(
    SELECT i.item, i.platform_id FROM unnest($1::integer[]) AS asked (item) JOIN item i USING (item)
     WHERE $2 OR EXISTS (SELECT FROM watchlist_item m JOIN watchlist w USING (list) WHERE m.item = i.item AND w.public))"};

using shown_items = std::unordered_map<item_key, std::int64_t>;

shown_items shown_of(pqxx::work& transaction, std::vector<item_key> const& items, audience who) {
    shown_items shown;
    for (auto const& row : run(transaction, select_shown, number_array(items), who.sees_all())) {
        shown.emplace(read_number<item_key>(row[0]), row[1].as<std::int64_t>());
    }
    return shown;
}

std::vector<std::int64_t> keep_shown(std::vector<item_key>& items, shown_items const& shown) {
    std::erase_if(items, [&shown](item_key item) { return !shown.contains(item); });
    std::vector<std::int64_t> ids;
    for (auto const item : items) ids.push_back(shown.at(item));
    return ids;
}

/// What of a call may be told: nothing of items that are not shown.
call_summary hide_others(call_summary summary, shown_items const& shown) {
    auto& call = summary.call;
    std::vector<tiktok::five_counts> counts;
    for (std::size_t at = 0; at < call.returned.size(); ++at) {
        if (shown.contains(call.returned[at])) counts.push_back(call.counts[at]);
    }
    call.counts = std::move(counts);
    summary.asked = keep_shown(call.items, shown);
    summary.came_back = keep_shown(call.returned, shown);
    summary.tested_by = keep_shown(call.controls, shown);
    return summary;
}

call_summary read_summary(pqxx::row const& row) {
    return call_summary{.call = read_call(row),
                        .run = read_number<run_id>(row["run"]),
                        .day = read_day(row["day"]),
                        .vantage = read_text(row["vantage_name"]),
                        .unsound = row["unsound"].c_str()[0],
                        .contradicted_by = read_optional<call_id>(row["contradicted_by"])};
}

/// By one question for the items of all of them.
std::vector<call_summary> shown_calls(pqxx::work& transaction, pqxx::result const& rows, audience who) {
    std::vector<call_summary> calls;
    std::vector<item_key> all;
    for (auto const& row : rows) {
        auto& call = calls.emplace_back(read_summary(row)).call;
        all.insert(all.end(), call.items.begin(), call.items.end());
        all.insert(all.end(), call.returned.begin(), call.returned.end());
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    auto const shown = shown_of(transaction, all, who);
    for (auto& call : calls) call = hide_others(std::move(call), shown);
    return calls;
}

bool may_be_seen(pqxx::work& transaction, call_record const& call, audience who) {
    if (who.sees_all()) return true;
    auto const head = call.continues.value_or(call.call);
    auto const rows = run(transaction, select_heads_items, static_cast<int>(head));
    if (rows.empty()) return false;
    return !shown_of(transaction, read_numbers<item_key>(rows[0]["items"].c_str()), who).empty();
}

}  // namespace

boost::asio::awaitable<std::vector<call_summary>> run_reader::calls(run_id which, call_id after,
                                                                    std::int64_t limit, audience who) {
    auto read = [which, after, limit, who](pqxx::work& transaction) {
        statement const select_calls{"select_calls_of_run", calls_text.c_str()};
        auto const rows = lacuna::run(transaction, select_calls, static_cast<int>(which),
                                      static_cast<int>(after), limit, who.sees_all());
        return shown_calls(transaction, rows, who);
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<std::optional<call_summary>> run_reader::call(call_id which, audience who) {
    auto read = [which, who](pqxx::work& transaction) -> std::optional<call_summary> {
        statement const select_call{"select_call", call_text.c_str()};
        auto const rows = lacuna::run(transaction, select_call, static_cast<int>(which));
        if (rows.empty() || !may_be_seen(transaction, read_call(rows[0]), who)) return std::nullopt;
        return shown_calls(transaction, rows, who).front();
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<std::optional<std::string>> run_reader::body(call_id which) {
    auto read = [which](pqxx::work& transaction) -> std::optional<std::string> {
        auto const rows = lacuna::run(transaction, select_body, static_cast<int>(which));
        if (rows.empty()) return std::nullopt;
        pqxx::binarystring const bytes{rows[0]["body"]};
        return decompressed({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
    };
    co_return co_await db_.transact(read);
}

}  // namespace lacuna
