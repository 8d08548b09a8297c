#include "daemon/events/item_events.hpp"

#include "daemon/events/event_details.hpp"

namespace lacuna {
namespace {

void follow_judged(day_events& events, item_today const& item, event_subject const& lost) {
    auto const& judged = *item.judged;
    switch (judged.kind) {
        case verdict_kind::missing:
        case verdict_kind::unconfirmed:
            if (item.before.returned == true) events.begin(lost);
            if (judged.kind == verdict_kind::missing) events.confirm(lost);
            break;
        case verdict_kind::retrievable:
            events.end(lost, "returned");
            if (item.before.returned == false && counted_as(judged) == true)
                events.pass({.kind = event_kind::item_returned, .item = item.item});
            break;
        case verdict_kind::lingering:
        case verdict_kind::not_public: events.end(lost, "not_public"); break;
        case verdict_kind::excluded: events.end(lost, "excluded"); break;
        default: break;
    }
}

}  // namespace

void follow_items(day_events& events, std::vector<item_today> const& items) {
    for (auto const& item : items) {
        event_subject const lost{.kind = event_kind::item_lost, .item = item.item};
        if (item.judged) {
            follow_judged(events, item, lost);
        } else if (!item.watched) {
            events.end(lost, "not_watched");
        }
    }
}

void follow_creators(day_events& events, std::vector<creator_today> const& creators) {
    for (auto const& one : creators) {
        event_subject const what{.kind = event_kind::creator_lost, .list = one.list, .creator = one.creator};
        if (one.retrievable > 0) {
            events.end(what, "returned");
        } else if (one.judged > 0 && one.possible == 0) {
            events.end(what, "not_public");
        } else if (one.counting >= fewest_of_creator && one.some_were_before) {
            events.begin(what, event_details{}.add("items", one.counting).text());
            events.confirm(what);
        }
    }
}

}  // namespace lacuna
