#include "daemon/events/list_events.hpp"

#include "daemon/events/event_details.hpp"

namespace lacuna {

void follow_list(day_events& events, list_key list, std::vector<panel_day> const& history) {
    event_subject const what{.kind = event_kind::list_fell, .list = list};
    for (auto const& change : panel_changes(history)) {
        if (change.is != panel_change::direction::fell) continue;
        auto const* const open = events.open(what);
        bool const known = open && open->day == change.found;
        if (change.found != events.day() && !known) continue;
        auto const details = event_details{}
                                 .add("began", to_string(change.began))
                                 .add("last", to_string(change.last))
                                 .add("items", change.items)
                                 .add("creators", change.creators)
                                 .add("panel", change.panel)
                                 .add("points", change.points())
                                 .add("chance", change.chance)
                                 .text();
        if (!known) {
            // A new fall while an earlier one is open: the earlier one has its end in it.
            events.end(what, "fell_further");
            events.begin(what, details);
        }
        events.confirm(what);
        events.describe(what, details);
        if (change.closed && *change.closed <= events.day()) events.end(what, "rose");
    }
}

}  // namespace lacuna
