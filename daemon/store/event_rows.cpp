#include "daemon/store/event_rows.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"

#include <string>

namespace lacuna {
namespace {

#define LACUNA_EVENT_STATE                                                                       \
    "SELECT kind, list, item, creator, vantage, field, aspect, day - date '1970-01-01' AS day,"  \
    "       confirmed_on - date '1970-01-01' AS confirmed_on, closed_on - date '1970-01-01' AS " \
    "closed_on,"                                                                                 \
    "       closed_why, details, public_details FROM event "

// A stale time is opened by a clock, and no run takes it back.
constexpr statement select_standing{"select_standing_events", LACUNA_EVENT_STATE R"(
    WHERE kind <> 'stale' AND rule_version <> 0 AND day <= date '1970-01-01' + $1::integer
      AND (closed_on IS NULL OR closed_on >= date '1970-01-01' + $1::integer))"};
constexpr statement select_imported{"select_imported_events",
                                    LACUNA_EVENT_STATE "WHERE rule_version = 0 AND list = $1"};
constexpr statement upsert_events{"upsert_events", R"(
    INSERT INTO event (kind, list, item, creator, vantage, field, aspect, day, confirmed_on, closed_on, closed_why,
                       details, public_details, opened_at, updated_at, run, rule_version)
    SELECT kind, list, item, nullif(creator, ''), nullif(vantage, ''), nullif(field, ''), nullif(aspect, ''),
           date '1970-01-01' + day, date '1970-01-01' + confirmed, date '1970-01-01' + closed, nullif(why, ''),
           details::jsonb, nullif(public_details, '')::jsonb,
           coalesce(to_timestamp($13 / 1000.0), (date '1970-01-01' + day)::timestamptz),
           coalesce(to_timestamp($13 / 1000.0),
                    (date '1970-01-01' + greatest(day, confirmed, closed))::timestamptz), $14, $15
      FROM unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[],
                  $9::integer[], $10::integer[], $11::text[], $12::text[], $16::text[])
           AS new (kind, list, item, creator, vantage, field, aspect, day, confirmed, closed, why, details, public_details)
        ON CONFLICT (kind, day, list, item, creator, vantage, field, aspect) DO UPDATE
       SET confirmed_on = excluded.confirmed_on, closed_on = excluded.closed_on, closed_why = excluded.closed_why,
           details = excluded.details, public_details = excluded.public_details, updated_at = excluded.updated_at
     WHERE (event.confirmed_on, event.closed_on, event.closed_why, event.details, event.public_details)
           IS DISTINCT FROM (excluded.confirmed_on, excluded.closed_on, excluded.closed_why, excluded.details,
                             excluded.public_details))"};

std::vector<event_state> read_events(pqxx::result const& rows) {
    std::vector<event_state> events;
    events.reserve(rows.size());
    for (auto const& row : rows) {
        events.push_back(read_event(row));
        events.back().public_details = read_text(row["public_details"]);
    }
    return events;
}

std::optional<int> number_of(std::optional<utc_day> const& day) {
    return day ? std::optional{as_number(*day)} : std::nullopt;
}

/// The columns of many events, as arrays.
struct columns {
    std::vector<std::string> kinds{}, creators{}, vantages{}, fields{}, aspects{}, whys{}, details{}, shown{};
    std::vector<std::optional<list_key>> lists{};
    std::vector<std::optional<item_key>> items{};
    std::vector<int> days{};
    std::vector<std::optional<int>> confirmed{}, closed{};

    void add(event_state const& event) {
        kinds.emplace_back(to_string(event.what.kind));
        lists.push_back(event.what.list);
        items.push_back(event.what.item);
        creators.push_back(event.what.creator);
        vantages.push_back(event.what.vantage);
        fields.push_back(event.what.field);
        aspects.push_back(event.what.aspect);
        days.push_back(as_number(event.day));
        confirmed.push_back(number_of(event.confirmed_on));
        closed.push_back(number_of(event.closed_on));
        whys.push_back(event.why);
        details.push_back(event.details);
        shown.push_back(event.public_details);
    }
};

}  // namespace

event_state read_event(pqxx::row const& row) {
    event_state event;
    event.what = {.kind = read_event_kind(row["kind"].c_str()).value(),
                  .list = read_optional<list_key>(row["list"]),
                  .item = read_optional<item_key>(row["item"]),
                  .creator = read_text(row["creator"]),
                  .vantage = read_text(row["vantage"]),
                  .field = read_text(row["field"]),
                  .aspect = read_text(row["aspect"])};
    event.day = read_day(row["day"]);
    event.confirmed_on = read_optional_day(row["confirmed_on"]);
    event.closed_on = read_optional_day(row["closed_on"]);
    event.why = read_text(row["closed_why"]);
    event.details = read_text(row["details"]);
    return event;
}

std::vector<event_state> standing_events(pqxx::work& transaction, utc_day day) {
    return read_events(run(transaction, select_standing, as_number(day)));
}

std::vector<event_state> imported_events(pqxx::work& transaction, list_key list) {
    return read_events(run(transaction, select_imported, static_cast<int>(list)));
}

void write_events(pqxx::work& transaction, std::vector<event_state> const& events,
                  event_source const& source) {
    if (events.empty()) return;
    columns all;
    for (auto const& event : events) all.add(event);
    std::optional<std::int64_t> now;
    if (source.now) now = as_number(*source.now);
    std::optional<int> run_number;
    if (source.run) run_number = static_cast<int>(*source.run);
    run(transaction, upsert_events, text_array(all.kinds), number_array(all.lists), number_array(all.items),
        text_array(all.creators), text_array(all.vantages), text_array(all.fields), text_array(all.aspects),
        number_array(all.days), number_array(all.confirmed), number_array(all.closed), text_array(all.whys),
        text_array(all.details), now, run_number, source.rule_version, text_array(all.shown));
}

}  // namespace lacuna
