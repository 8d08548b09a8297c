#pragma once

#include "daemon/pages/figures.hpp"

#include <vector>

namespace lacuna::pages {

/// Which changes a figure of the list's days marks: falls of the list, and what befell whole runs.
[[nodiscard]] event_question marked_events(watchlist const& list, utc_day from, utc_day to);

/// What is marked on a figure of days: annotations and changes that happened in them, oldest first. Of more
/// changes than can be told apart the newest stay; what was withdrawn is none.
[[nodiscard]] std::vector<figure_note> notes_of(figure_view const& view);

/// "/events?before=124#e123": the page of events that has it, however many have come since.
[[nodiscard]] std::string event_address(std::int64_t number);

}  // namespace lacuna::pages
