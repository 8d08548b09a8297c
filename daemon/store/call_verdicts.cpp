#include "daemon/store/call_verdicts.hpp"

#include "daemon/store/rule_sets.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

// A confirmation is good for a week, and a week's outage may lie between.
constexpr std::chrono::days furthest{31};

constexpr statement select_leaning{"select_verdicts_of_batch", R"(
    SELECT item, day - date '1970-01-01' AS day, verdict, decided_by = ANY ($2::integer[]) AS decided,
           confirmed_by = ANY ($2::integer[]) AS confirmed
      FROM verdict
     WHERE item = ANY ($1::integer[]) AND rule_version = $5
       AND day BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer)"};

void sort_in(pqxx::row const& row, utc_day day, verdicts_of_batch& found) {
    leaning_verdict const verdict{.kind = static_cast<verdict_kind>(row["verdict"].c_str()[0]),
                                  .decided = row["decided"].as<bool>(),
                                  .confirmed = row["confirmed"].as<bool>()};
    auto const on = read_day(row["day"]);
    if (on == day) {
        found.of_the_day.emplace(read_number<item_key>(row["item"]), verdict);
    } else if (verdict.decided || verdict.confirmed) {
        ++found.later;
        if (!found.last || *found.last < on) found.last = on;
    }
}

}  // namespace

boost::asio::awaitable<verdicts_of_batch> read_verdicts_of(database& db, utc_day day,
                                                           std::vector<call_id> calls,
                                                           std::vector<item_key> items, audience who) {
    auto read = [&, day, who](pqxx::work& transaction) {
        verdicts_of_batch found;
        auto const asked = number_array(items), numbers = number_array(calls);
        auto const last = who.last_day(day + furthest);
        for (auto const& span : spans_between(transaction, verdict_origin::ours, day, last)) {
            for (auto const& row : run(transaction, select_leaning, asked, numbers, as_number(span.first),
                                       as_number(span.last), span.version)) {
                sort_in(row, day, found);
            }
        }
        return found;
    };
    co_return co_await read_as(db, who, read);
}

}  // namespace lacuna
