#include "daemon/store/count_reader.hpp"

#include "daemon/store/field_rows.hpp"
#include "daemon/store/told.hpp"
#include "daemon/store/values.hpp"

#include <map>
#include <string>
#include <utility>

namespace lacuna {
namespace {

// The call that decided is the first of the day that returned it, and found without going through the day's
// calls.
constexpr statement select_of_item{"select_counts_of_item", R"(
    SELECT v.day - date '1970-01-01' AS day, c.views[c.at] AS views, c.likes[c.at] AS likes,
           c.comments[c.at] AS comments, c.shares[c.at] AS shares, c.favourites[c.at] AS favourites
      FROM verdict v, LATERAL (SELECT *, array_position(returned, $1) AS at FROM call
                                WHERE call = v.decided_by AND day = v.day AND views <> '{}') c
     WHERE v.item = $1 AND v.day BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer
       AND v.rule_version = $4 AND v.verdict IN ('r', 'l') AND c.at IS NOT NULL
       AND v.day NOT IN (SELECT day FROM day_ending WHERE api_arm = 'void'))"};
constexpr statement select_public_of_item{"select_public_counts_of_item", R"(
    SELECT day - date '1970-01-01' AS day, views, likes, comments, shares, favourites FROM public_count
     WHERE item = $1 AND day BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer)"};
constexpr statement select_day{"select_day_of_counts", R"(
    SELECT counted.day - date '1970-01-01' AS day,
           coalesce((SELECT api_arm FROM day_ending WHERE day_ending.day = counted.day), 'valid') = 'void' AS void,
           EXISTS (SELECT FROM call c, unnest(c.returned) AS r (item) JOIN watchlist_item m USING (item)
                    WHERE c.day = counted.day AND c.views = '{}' AND m.list = $1) AS erased
      FROM (SELECT max(day) AS day FROM day_count
             WHERE list = $1 AND stratum = 'all' AND day <= as_of_day() AND rule_version = rule_of(day)
               AND ($2::integer IS NULL OR day = date '1970-01-01' + $2::integer)) counted
     WHERE counted.day IS NOT NULL)"};
// A harvest (purpose 5) looks for controls and asks for no counts: what it returned is not without them.
// Step by step: left to itself the planner takes an answer for ten items, and goes through the list for each.
constexpr statement select_of_list{"select_counts_of_list", R"(
    WITH void AS MATERIALIZED (SELECT day FROM day_ending WHERE api_arm = 'void'),
    today AS MATERIALIZED (
        SELECT DISTINCT ON (r.item) r.*
          FROM call c, unnest(c.returned, c.views, c.likes, c.comments, c.shares, c.favourites)
                           AS r (item, views, likes, comments, shares, favourites)
         WHERE c.day = date '1970-01-01' + $2::integer AND c.views <> '{}' AND c.purpose <> 5
         ORDER BY r.item, c.call),
    before AS MATERIALIZED (
        SELECT item, max(views) AS views, max(likes) AS likes, max(comments) AS comments, max(shares) AS shares,
               max(favourites) AS favourites
          FROM (SELECT DISTINCT ON (c.day, r.item) r.*
                  FROM call c, unnest(c.returned, c.views, c.likes, c.comments, c.shares, c.favourites)
                                   AS r (item, views, likes, comments, shares, favourites)
                 WHERE c.day >= date '1970-01-01' + $2::integer - $3::integer
                   AND c.day < date '1970-01-01' + $2::integer
                   AND c.views <> '{}' AND c.purpose <> 5 AND c.day NOT IN (SELECT day FROM void)
                 ORDER BY c.day, r.item, c.call) firsts
         GROUP BY item)
    SELECT t.views, t.likes, t.comments, t.shares, t.favourites, b.views AS top_views, b.likes AS top_likes,
           b.comments AS top_comments, b.shares AS top_shares, b.favourites AS top_favourites,
           p.views AS seen_views, p.likes AS seen_likes, p.comments AS seen_comments, p.shares AS seen_shares,
           p.favourites AS seen_favourites
      FROM today t JOIN watchlist_item m USING (item) LEFT JOIN before b USING (item)
      LEFT JOIN public_count p ON p.item = t.item AND p.day = date '1970-01-01' + $2::integer
     WHERE m.list = $1 AND m.added_at < date '1970-01-01' + $2::integer + 1
       AND (m.archived_at IS NULL OR m.archived_at >= date '1970-01-01' + $2::integer))"};

/// Among them the fourteen that a change is told against, where some days have no run.
constexpr std::chrono::days days_of_fields{28};

tiktok::five_counts read_five(pqxx::row const& row, std::string const& prefix = {}) {
    tiktok::five_counts counts;
    for (std::size_t which = 0; which < counts.size(); ++which) {
        counts[which] = read_optional<std::int64_t>(row[prefix + std::string{count_words[which]}]);
    }
    return counts;
}

std::vector<count_day> read_item(pqxx::work& transaction, item_key item, utc_day from, utc_day to) {
    auto const key = static_cast<int>(item);
    auto const first = from - days_compared;
    std::map<utc_day, count_day> days;
    for (auto const& span : spans_between(transaction, verdict_origin::ours, first, to)) {
        for (auto const& row : run(transaction, select_of_item, key, as_number(span.first),
                                   as_number(span.last), span.version)) {
            days[read_day(row["day"])].api = read_five(row);
        }
    }
    for (auto const& row : run(transaction, select_public_of_item, key, as_number(first), as_number(to))) {
        days[read_day(row["day"])].seen = read_five(row);
    }
    std::vector<count_day> in_order;
    for (auto& [day, said] : days) {
        said.day = day;
        in_order.push_back(said);
    }
    return in_order;
}

std::optional<list_counts> read_list(pqxx::work& transaction, list_key list, std::optional<utc_day> day,
                                     audience who) {
    auto const key = static_cast<int>(list);
    auto const wanted = day ? std::optional{as_number(*day)} : std::nullopt;
    auto const counted = run(transaction, select_day, key, wanted);
    if (counted.empty()) return std::nullopt;
    list_counts found{.day = read_day(counted[0]["day"]),
                      .api_void = counted[0]["void"].as<bool>(),
                      .erased = counted[0]["erased"].as<bool>()};
    found.fields.day = found.day;
    if (found.api_void) return found;
    // Within the usual time of a statement: whoever reads a public list may ask for this.
    for (auto const& row : run(transaction, select_of_list, key, as_number(found.day),
                               static_cast<int>(days_compared.count()))) {
        found.items.push_back(
            {.api = read_five(row), .highest = read_five(row, "top_"), .seen = read_five(row, "seen_")});
    }
    auto fields = field_days(transaction, found.day - days_of_fields, found.day, !who.sees_all());
    if (fields.empty() || fields.back().day != found.day) return found;
    found.fields = std::move(fields.back());
    fields.pop_back();
    found.changes = field_changes(fields, found.fields);
    return found;
}

}  // namespace

boost::asio::awaitable<std::vector<count_day>> count_reader::of_item(item_key item, utc_day from,
                                                                     utc_day until, audience who) {
    auto const to = who.last_day(until);
    auto work = [item, from, to, who](pqxx::work& transaction) {
        if (told(transaction, verdict_origin::ours, {item}, who).empty()) return std::vector<count_day>{};
        return read_item(transaction, item, from, to);
    };
    co_return co_await read_as(db_, who, work);
}

boost::asio::awaitable<std::optional<list_counts>> count_reader::of_list(list_key list,
                                                                         std::optional<utc_day> day,
                                                                         audience who) {
    auto work = [list, day, who](pqxx::work& transaction) { return read_list(transaction, list, day, who); };
    co_return co_await read_as(db_, who, work);
}

}  // namespace lacuna
