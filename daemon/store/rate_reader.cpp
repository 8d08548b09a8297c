#include "daemon/store/rate_reader.hpp"

#include "daemon/rollup/void_rule.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace lacuna {
namespace {

// Of several lists at once, each with days of its own.
constexpr statement select_counts{"select_day_counts", R"(
    SELECT c.list, day - date '1970-01-01' AS day, verdict, counts, n
      FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS asked (list, first, last)
      JOIN day_count c ON c.list = asked.list AND day BETWEEN date '1970-01-01' + first AND date '1970-01-01' + last
     WHERE stratum = $4 AND rule_version = $5)"};
constexpr statement select_rates{"select_day_rates", R"(
    SELECT r.list, day - date '1970-01-01' AS day, retrievable, missing, open, creators,
           completeness, low, high, range_low, range_high, first_ask, coverage,
           pair_items, pair_then, pair_now
      FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS asked (list, first, last)
      JOIN day_rate r ON r.list = asked.list AND day BETWEEN date '1970-01-01' + first AND date '1970-01-01' + last
     WHERE stratum = $4 AND rule_version = $5)"};
constexpr statement select_void{"select_void_days", R"(
    SELECT day - date '1970-01-01' AS day FROM day_ending
     WHERE day BETWEEN date '1970-01-01' + $1::integer AND date '1970-01-01' + $2::integer AND api_arm = 'void')"};
constexpr statement select_extents{"select_counted_extents", R"(
    SELECT list, first - date '1970-01-01' AS first, newest - date '1970-01-01' AS newest
      FROM (SELECT w.list,
                   (SELECT day FROM day_count c WHERE c.list = w.list AND stratum = 'all' AND day <= as_of_day()
                       AND rule_version = CASE WHEN w.imported THEN 0 ELSE rule_of(day) END ORDER BY day LIMIT 1) AS first,
                   (SELECT day FROM day_count c WHERE c.list = w.list AND stratum = 'all' AND day <= as_of_day()
                       AND rule_version = CASE WHEN w.imported THEN 0 ELSE rule_of(day) END ORDER BY day DESC LIMIT 1) AS newest
              FROM watchlist w WHERE w.list = ANY ($1::integer[])) found
     WHERE newest IS NOT NULL)"};
constexpr statement select_newest_sound_day{"select_newest_sound_day", R"(
    SELECT max(day) - date '1970-01-01' AS day FROM day_count
     WHERE list = $1 AND stratum = 'all' AND day <= as_of_day() AND rule_version = rule_of(day)
       AND day NOT IN (SELECT day FROM day_ending WHERE api_arm = 'void'))"};
constexpr statement select_annotations{"select_annotations", R"(
    SELECT day - date '1970-01-01' AS day, words, source FROM annotation
     WHERE day BETWEEN date '1970-01-01' + $1::integer AND date '1970-01-01' + $2::integer ORDER BY day, annotation)"};

std::optional<double> read_share(pqxx::field const& field) {
    return field.is_null() ? std::nullopt : std::optional{field.as<double>()};
}

day_rate read_rate(pqxx::row const& row) {
    return {.retrievable = row["retrievable"].as<std::int64_t>(),
            .missing = row["missing"].as<std::int64_t>(),
            .completeness = read_share(row["completeness"]),
            .low = read_share(row["low"]),
            .high = read_share(row["high"]),
            .range_low = read_share(row["range_low"]),
            .range_high = read_share(row["range_high"]),
            .first_ask = read_share(row["first_ask"]),
            .coverage = read_share(row["coverage"]),
            .creators = row["creators"].as<std::int64_t>(),
            .pair_items = row["pair_items"].as<std::int64_t>(),
            .pair_then = row["pair_then"].as<std::int64_t>(),
            .pair_now = row["pair_now"].as<std::int64_t>(),
            .open = row["open"].as<std::int64_t>()};
}

/// A day of an imported series has no run: what its states say of it.
bool is_void(verdict_counts const& counts) {
    std::int64_t errors = 0;
    std::int64_t all = 0;
    for (auto const& [what, n] : counts) {
        all += n;
        if (what.first == verdict_kind::imported_error) errors += n;
    }
    return too_many_unmeasured(errors, all);
}

/// The days of one list that are asked for, both included.
struct list_range {
    list_key list{};
    verdict_origin whose{};
    utc_day first{}, last{};
};
using days_by_list = std::map<list_key, std::map<utc_day, list_day>>;

/// What of `ranges` lies in one span of days under one rule version.
void read_span(pqxx::work& transaction, std::vector<list_range> const& ranges, rule_span const& span,
               std::string const& stratum, days_by_list& found) {
    std::vector<int> lists, first, last;
    for (auto const& range : ranges) {
        lists.push_back(static_cast<int>(range.list));
        first.push_back(as_number(std::max(range.first, span.first)));
        last.push_back(as_number(std::min(range.last, span.last)));
    }
    auto const keys = number_array(lists), from = number_array(first), to = number_array(last);
    for (auto const& row : run(transaction, select_counts, keys, from, to, stratum, span.version)) {
        auto const kind = static_cast<verdict_kind>(row["verdict"].c_str()[0]);
        auto& day = found[read_number<list_key>(row["list"])][read_day(row["day"])];
        day.rule_version = span.version;
        day.counts[{kind, row["counts"].as<bool>()}] = row["n"].as<std::int64_t>();
    }
    for (auto const& row : run(transaction, select_rates, keys, from, to, stratum, span.version)) {
        auto& days = found[read_number<list_key>(row["list"])];
        auto const day = days.find(read_day(row["day"]));
        if (day != days.end()) day->second.rate = read_rate(row);
    }
}

/// All ranges of one origin, by as few queries as there are rule versions.
void read_origin(pqxx::work& transaction, std::vector<list_range> const& ranges, verdict_origin whose,
                 std::string const& stratum, days_by_list& found) {
    if (ranges.empty()) return;
    auto const first = std::ranges::min(ranges, {}, &list_range::first).first;
    auto const last = std::ranges::max(ranges, {}, &list_range::last).last;
    for (auto const& span : spans_between(transaction, whose, first, last))
        read_span(transaction, ranges, span, stratum, found);
    if (whose == verdict_origin::imported) {
        for (auto const& range : ranges) {
            for (auto& [day, what] : found[range.list]) what.api_void = is_void(what.counts);
        }
        return;
    }
    for (auto const& row : run(transaction, select_void, as_number(first), as_number(last))) {
        for (auto const& range : ranges) {
            auto& days = found[range.list];
            auto const day = days.find(read_day(row["day"]));
            if (day != days.end()) day->second.api_void = true;
        }
    }
}

std::map<list_key, std::vector<list_day>> read_days(pqxx::work& transaction,
                                                    std::vector<list_range> const& ranges,
                                                    std::string const& stratum) {
    days_by_list found;
    for (auto const whose : {verdict_origin::ours, verdict_origin::imported}) {
        std::vector<list_range> of_one;
        std::ranges::copy_if(ranges, std::back_inserter(of_one),
                             [whose](auto const& range) { return range.whose == whose; });
        read_origin(transaction, of_one, whose, stratum, found);
    }
    std::map<list_key, std::vector<list_day>> in_order;
    for (auto& [list, days] : found) {
        for (auto& [day, what] : days) {
            what.day = day;
            in_order[list].push_back(std::move(what));
        }
    }
    return in_order;
}

std::map<list_key, list_extent> read_extents(pqxx::work& transaction, std::vector<list_key> const& lists) {
    std::map<list_key, list_extent> extents;
    for (auto const& row : run(transaction, select_extents, number_array(lists))) {
        extents.emplace(read_number<list_key>(row["list"]),
                        list_extent{read_day(row["first"]), read_day(row["newest"])});
    }
    return extents;
}

}  // namespace

