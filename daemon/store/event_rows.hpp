#pragma once

#include "daemon/events/event.hpp"
#include "daemon/run/numbers.hpp"

#include <pqxx/pqxx>

#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna {

/// Who wrote events, and when.
struct event_source {
    std::optional<run_id> run{};  ///< None: a clock or an import.
    std::int16_t rule_version = 0;
    /// By the clock of the run. None: of an import, whose events are dated by their days.
    std::optional<utc_time> now{};
};

/// Those that the rules of a day go on with: of our own runs, opened on `day` or before it and not closed
/// before it.
[[nodiscard]] std::vector<event_state> standing_events(pqxx::work& transaction, utc_day day);
/// All that an import wrote for a list.
[[nodiscard]] std::vector<event_state> imported_events(pqxx::work& transaction, list_key list);

/// From columns named as those of `event`; without what is told to everyone (`public_details`).
[[nodiscard]] event_state read_event(pqxx::row const& row);

/// Writes what is new and what differs; an event is known by its subject and day.
void write_events(pqxx::work& transaction, std::vector<event_state> const& events,
                  event_source const& source);

}  // namespace lacuna
