#include "daemon/store/past_rows.hpp"

#include "daemon/store/copy_writer.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {

char const* const past_columns = R"(
    (extract(epoch FROM p.public_at) * 1000)::bigint AS public_at, p.public_by, p.negative_days,
    p.returned_on - date '1970-01-01' AS returned_on, p.returned_by, p.absent_since - date '1970-01-01' AS absent_since,
    p.confirmed_on - date '1970-01-01' AS confirmed_on, p.confirmed_by, p.later_days)";

namespace {

constexpr statement delete_day{"delete_pasts_of_day",
                               "DELETE FROM item_past WHERE day = date '1970-01-01' + $1::integer"};
constexpr statement delete_old{"delete_old_pasts", R"(
    DELETE FROM item_past WHERE day < (
        SELECT max(day) FROM item_past WHERE day < (
            SELECT max(day) FROM item_past WHERE day < date '1970-01-01' + $1::integer)))"};

std::string with_milliseconds(utc_time at) {
    auto text = to_rfc3339(at);
    auto const part = (at - std::chrono::floor<std::chrono::seconds>(at)).count();
    auto digits = std::to_string(1000 + part);
    digits.front() = '.';
    return text.insert(text.size() - 1, digits);
}

void write_day(copy_writer& rows, std::optional<utc_day> const& day) {
    if (day) {
        rows.text(to_string(*day));
    } else {
        rows.null();
    }
}

std::optional<item_past::found> found_or_none(pqxx::field const& day, pqxx::field const& call) {
    if (day.is_null()) return std::nullopt;
    return item_past::found{read_day(day), read_number<call_id>(call)};
}

}  // namespace

void write_pasts(pqxx::work& transaction, utc_day day, std::vector<past_row> const& pasts) {
    run(transaction, delete_day, as_number(day));
    auto const day_text = to_string(day);
    copy_writer rows{transaction,
                     "item_past",
                     {"item", "day", "public_at", "public_by", "negative_days", "returned_on", "returned_by",
                      "absent_since", "confirmed_on", "confirmed_by", "later_days"}};
    for (auto const& [item, past] : pasts) {
        rows.number(static_cast<std::int64_t>(item)).text(day_text);
        if (past.last_public) {
            rows.text(with_milliseconds(past.last_public->at));
            rows.number(static_cast<std::int64_t>(past.last_public->block));
        } else {
            rows.null().number(0);
        }
        rows.number(past.negative_days);
        write_day(rows, past.returned ? std::optional{past.returned->day} : std::nullopt);
        rows.number(past.returned ? static_cast<std::int64_t>(past.returned->call) : 0);
        write_day(rows, past.absent_since);
        write_day(rows, past.confirmed ? std::optional{past.confirmed->day} : std::nullopt);
        rows.number(past.confirmed ? static_cast<std::int64_t>(past.confirmed->call) : 0);
        rows.number(static_cast<std::int64_t>(past.later_days)).end_row();
    }
    rows.complete();
    run(transaction, delete_old, as_number(day));
}

item_past read_past(pqxx::row const& row) {
    item_past past;
    if (row["later_days"].is_null()) return past;
    if (!row["public_at"].is_null()) {
        past.last_public = item_past::public_reading{read_number<block_id>(row["public_by"]),
                                                     read_instant(row["public_at"])};
    }
    past.negative_days = row["negative_days"].as<int>();
    past.returned = found_or_none(row["returned_on"], row["returned_by"]);
    past.absent_since = read_optional_day(row["absent_since"]);
    past.confirmed = found_or_none(row["confirmed_on"], row["confirmed_by"]);
    past.later_days = static_cast<std::uint64_t>(row["later_days"].as<std::int64_t>());
    return past;
}

}  // namespace lacuna