boost::asio::awaitable<std::vector<list_day>> rate_reader::days(list_key list, utc_day from, utc_day to,
                                                                verdict_origin whose, audience who,
                                                                std::string stratum) {
    auto const last = who.last_day(to);
    auto read = [&](pqxx::work& transaction) {
        return std::move(read_days(transaction, {{list, whose, from, last}}, stratum)[list]);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<list_day>> rate_reader::newest(list_key list, verdict_origin whose,
                                                                    audience who) {
    auto read = [&](pqxx::work& transaction) -> std::optional<list_day> {
        auto const extents = read_extents(transaction, {list});
        if (extents.empty()) return std::nullopt;
        auto const day = extents.at(list).newest;
        return read_days(transaction, {{list, whose, day, day}}, "all").at(list).at(0);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<list_extent>> rate_reader::extent(list_key list, audience who) {
    auto read = [list](pqxx::work& transaction) -> std::optional<list_extent> {
        auto const extents = read_extents(transaction, {list});
        return extents.empty() ? std::nullopt : std::optional{extents.at(list)};
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::map<list_key, std::vector<list_day>>> rate_reader::recent(
    std::vector<watchlist> const& lists, int days, audience who) {
    auto read = [&lists, days](pqxx::work& transaction) {
        std::vector<list_key> keys;
        for (auto const& list : lists) keys.push_back(list.key);
        auto const extents = read_extents(transaction, keys);
        std::vector<list_range> ranges;
        for (auto const& list : lists) {
            auto const found = extents.find(list.key);
            if (found == extents.end()) continue;
            auto const newest = found->second.newest;
            ranges.push_back({list.key, origin_of(list), newest - std::chrono::days{days - 1}, newest});
        }
        return read_days(transaction, ranges, "all");
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<list_day>> rate_reader::newest_sound(list_key list, audience who) {
    auto read = [&](pqxx::work& transaction) -> std::optional<list_day> {
        auto const found = run(transaction, select_newest_sound_day, static_cast<int>(list));
        if (found.at(0)["day"].is_null()) return std::nullopt;
        auto const day = read_day(found[0]["day"]);
        return read_days(transaction, {{list, verdict_origin::ours, day, day}}, "all").at(list).at(0);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::vector<annotation>> rate_reader::annotations(utc_day from, utc_day to) {
    auto read = [from, to](pqxx::work& transaction) {
        std::vector<annotation> marks;
        for (auto const& row : run(transaction, select_annotations, as_number(from), as_number(to))) {
            marks.push_back({.day = read_day(row["day"]),
                             .words = read_text(row["words"]),
                             .source = read_text(row["source"])});
        }
        return marks;
    };
    co_return co_await db_.transact(read);
}

}  // namespace lacuna
