#include "daemon/store/day_counts.hpp"

#include "daemon/rollup/day_rollup.hpp"
#include "daemon/store/copy_writer.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/values.hpp"
#include "daemon/store/verdict_rows.hpp"

#include <map>
#include <string>

namespace lacuna {
namespace {

constexpr statement select_members{"select_members_of_day", R"(
    SELECT m.list, m.item, i.username, i.region, extract(year FROM i.created_at)::integer AS year
      FROM watchlist_item m JOIN watchlist w USING (list) JOIN item i USING (item)
     WHERE NOT w.imported
       AND m.added_at < date '1970-01-01' + $1::integer + 1
       AND (m.archived_at IS NULL OR m.archived_at >= date '1970-01-01' + $1::integer)
       AND (w.archived_at IS NULL OR w.archived_at >= date '1970-01-01' + $1::integer)
     ORDER BY m.list, m.item)"};
constexpr statement select_rated{"select_rated_lists", R"(
    SELECT list, selection <> 4
             AND coalesce((SELECT coalesce(again.api_arm, run.api_arm)
                             FROM run LEFT JOIN rejudged_run again ON again.run = run.run AND again.rule_version = $2
                            WHERE run.day = date '1970-01-01' + $1::integer AND ended_at IS NOT NULL
                            ORDER BY run.run DESC LIMIT 1), 'valid') <> 'void' AS rated
      FROM watchlist WHERE NOT imported)"};
constexpr statement delete_counts{"delete_day_counts", R"(
    DELETE FROM day_count WHERE list IN (SELECT list FROM watchlist)
       AND day = date '1970-01-01' + $1::integer AND rule_version = $2)"};
constexpr statement delete_rates{"delete_day_rates", R"(
    DELETE FROM day_rate WHERE list IN (SELECT list FROM watchlist)
       AND day = date '1970-01-01' + $1::integer AND rule_version = $2)"};

using stratum_key = std::pair<list_key, std::string>;
using strata = std::map<stratum_key, std::vector<counted_item>>;

/// TikTok's own code where no country stands.
constexpr std::string_view no_country{"XX"};

/// A stratum of items whose scope is known says nothing beside all items if it is all of them, or none.
void drop_what_does_not_differ(strata& all) {
    std::erase_if(all, [&all](auto const& one) {
        auto const& [key, items] = one;
        return key.second == "scope:in" && items.size() == all.at({key.first, "all"}).size();
    });
}

/// @param members keeps the usernames that the items refer to.
/// What stood for the day a week before, under the same rules if they were applied to it.
verdicts_by_item week_before(pqxx::work& transaction, utc_day day, std::int16_t rule) {
    auto const before = day - std::chrono::days{7};
    auto standing = select_verdicts(transaction, before, rule);
    if (standing.empty()) standing = select_verdicts(transaction, before, rule_of(transaction, before));
    return standing;
}

std::optional<bool> was_retrievable(verdicts_by_item const& before, item_key item) {
    auto const found = before.find(item);
    if (found == before.end() || !found->second.judged.counts) return std::nullopt;
    return found->second.judged.kind == verdict_kind::retrievable;
}

strata split(pqxx::result const& members, verdicts_by_item const& verdicts, verdicts_by_item const& before) {
    strata all;
    for (auto const& row : members) {
        auto const found = verdicts.find(read_number<item_key>(row[1]));
        if (found == verdicts.end()) continue;
        auto const list = read_number<list_key>(row[0]);
        auto const& judged = found->second.judged;
        bool const region_known = !row[3].is_null() && row[3].c_str() != no_country;
        counted_item const item{.judged = judged,
                                .first_ask = found->second.first_ask,
                                .username = row[2].is_null() ? std::string_view{} : row[2].c_str(),
                                .scope_known_in = region_known && judged.kind != verdict_kind::excluded,
                                .week_before = was_retrievable(before, found->first)};
        all[{list, "all"}].push_back(item);
        if (item.scope_known_in) all[{list, "scope:in"}].push_back(item);
        if (!row[3].is_null()) all[{list, std::string{"region:"} + row[3].c_str()}].push_back(item);
        if (!row[4].is_null()) all[{list, std::string{"created:"} + row[4].c_str()}].push_back(item);
    }
    drop_what_does_not_differ(all);
    return all;
}

void copy_counts(pqxx::work& transaction, std::string const& day, std::int16_t rule, strata const& all) {
    copy_writer rows{
        transaction, "day_count", {"list", "day", "stratum", "rule_version", "verdict", "counts", "n"}};
    for (auto const& [key, items] : all) {
        for (auto const& [what, n] : count_verdicts(items)) {
            rows.number(static_cast<std::int64_t>(key.first)).text(day).text(key.second).number(rule);
            rows.letter(static_cast<char>(what.first)).truth(what.second).number(n).end_row();
        }
    }
    rows.complete();
}

void write_share(copy_writer& rows, std::optional<double> const& share) {
    if (!share) {
        rows.null();
        return;
    }
    char digits[40];
    auto const written = std::to_chars(digits, digits + sizeof digits, *share);
    rows.text({digits, static_cast<std::size_t>(written.ptr - digits)});
}

void copy_rates(pqxx::work& transaction, utc_day day, std::int16_t rule, strata const& all,
                std::map<list_key, bool> const& rated) {
    auto const day_text = to_string(day);
    copy_writer rows{transaction,
                     "day_rate",
                     {"list", "day", "stratum", "rule_version", "retrievable", "missing", "open", "creators",
                      "completeness", "low", "high", "range_low", "range_high", "first_ask", "coverage",
                      "pair_items", "pair_then", "pair_now"}};
    for (auto const& [key, items] : all) {
        auto const rate = rate_of(items, rated.at(key.first), interval_seed(key.first, day));
        rows.number(static_cast<std::int64_t>(key.first)).text(day_text).text(key.second).number(rule);
        rows.number(rate.retrievable).number(rate.missing).number(rate.open).number(rate.creators);
        for (auto const& share : {rate.completeness, rate.low, rate.high, rate.range_low, rate.range_high,
                                  rate.first_ask, rate.coverage}) {
            write_share(rows, share);
        }
        rows.number(rate.pair_items).number(rate.pair_then).number(rate.pair_now);
        rows.end_row();
    }
    rows.complete();
}

}  // namespace

void write_day_counts(pqxx::work& transaction, utc_day day, std::int16_t rule,
                      verdicts_by_item const& verdicts) {
    std::map<list_key, bool> rated;
    for (auto const& row : run(transaction, select_rated, as_number(day), rule)) {
        rated[read_number<list_key>(row["list"])] = row["rated"].as<bool>();
    }
    auto const members = run(transaction, select_members, as_number(day));
    auto const all = split(members, verdicts, week_before(transaction, day, rule));
    run(transaction, delete_counts, as_number(day), rule);
    run(transaction, delete_rates, as_number(day), rule);
    copy_counts(transaction, to_string(day), rule, all);
    copy_rates(transaction, day, rule, all, rated);
}

boost::asio::awaitable<void> rebuild_day_counts(database& db, utc_day day, std::int16_t rule) {
    auto rebuild = [day, rule](pqxx::work& transaction) {
        work_through_many_rows(transaction);
        write_day_counts(transaction, day, rule, select_verdicts(transaction, day, rule));
        raise_data_version(transaction);
    };
    co_await db.transact(rebuild);
}

}  // namespace lacuna
