#include "daemon/store/item_reader.hpp"

#include "daemon/store/migrations.hpp"
#include "daemon/store/scope_rules.hpp"
#include "daemon/store/told.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <map>

namespace lacuna {
namespace {

/// Beyond this the five counts are left out: each day's lie in another call.
constexpr std::chrono::days longest_with_counts{400};

constexpr statement select_history{"select_history", R"(
    SELECT v.day - date '1970-01-01' AS day, v.rule_version, v.decided_by, v.confirmed_by,
           v.presence_before, v.presence_after, v.verdict, v.reason, v.grade, v.counts, v.countable, v.first_ask,
           c.views[c.at] AS views, c.likes[c.at] AS likes, c.comments[c.at] AS comments, c.shares[c.at] AS shares,
           c.favourites[c.at] AS favourites, c.at IS NOT NULL AND c.views <> '{}' AS counted
      FROM verdict v
      LEFT JOIN LATERAL (SELECT *, array_position(returned, $1) AS at FROM call
                          WHERE $4 AND call = v.decided_by AND v.verdict IN ('r', 'l')) c ON true
     WHERE v.item = $1 AND v.day BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer
       AND v.rule_version = $5
       AND ($6::integer[] IS NULL OR v.day - date '1970-01-01' = ANY ($6::integer[])))"};
constexpr statement select_metadata{"select_metadata", R"(
    SELECT valid_from - date '1970-01-01' AS valid_from, least(last_seen, as_of_day()) - date '1970-01-01' AS last_seen, fields
      FROM metadata WHERE item = $1 AND valid_from <= as_of_day() ORDER BY valid_from)"};
constexpr statement change_item{"change_item", R"(
    UPDATE item SET note = CASE WHEN $2 THEN nullif($3, '') ELSE note END,
                    region = CASE WHEN $4 THEN nullif($5, '') ELSE region END,
                    region_source = CASE WHEN $4 THEN CASE WHEN $5 <> '' THEN 'given' END ELSE region_source END,
                    archived_at = CASE WHEN $6::boolean IS NULL THEN archived_at
                                       WHEN $6 THEN coalesce(archived_at, to_timestamp($7 / 1000.0)) END
     WHERE item = $1)"};

template <class Number>
std::optional<Number> unless_zero(pqxx::field const& field) {
    auto const number = read_number<Number>(field);
    return number == Number{} ? std::nullopt : std::optional{number};
}

day_verdict read_day_verdict(pqxx::row const& row, item_key item) {
    day_verdict read{.day = read_day(row["day"]), .rule_version = row["rule_version"].as<std::int16_t>()};
    read.row = {.item = item,
                .decided_by = unless_zero<call_id>(row["decided_by"]),
                .confirmed_by = unless_zero<call_id>(row["confirmed_by"]),
                .presence_before = unless_zero<block_id>(row["presence_before"]),
                .presence_after = unless_zero<block_id>(row["presence_after"])};
    read.row.judged = {.kind = static_cast<verdict_kind>(row["verdict"].c_str()[0]),
                       .reason = static_cast<verdict_reason>(row["reason"].c_str()[0]),
                       .grade = static_cast<absence_grade>(row["grade"].c_str()[0]),
                       .countable = row["countable"].as<bool>(),
                       .counts = row["counts"].as<bool>()};
    if (row["first_ask"].c_str()[0] != '-') read.row.first_ask = row["first_ask"].c_str()[0] == 'y';
    if (row["counted"].as<bool>()) {
        read.counts.emplace();
        std::size_t which = 0;
        for (auto const* column : {"views", "likes", "comments", "shares", "favourites"}) {
            (*read.counts)[which++] = read_optional<std::int64_t>(row[column]);
        }
    }
    return read;
}

/// What the audience is told of the item between two days; what is ours comes first.
std::vector<rule_span> spans_told(pqxx::work& transaction, item_key item, utc_day from, utc_day to,
                                  audience who) {
    std::vector<rule_span> spans;
    for (auto const whose : {verdict_origin::ours, verdict_origin::imported}) {
        if (told(transaction, whose, {item}, who).empty()) continue;
        for (auto const& span : spans_between(transaction, whose, from, to)) spans.push_back(span);
    }
    return spans;
}

struct day_choice {
    utc_day from{}, to{};
    std::optional<std::string> only{};  ///< An array of days among them; none: all.
    bool with_counts = false;
};

std::vector<day_verdict> read_history(pqxx::work& transaction, item_key item, day_choice const& chosen,
                                      audience who) {
    plan_for_values(transaction);
    std::map<utc_day, day_verdict> days;
    for (auto const& span : spans_told(transaction, item, chosen.from, chosen.to, who)) {
        for (auto const& row : run(transaction, select_history, static_cast<int>(item), as_number(span.first),
                                   as_number(span.last), chosen.with_counts, span.version, chosen.only)) {
            days.try_emplace(read_day(row["day"]), read_day_verdict(row, item));
        }
    }
    std::vector<day_verdict> in_order;
    in_order.reserve(days.size());
    auto const rules = select_scope_rules(transaction);
    auto const evidence = select_scope_evidence(transaction, item);
    for (auto& [day, verdict] : days) {
        auto const scope = scope_of(evidence, rules, day);
        verdict.scope = scope.is;
        if (scope.rule != nullptr) verdict.scope_rule = scope.rule->slug;
        in_order.push_back(std::move(verdict));
    }
    return in_order;
}

std::vector<item_strip> blank_strips(std::vector<item_key> const& items, utc_day from, utc_day to) {
    auto const width = to < from ? 0 : static_cast<std::size_t>((to - from).count() + 1);
    std::vector<item_strip> strips;
    strips.reserve(items.size());
    for (auto const item : items) strips.push_back({.key = item, .days = std::string(width, '\0')});
    return strips;
}

}  // namespace

boost::asio::awaitable<std::vector<day_verdict>> item_reader::history(item_key item, utc_day from,
                                                                      utc_day until, audience who) {
    auto const to = who.last_day(until);
    auto read = [item, from, to, who](pqxx::work& transaction) {
        day_choice const chosen{
            .from = from, .to = to, .only = std::nullopt, .with_counts = to - from <= longest_with_counts};
        return read_history(transaction, item, chosen, who);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::vector<day_verdict>> item_reader::on_days(item_key item,
                                                                      std::vector<utc_day> days,
                                                                      audience who) {
    if (days.empty()) co_return std::vector<day_verdict>{};
    auto read = [&](pqxx::work& transaction) {
        auto const [first, last] = std::ranges::minmax(days);
        std::vector<int> numbers;
        numbers.reserve(days.size());
        for (auto const day : days) numbers.push_back(as_number(day));
        day_choice const chosen{
            .from = first, .to = who.last_day(last), .only = number_array(numbers), .with_counts = true};
        return read_history(transaction, item, chosen, who);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::vector<metadata_row>> item_reader::metadata(item_key item, audience who) {
    auto read = [item, who](pqxx::work& transaction) {
        std::vector<metadata_row> rows;
        if (told(transaction, verdict_origin::ours, {item}, who).empty()) return rows;
        for (auto const& row : run(transaction, select_metadata, static_cast<int>(item))) {
            rows.push_back({.valid_from = read_day(row["valid_from"]),
                            .last_seen = read_day(row["last_seen"]),
                            .fields = read_text(row["fields"])});
        }
        return rows;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::vector<item_strip>> item_reader::strips(std::vector<item_key> items, utc_day from,
                                                                    utc_day to, verdict_origin whose,
                                                                    audience who) {
    auto read = [&](pqxx::work& transaction) {
        auto strips = blank_strips(items, from, to);
        for (auto const& span : spans_between(transaction, whose, from, who.last_day(to)))
            read_letters(transaction, span, from, strips);
        auto const known = told(transaction, whose, items, who);
        for (auto& strip : strips) {
            if (!known.contains(strip.key)) strip.days.assign(strip.days.size(), '\0');
        }
        return strips;
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<std::string> item_reader::letters(item_key item, utc_day from, utc_day to,
                                                         audience who) {
    auto read = [&](pqxx::work& transaction) {
        auto strips = blank_strips({item}, from, to);
        for (auto const& span : spans_told(transaction, item, from, who.last_day(to), who))
            read_letters(transaction, span, from, strips);
        return std::move(strips.front().days);
    };
    co_return co_await read_as(db_, who, read);
}

boost::asio::awaitable<bool> item_reader::change(item_key item, item_change wanted, utc_time now) {
    auto update = [item, &wanted, now](pqxx::work& transaction) {
        auto const done = run(transaction, change_item, static_cast<int>(item), wanted.has_note, wanted.note,
                              wanted.has_region, wanted.region, wanted.archived, as_number(now));
        raise_data_version(transaction);
        return done.affected_rows() == 1;
    };
    co_return co_await db_.transact(update);
}

}  // namespace lacuna
