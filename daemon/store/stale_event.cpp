#include "daemon/store/stale_event.hpp"

#include "daemon/events/run_events.hpp"
#include "daemon/store/event_rows.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/values.hpp"

namespace lacuna {
namespace {

constexpr statement select_last{"select_end_of_last_valid_run", R"(
    SELECT (extract(epoch FROM max(ended_at)) * 1000)::bigint AS at,
           EXISTS (SELECT FROM event WHERE kind = 'stale' AND closed_on IS NULL) AS noted
      FROM run WHERE api_arm = 'valid' AND ended_at IS NOT NULL)"};
constexpr statement close_stale{"close_stale_event", R"(
    UPDATE event SET closed_on = greatest(day, (to_timestamp($1 / 1000.0) AT TIME ZONE 'UTC')::date), closed_why = 'valid',
                     updated_at = to_timestamp($1 / 1000.0)
     WHERE kind = 'stale' AND closed_on IS NULL)"};

bool note_here(pqxx::work& transaction, utc_time now) {
    auto const row = run(transaction, select_last).at(0);
    if (row["at"].is_null() || row["noted"].as<bool>()) return false;
    auto const since = stale_since(read_instant(row["at"]), now);
    if (!since) return false;
    event_state event{.what = {.kind = event_kind::stale}, .day = day_of(*since)};
    event.confirmed_on = event.day;
    event.details = R"({"hours":26})";
    event.public_details = event.details;
    write_events(transaction, {event}, {.rule_version = rule_of(transaction, event.day), .now = now});
    raise_data_version(transaction);
    return true;
}

}  // namespace

boost::asio::awaitable<bool> note_stale(database& db, utc_time now) {
    auto note = [now](pqxx::work& transaction) { return note_here(transaction, now); };
    co_return co_await db.transact(note);
}

void end_stale(pqxx::work& transaction, utc_time now) { run(transaction, close_stale, as_number(now)); }

}  // namespace lacuna
