#include "daemon/store/call_batch.hpp"
#include "daemon/store/compression.hpp"
#include "daemon/store/observation_rows.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/store/run_totals.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace lacuna {
namespace {

// A further page's items, and whether it is believed, are those of the batch's first call. To whom items are
// hidden only calls exist whose batch asked for one that they may see.
std::string const call_rows =
    std::string{
        "SELECT c.run, c.day - date '1970-01-01' AS day, v.name AS vantage_name, head.unsound, "
        "head.contradicted_by, c.body IS NOT NULL AS has_body, cardinality(c.items) AS all_asked, "
        "cardinality(c.returned) AS all_returned, "} +
    call_columns +
    "FROM call c JOIN vantage v USING (vantage) JOIN call head ON head.call = coalesce(c.continues, c.call) "
    "WHERE c.day <= as_of_day() AND ($1 OR EXISTS (SELECT FROM unnest(head.items) AS asked (item)"
    " JOIN publicly_audited USING (item))) ";
std::string const calls_text = call_rows + R"(
       AND c.run = $2 AND c.call > $3 AND ($5 = 0 OR c.purpose = $5)
       AND CASE $6::integer WHEN -1 THEN true WHEN 100 THEN c.outcome <> 0 WHEN 101 THEN head.unsound <> '-'
                   ELSE c.outcome = $6::integer END
     ORDER BY c.call LIMIT $4)";
std::string const call_text = call_rows + "AND c.call = $2";
std::string const batch_text = call_rows + R"(
       AND c.call IN (SELECT coalesce(continues, call) FROM call WHERE call = $2
                       UNION ALL
                      SELECT page.call FROM call one JOIN call page ON page.continues = coalesce(one.continues, one.call)
                       WHERE one.call = $2)
     ORDER BY c.call)";

constexpr statement select_body{"select_body", "SELECT body FROM call WHERE call = $1 AND body IS NOT NULL"};
constexpr statement select_shown{"select_shown_items", R"(
    SELECT i.item, i.platform_id FROM unnest($1::integer[]) AS asked (item) JOIN item i USING (item)
     WHERE $2 OR EXISTS (SELECT FROM publicly_audited p WHERE p.item = i.item))"};

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
void hide_others(call_summary& summary, shown_items const& shown) {
    auto& call = summary.call;
    std::vector<tiktok::five_counts> counts;
    for (std::size_t at = 0; at < call.returned.size(); ++at) {
        if (shown.contains(call.returned[at])) counts.push_back(call.counts[at]);
    }
    call.counts = std::move(counts);
    summary.asked = keep_shown(call.items, shown);
    summary.came_back = keep_shown(call.returned, shown);
    summary.tested_by = keep_shown(call.controls, shown);
}

call_summary read_whole(pqxx::row const& row) {
    return {.call = read_call(row),
            .run = read_number<run_id>(row["run"]),
            .day = read_day(row["day"]),
            .vantage = read_text(row["vantage_name"]),
            .unsound = row["unsound"].c_str()[0],
            .contradicted_by = read_optional<call_id>(row["contradicted_by"])};
}

/// By one question for the items of all of them.
std::vector<call_summary> read_summaries(pqxx::work& transaction, pqxx::result const& rows, audience who) {
    std::vector<call_summary> calls;
    std::vector<item_key> all;
    for (auto const& row : rows) {
        auto const& call = calls.emplace_back(read_whole(row)).call;
        all.insert(all.end(), call.items.begin(), call.items.end());
        all.insert(all.end(), call.returned.begin(), call.returned.end());
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    auto const shown = shown_of(transaction, all, who);
    for (auto& call : calls) hide_others(call, shown);
    return calls;
}

/// @param whole what the audience does not see of it is on no list.
batch_page page_of(call_summary summary, pqxx::row const& row, bool whole) {
    batch_page page{.summary = std::move(summary), .has_body = row["has_body"].as<bool>()};
    if (whole) {
        auto const& call = page.summary.call;
        page.asked_of_no_list = row["all_asked"].as<std::int64_t>() - std::ssize(call.items);
        page.returned_of_no_list = row["all_returned"].as<std::int64_t>() - std::ssize(call.returned);
    }
    return page;
}

}  // namespace

boost::asio::awaitable<std::vector<call_summary>> read_calls(database& db, run_id which, call_filter filter,
                                                             call_id after, std::int64_t limit,
                                                             audience who) {
    auto read = [which, filter, after, limit, who](pqxx::work& transaction) {
        statement const select_calls{"select_calls_of_run", calls_text.c_str()};
        int const purpose = filter.purpose ? static_cast<int>(*filter.purpose) : 0;
        int const outcome = filter.outcome ? static_cast<int>(*filter.outcome) : -1;
        auto const rows = run(transaction, select_calls, sees_whole_runs(transaction, who),
                              static_cast<int>(which), static_cast<int>(after), limit, purpose, outcome);
        return read_summaries(transaction, rows, who);
    };
    co_return co_await read_as(db, who, read);
}

boost::asio::awaitable<std::vector<batch_page>> read_batch(database& db, call_id which, audience who) {
    auto read = [which, who](pqxx::work& transaction) {
        statement const select_batch{"select_batch_of_call", batch_text.c_str()};
        bool const whole = sees_whole_runs(transaction, who);
        auto const rows = run(transaction, select_batch, whole, static_cast<int>(which));
        auto calls = read_summaries(transaction, rows, who);
        std::vector<batch_page> pages;
        for (std::size_t i = 0; i < calls.size(); ++i) {
            auto const row = rows[static_cast<pqxx::result::size_type>(i)];
            pages.push_back(page_of(std::move(calls[i]), row, whole));
        }
        return pages;
    };
    co_return co_await read_as(db, who, read);
}

boost::asio::awaitable<std::vector<call_summary>> run_reader::calls(run_id which, call_id after,
                                                                    std::int64_t limit, audience who) {
    auto reading = read_calls(db_, which, {}, after, limit, who);
    co_return co_await std::move(reading);
}

boost::asio::awaitable<std::optional<call_summary>> run_reader::call(call_id which, audience who) {
    auto read = [which, who](pqxx::work& transaction) -> std::optional<call_summary> {
        statement const select_call{"select_call", call_text.c_str()};
        auto const rows =
            lacuna::run(transaction, select_call, sees_whole_runs(transaction, who), static_cast<int>(which));
        if (rows.empty()) return std::nullopt;
        return std::move(read_summaries(transaction, rows, who).front());
    };
    co_return co_await read_as(db_, who, read);
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
