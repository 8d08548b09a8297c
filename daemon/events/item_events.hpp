#pragma once

#include "daemon/events/day_events.hpp"
#include "daemon/events/item_memory.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// One item on a day whose API arm is not void.
struct item_today {
    item_key item{};
    std::optional<judgement> judged{};  ///< None: no verdict this day.
    item_memory before{};               ///< At the end of the day before.
    bool watched = true;                ///< On a list that is audited.
};

/// item_lost and item_returned (event.hpp says when). Items that are neither retrievable nor absent nor have
/// an open event may be left out.
void follow_items(day_events& events, std::vector<item_today> const& items);

/// A creator's items on one list on a day whose API arm is not void.
struct creator_today {
    list_key list{};
    std::string creator{};
    std::int64_t counting = 0;
    std::int64_t retrievable = 0;   ///< Whether they count or not.
    std::int64_t possible = 0;      ///< Judged, and neither not public, lingering nor excluded.
    std::int64_t judged = 0;        ///< With a verdict at all.
    bool some_were_before = false;  ///< Retrievable on its last counting day, or lost since.
};
inline constexpr std::int64_t fewest_of_creator = 5;

/// creator_lost.
void follow_creators(day_events& events, std::vector<creator_today> const& creators);

}  // namespace lacuna
