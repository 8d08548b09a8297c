#include "daemon/store/lag_reader.hpp"

#include "daemon/store/rule_sets.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <map>

namespace lacuna {
namespace {

constexpr statement select_watched{"select_watched_for_lag", R"(
    SELECT m.item, (extract(epoch FROM i.created_at) * 1000)::bigint AS created_at,
           (extract(epoch FROM m.added_at) * 1000)::bigint AS added_at, m.added_at::date - date '1970-01-01' AS first,
           least(m.archived_at::date, i.created_at::date + $2::integer) - date '1970-01-01' AS last
      FROM watchlist_item m JOIN item i USING (item)
     WHERE m.list = $1 AND m.added_at < as_of_end() AND m.added_at < i.created_at + $2::integer * interval '1 day')"};
// A day and the call that decided it in one number, so that the first and the last day bring theirs with
// them. 'u' is an absence too: what was not measured is 'g', however unknown its presence.
constexpr statement select_told{"select_first_retrievals", R"(
    WITH void_day AS (SELECT day FROM day_ending WHERE api_arm = 'void'),
    told AS (
        SELECT v.item, v.verdict IN ('r', 'l') AS returned,
               ((v.day - date '1970-01-01')::bigint << 32) + v.decided_by AS at
          FROM verdict v
          JOIN unnest($4::integer[], $5::integer[], $6::integer[]) AS watched (item, first, last) USING (item)
         WHERE v.item = ANY ($4::integer[]) AND v.rule_version = $1
           AND v.day BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer
           AND v.day - date '1970-01-01' BETWEEN watched.first AND watched.last
           AND v.verdict IN ('r', 'l', 'm', 'c', 'y', 'x', 'u')
           AND v.day NOT IN (SELECT day FROM void_day))
    SELECT item, min(at) FILTER (WHERE returned) AS returned_first, min(at) FILTER (WHERE NOT returned) AS absent_first,
           max(at) FILTER (WHERE NOT returned) AS absent_last
      FROM told GROUP BY item)"};
constexpr statement select_sent{"select_call_times", R"(
    SELECT call, (extract(epoch FROM sent_at) * 1000)::bigint AS sent_at FROM call WHERE call = ANY ($1::integer[]))"};

struct watched_item {
    item_key item{};
    lag_history history{};
    int first = 0;  ///< Days since 1970, both included.
    int last = 0;
};

/// Days with their calls; none is nothing.
struct told {
    std::optional<std::int64_t> returned_first{}, absent_first{}, absent_last{};
};

constexpr std::int64_t call_in(std::int64_t at) { return at & 0xffff'ffff; }

void keep_least(std::optional<std::int64_t>& kept, std::optional<std::int64_t> const& found) {
    if (found) kept = kept ? std::min(*kept, *found) : *found;
}

std::vector<watched_item> read_watched(pqxx::work& transaction, list_key list) {
    std::vector<watched_item> items;
    for (auto const& row :
         run(transaction, select_watched, static_cast<int>(list), static_cast<int>(longest_lag.count()))) {
        items.push_back({.item = read_number<item_key>(row[0]),
                         .history = {.created_at = read_instant(row[1]), .added_at = read_instant(row[2])},
                         .first = row[3].as<int>(),
                         .last = row[4].as<int>()});
    }
    return items;
}

std::map<item_key, told> read_told(pqxx::work& transaction, std::vector<watched_item> const& watched,
                                   utc_day today) {
    std::map<item_key, told> items;
    if (watched.empty()) return items;
    std::vector<item_key> keys;
    std::vector<int> firsts;
    std::vector<int> lasts;
    for (auto const& one : watched) {
        keys.push_back(one.item);
        firsts.push_back(one.first);
        lasts.push_back(one.last);
    }
    utc_day const first{std::chrono::days{*std::min_element(firsts.begin(), firsts.end())}};
    utc_day const last{std::chrono::days{*std::max_element(lasts.begin(), lasts.end())}};
    auto const key_text = number_array(keys);
    auto const first_text = number_array(firsts);
    auto const last_text = number_array(lasts);
    for (auto const& span : spans_between(transaction, verdict_origin::ours, first, std::min(last, today))) {
        for (auto const& row : run(transaction, select_told, span.version, as_number(span.first),
                                   as_number(span.last), key_text, first_text, last_text)) {
            auto& item = items[read_number<item_key>(row[0])];
            keep_least(item.returned_first, read_optional<std::int64_t>(row[1]));
            keep_least(item.absent_first, read_optional<std::int64_t>(row[2]));
            // Spans come oldest first.
            if (auto const last_absent = read_optional<std::int64_t>(row[3])) item.absent_last = last_absent;
        }
    }
    return items;
}

std::map<std::int64_t, utc_time> read_sent(pqxx::work& transaction, std::map<item_key, told> const& items) {
    std::map<std::int64_t, utc_time> sent;
    for (auto const& [key, item] : items) {
        for (auto const& at : {item.returned_first, item.absent_first, item.absent_last}) {
            if (at && call_in(*at) != 0) sent[call_in(*at)];
        }
    }
    std::vector<std::int64_t> calls;
    for (auto const& [call, at] : sent) calls.push_back(call);
    for (auto const& row : run(transaction, select_sent, number_array(calls))) {
        sent[row[0].as<std::int64_t>()] = read_instant(row[1]);
    }
    return sent;
}

std::vector<lag_history> read_histories(pqxx::work& transaction, list_key list, utc_day today) {
    expect_many_rows(transaction);
    auto const watched = read_watched(transaction, list);
    auto const items = read_told(transaction, watched, today);
    auto const sent = read_sent(transaction, items);
    auto const time_of = [&](std::optional<std::int64_t> const& at) -> std::optional<utc_time> {
        if (!at) return std::nullopt;
        auto const found = sent.find(call_in(*at));
        if (found != sent.end() && found->second != utc_time{}) return found->second;
        // Carried over from an earlier day without a call of its own.
        return utc_time{utc_day{std::chrono::days{*at >> 32}}} + std::chrono::hours{12};
    };
    std::vector<lag_history> histories;
    histories.reserve(items.size());
    for (auto const& one : watched) {
        auto const found = items.find(one.item);
        if (found == items.end()) continue;
        auto& history = histories.emplace_back(one.history);
        history.absent_first = time_of(found->second.absent_first);
        history.absent_last = time_of(found->second.absent_last);
        history.returned_first = time_of(found->second.returned_first);
    }
    return histories;
}

}  // namespace

boost::asio::awaitable<std::vector<lag_history>> lag_reader::histories(list_key list, utc_day until,
                                                                       audience who) {
    auto const today = who.last_day(until);
    auto read = [list, today](pqxx::work& transaction) { return read_histories(transaction, list, today); };
    co_return co_await read_as(db_, who, read);
}

}  // namespace lacuna
