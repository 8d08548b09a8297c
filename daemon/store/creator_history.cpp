#include "daemon/store/creator_history.hpp"

#include "daemon/store/rule_sets.hpp"
#include "daemon/store/values.hpp"

#include <map>

namespace lacuna {
namespace {

constexpr statement select_lists{"select_lists_of_creator", R"(
    SELECT w.list, w.slug, w.title, w.imported, count(*) FILTER (WHERE m.archived_at IS NULL OR m.archived_at >= as_of_end()) AS items,
           newest.day - date '1970-01-01' AS day, newest.rule_version,
           coalesce((SELECT api_arm FROM day_ending WHERE day_ending.day = newest.day AND NOT w.imported), 'valid') = 'void' AS void
      FROM item i JOIN watchlist_item m USING (item) JOIN watchlist w USING (list)
      LEFT JOIN LATERAL (
           SELECT day, rule_version FROM day_count c
            WHERE c.list = w.list AND stratum = 'all' AND day <= as_of_day()
              AND rule_version = CASE WHEN w.imported THEN 0 ELSE rule_of(day) END
            ORDER BY day DESC LIMIT 1) newest ON true
     WHERE i.platform = 'tiktok' AND i.username = $1 AND (w.public OR $2) AND m.added_at < as_of_end()
     GROUP BY w.list, newest.day, newest.rule_version ORDER BY w.title, w.list)"};
// Of an imported series the items were added long after its days.
constexpr statement select_on_list{"select_counts_of_creator_on_list", R"(
    SELECT v.verdict, v.counts, count(*) AS n
      FROM item i JOIN watchlist_item m USING (item) JOIN watchlist w USING (list) JOIN verdict v USING (item)
     WHERE i.platform = 'tiktok' AND i.username = $1 AND m.list = $2
       AND v.day = date '1970-01-01' + $3::integer AND v.rule_version = $4
       AND (w.imported OR (m.added_at < date '1970-01-01' + $3::integer + 1
                           AND (m.archived_at IS NULL OR m.archived_at >= date '1970-01-01' + $3::integer)))
     GROUP BY v.verdict, v.counts)"};
constexpr statement select_items{"select_items_of_creator", R"(
    SELECT item FROM item WHERE platform = 'tiktok' AND username = $1)"};
constexpr statement select_days{"select_days_of_creator", R"(
    SELECT v.day - date '1970-01-01' AS day, v.verdict, v.counts, count(*) AS n
      FROM verdict v
     WHERE v.item = ANY ($1::integer[]) AND v.rule_version = $2
       AND v.day BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer
       AND EXISTS (SELECT FROM watchlist_item m JOIN watchlist w USING (list)
                    WHERE m.item = v.item AND NOT w.imported AND (w.public OR $5) AND m.added_at < v.day + 1
                      AND (m.archived_at IS NULL OR m.archived_at >= v.day)
                      AND (w.archived_at IS NULL OR w.archived_at >= v.day))
     GROUP BY v.day, v.verdict, v.counts)"};
constexpr statement select_void{"select_void_days_of_creator", R"(
    SELECT day - date '1970-01-01' AS day FROM day_ending
     WHERE day BETWEEN date '1970-01-01' + $1::integer AND date '1970-01-01' + $2::integer AND api_arm = 'void')"};

void add(list_day& day, pqxx::row const& row) {
    auto const kind = static_cast<verdict_kind>(row["verdict"].c_str()[0]);
    bool const counting = row["counts"].as<bool>();
    auto const n = row["n"].as<std::int64_t>();
    day.counts[{kind, counting}] += n;
    if (counting) (kind == verdict_kind::retrievable ? day.rate.retrievable : day.rate.missing) += n;
}

std::vector<creator_on_list> read_lists(pqxx::work& transaction, std::string const& name, audience who) {
    std::vector<creator_on_list> lists;
    for (auto const& row : run(transaction, select_lists, name, who.sees_all())) {
        auto& one = lists.emplace_back(creator_on_list{.list = read_number<list_key>(row["list"]),
                                                       .slug = read_text(row["slug"]),
                                                       .title = read_text(row["title"]),
                                                       .imported = row["imported"].as<bool>(),
                                                       .items = row["items"].as<std::int64_t>()});
        if (row["day"].is_null()) continue;
        one.newest = list_day{.day = read_day(row["day"]),
                              .rule_version = row["rule_version"].as<std::int16_t>(),
                              .api_void = row["void"].as<bool>()};
        for (auto const& count : run(transaction, select_on_list, name, static_cast<int>(one.list),
                                     as_number(one.newest->day), one.newest->rule_version)) {
            add(*one.newest, count);
        }
    }
    return lists;
}

std::vector<list_day> read_days(pqxx::work& transaction, std::string const& name, utc_day from, utc_day to,
                                audience who) {
    std::vector<item_key> items;
    for (auto const& row : run(transaction, select_items, name))
        items.push_back(read_number<item_key>(row[0]));
    std::map<utc_day, list_day> days;
    if (items.empty()) return {};
    auto const keys = number_array(items);
    for (auto const& span : spans_between(transaction, verdict_origin::ours, from, to)) {
        for (auto const& row : run(transaction, select_days, keys, span.version, as_number(span.first),
                                   as_number(span.last), who.sees_all())) {
            auto& day = days[read_day(row["day"])];
            day.rule_version = span.version;
            add(day, row);
        }
    }
    for (auto const& row : run(transaction, select_void, as_number(from), as_number(to))) {
        auto const found = days.find(read_day(row["day"]));
        if (found != days.end()) found->second.api_void = true;
    }
    std::vector<list_day> in_order;
    for (auto& [day, what] : days) {
        what.day = day;
        in_order.push_back(std::move(what));
    }
    return in_order;
}

}  // namespace

boost::asio::awaitable<std::vector<creator_on_list>> creator_history::lists(std::string name, audience who) {
    auto read = [&name, who](pqxx::work& transaction) { return read_lists(transaction, name, who); };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::vector<list_day>> creator_history::days(std::string name, utc_day from,
                                                                    utc_day until, audience who) {
    auto const to = who.last_day(until);
    auto read = [&](pqxx::work& transaction) { return read_days(transaction, name, from, to, who); };
    co_return co_await read_as(db_, who, read);
}

}  // namespace lacuna
