#include "daemon/store/stratum_reader.hpp"

#include "daemon/rollup/void_rule.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement select_counts{"select_counts_of_strata", R"(
    SELECT stratum, verdict, counts, n FROM day_count
     WHERE list = $1 AND day = date '1970-01-01' + $2::integer AND rule_version = $3)"};
constexpr statement select_rates{"select_rates_of_strata", R"(
    SELECT stratum, retrievable, missing, open, creators, completeness, low, high, coverage FROM day_rate
     WHERE list = $1 AND day = date '1970-01-01' + $2::integer AND rule_version = $3)"};
constexpr statement select_void{"select_whether_day_is_void", R"(
    SELECT EXISTS (SELECT FROM day_ending WHERE day = date '1970-01-01' + $1::integer AND api_arm = 'void') AS void)"};
constexpr statement select_newest{"select_newest_day_not_void", R"(
    SELECT max(day) - date '1970-01-01' AS day FROM day_count
     WHERE list = $1 AND stratum = 'all' AND day <= as_of_day() AND rule_version = rule_of(day)
       AND day NOT IN (SELECT day FROM day_ending WHERE api_arm = 'void'))"};
// Newest first; as a rule the first will do.
constexpr statement select_imported{"select_days_of_series", R"(
    SELECT day - date '1970-01-01' AS day, sum(n) AS items, coalesce(sum(n) FILTER (WHERE verdict = 'E'), 0) AS errors
      FROM day_count WHERE list = $1 AND stratum = 'all' AND rule_version = 0 AND day <= as_of_day()
     GROUP BY day ORDER BY day DESC)"};

std::optional<double> read_share(pqxx::field const& field) {
    return field.is_null() ? std::nullopt : std::optional{field.as<double>()};
}

void read_rates(pqxx::work& transaction, list_key list, rule_span const& span,
                std::map<std::string, list_day>& strata) {
    for (auto const& row :
         run(transaction, select_rates, static_cast<int>(list), as_number(span.first), span.version)) {
        auto const found = strata.find(read_text(row["stratum"]));
        if (found == strata.end()) continue;
        found->second.rate = {.retrievable = row["retrievable"].as<std::int64_t>(),
                              .missing = row["missing"].as<std::int64_t>(),
                              .completeness = read_share(row["completeness"]),
                              .low = read_share(row["low"]),
                              .high = read_share(row["high"]),
                              .coverage = read_share(row["coverage"]),
                              .creators = row["creators"].as<std::int64_t>(),
                              .open = row["open"].as<std::int64_t>()};
    }
}

bool is_void(pqxx::work& transaction, utc_day day, verdict_origin whose, list_day const& all) {
    if (whose == verdict_origin::ours)
        return run(transaction, select_void, as_number(day)).at(0)["void"].as<bool>();
    std::int64_t items = 0;
    for (auto const& [what, n] : all.counts) items += n;
    return too_many_unmeasured(items_counted(all, verdict_kind::imported_error), items);
}

std::map<std::string, list_day> read_strata(pqxx::work& transaction, watchlist const& list, utc_day day) {
    std::map<std::string, list_day> strata;
    auto const whose = origin_of(list);
    for (auto const& span : spans_between(transaction, whose, day, day)) {
        for (auto const& row :
             run(transaction, select_counts, static_cast<int>(list.key), as_number(day), span.version)) {
            auto& one = strata[read_text(row["stratum"])];
            one.day = day;
            one.rule_version = span.version;
            one.counts[{static_cast<verdict_kind>(row["verdict"].c_str()[0]), row["counts"].as<bool>()}] =
                row["n"].as<std::int64_t>();
        }
        read_rates(transaction, list.key, {span.version, day, day}, strata);
    }
    auto const all = strata.find("all");
    if (all == strata.end() || !is_void(transaction, day, whose, all->second)) return strata;
    for (auto& [name, one] : strata) one.api_void = true;
    return strata;
}

std::optional<utc_day> find_newest(pqxx::work& transaction, watchlist const& list) {
    auto const key = static_cast<int>(list.key);
    if (!list.imported) return read_optional_day(run(transaction, select_newest, key).at(0)["day"]);
    for (auto const& row : run(transaction, select_imported, key)) {
        if (!too_many_unmeasured(row["errors"].as<std::int64_t>(), row["items"].as<std::int64_t>()))
            return read_day(row["day"]);
    }
    return std::nullopt;
}

}  // namespace

std::int64_t items_counted(list_day const& day, verdict_kind kind) noexcept {
    std::int64_t items = 0;
    for (bool const counting : {false, true}) {
        if (auto const found = day.counts.find({kind, counting}); found != day.counts.end())
            items += found->second;
    }
    return items;
}

boost::asio::awaitable<std::map<std::string, list_day>> stratum_reader::on(watchlist const& list, utc_day day,
                                                                           audience who) {
    auto read = [&list, day, who](pqxx::work& transaction) {
        if (who.last_day(day) < day) return std::map<std::string, list_day>{};
        return read_strata(transaction, list, day);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<utc_day>> stratum_reader::newest_sound(watchlist const& list,
                                                                            audience who) {
    auto read = [&list](pqxx::work& transaction) { return find_newest(transaction, list); };
    co_return co_await read_as(db_, who, read);
}

}  // namespace lacuna
