#pragma once

#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// Whether a list may ever show a rate: not somebody else's series, and not chosen for its outcome.
[[nodiscard]] bool may_have_rate(watchlist const& list);
/// The day's rate may be shown: the list may have one and the day has a headline.
[[nodiscard]] bool has_headline(watchlist const& list, list_day const& day);

/// Of `days`, oldest first: the newest that is not void; none if there is none.
[[nodiscard]] list_day const* newest_sound(std::vector<list_day> const& days);
[[nodiscard]] list_day const* find_day(std::vector<list_day> const& days, utc_day day);

/// The answer of the page in one or two sentences: date, counts, rate with its interval and the change
/// against a week before where both days have a headline; else the counts and why there is no rate.
/// @param days oldest first. @param name_it says which list it is about.
[[nodiscard]] std::string first_sentence(watchlist const& list, std::vector<list_day> const& days,
                                         bool name_it);

/// Why a day of the list has no rate; empty if it has one.
[[nodiscard]] std::string why_no_rate(watchlist const& list, list_day const& day);

/// How many items had a verdict that day, counting or not.
[[nodiscard]] std::int64_t items_with(list_day const& day, verdict_kind kind);
[[nodiscard]] std::int64_t items_of(list_day const& day);

}  // namespace lacuna::pages
