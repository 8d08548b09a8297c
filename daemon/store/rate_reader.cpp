#include "daemon/store/rate_reader.hpp"

#include "daemon/rollup/void_rule.hpp"
#include "daemon/store/values.hpp"

#include <map>

namespace lacuna {
namespace {

constexpr statement select_counts{"select_day_counts", R"(
    SELECT day - date '1970-01-01' AS day, verdict, counts, n FROM day_count
     WHERE list = $1 AND day BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer
       AND stratum = $4 AND rule_version = $5)"};
constexpr statement select_rates{"select_day_rates", R"(
    SELECT day - date '1970-01-01' AS day, retrievable, missing, open, creators,
           completeness, low, high, range_low, range_high, first_ask, coverage,
           pair_items, pair_then, pair_now FROM day_rate
     WHERE list = $1 AND day BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer
       AND stratum = $4 AND rule_version = $5)"};
constexpr statement select_void{"select_void_days", R"(
    SELECT day - date '1970-01-01' AS day FROM day_ending
     WHERE day BETWEEN date '1970-01-01' + $1::integer AND date '1970-01-01' + $2::integer AND api_arm = 'void')"};
constexpr statement select_newest_day{"select_newest_counted_day", R"(
    SELECT max(day) - date '1970-01-01' AS day FROM day_count
     WHERE list = $1 AND stratum = 'all' AND day <= as_of_day()
       AND rule_version = CASE WHEN $2 THEN 0 ELSE rule_of(day) END)"};
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

/// Days under one rule version.
void read_span(pqxx::work& transaction, list_key list, rule_span const& span, std::string const& stratum,
               std::map<utc_day, list_day>& days) {
    auto const key = static_cast<int>(list);
    auto const first = as_number(span.first);
    auto const last = as_number(span.last);
    for (auto const& row : run(transaction, select_counts, key, first, last, stratum, span.version)) {
        auto const kind = static_cast<verdict_kind>(row["verdict"].c_str()[0]);
        auto& day = days[read_day(row["day"])];
        day.rule_version = span.version;
        day.counts[{kind, row["counts"].as<bool>()}] = row["n"].as<std::int64_t>();
    }
    for (auto const& row : run(transaction, select_rates, key, first, last, stratum, span.version)) {
        auto const found = days.find(read_day(row["day"]));
        if (found != days.end()) found->second.rate = read_rate(row);
    }
}

std::vector<list_day> read_days(pqxx::work& transaction, list_key list, utc_day from, utc_day to,
                                verdict_origin whose, std::string const& stratum) {
    std::map<utc_day, list_day> days;
    for (auto const& span : spans_between(transaction, whose, from, to)) {
        read_span(transaction, list, span, stratum, days);
    }
    if (whose == verdict_origin::ours) {
        for (auto const& row : run(transaction, select_void, as_number(from), as_number(to))) {
            auto const found = days.find(read_day(row["day"]));
            if (found != days.end()) found->second.api_void = true;
        }
    }
    std::vector<list_day> in_order;
    in_order.reserve(days.size());
    for (auto& [day, what] : days) {
        what.day = day;
        if (whose == verdict_origin::imported) what.api_void = is_void(what.counts);
        in_order.push_back(std::move(what));
    }
    return in_order;
}

}  // namespace

boost::asio::awaitable<std::vector<list_day>> rate_reader::days(list_key list, utc_day from, utc_day to,
                                                                verdict_origin whose, audience who,
                                                                std::string stratum) {
    auto const last = who.last_day(to);
    auto read = [&](pqxx::work& transaction) {
        return read_days(transaction, list, from, last, whose, stratum);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<list_day>> rate_reader::newest(list_key list, verdict_origin whose,
                                                                    audience who) {
    auto read = [&](pqxx::work& transaction) -> std::optional<list_day> {
        auto const found =
            run(transaction, select_newest_day, static_cast<int>(list), whose == verdict_origin::imported);
        if (found.at(0)["day"].is_null()) return std::nullopt;
        auto const day = read_day(found[0]["day"]);
        return read_days(transaction, list, day, day, whose, "all").at(0);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::optional<list_day>> rate_reader::newest_sound(list_key list, audience who) {
    auto read = [&](pqxx::work& transaction) -> std::optional<list_day> {
        auto const found = run(transaction, select_newest_sound_day, static_cast<int>(list));
        if (found.at(0)["day"].is_null()) return std::nullopt;
        auto const day = read_day(found[0]["day"]);
        return read_days(transaction, list, day, day, verdict_origin::ours, "all").at(0);
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
