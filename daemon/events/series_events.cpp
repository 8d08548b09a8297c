#include "daemon/events/series_events.hpp"

#include "daemon/rollup/void_rule.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace lacuna {
namespace {

struct errors_of_day {
    std::int64_t errors = 0, all = 0;
};

std::map<utc_day, errors_of_day> count_errors(imported_histories const& series) {
    std::map<utc_day, errors_of_day> days;
    for (auto const& [item, history] : series) {
        for (auto const& on : history) {
            auto& day = days[on.day];
            ++day.all;
            if (on.kind == verdict_kind::imported_error) ++day.errors;
        }
    }
    return days;
}

void add_void_stretches(list_key list, imported_histories const& series, std::vector<event_state>& events) {
    event_state* open = nullptr;
    for (auto const& [day, n] : count_errors(series)) {
        bool const is_void = too_many_unmeasured(n.errors, n.all);
        if (is_void && open == nullptr) {
            event_state event{.what = {.kind = event_kind::arm_void, .list = list, .aspect = "api"},
                              .day = day,
                              .confirmed_on = day};
            event.details = R"({"reason":"more than a third of the items stayed unmeasured"})";
            open = &events.emplace_back(std::move(event));
        } else if (!is_void && open != nullptr) {
            open->closed_on = day;
            open->why = "valid";
            open = nullptr;
        }
    }
}

void add_changes(list_key list, item_key item, std::vector<dated_verdict> const& history,
                 std::vector<event_state>& events) {
    std::optional<std::size_t> lost;
    for (auto const& change : changes(history)) {
        bool const fell = change.to == verdict_kind::imported_not_available;
        event_state event{.what = {.kind = fell ? event_kind::item_lost : event_kind::item_returned,
                                   .list = list,
                                   .item = item},
                          .day = change.day,
                          .confirmed_on = change.day};
        if (!fell) {
            event.closed_on = change.day;
            event.why = "over";
            if (lost) {
                events[*lost].closed_on = change.day;
                events[*lost].why = "returned";
            }
        }
        events.push_back(std::move(event));
        lost = fell ? std::optional{events.size() - 1} : std::nullopt;
    }
}

}  // namespace

std::vector<utc_day> void_days(imported_histories const& series) {
    std::vector<utc_day> days;
    for (auto const& [day, n] : count_errors(series)) {
        if (too_many_unmeasured(n.errors, n.all)) days.push_back(day);
    }
    return days;
}

std::vector<event_state> series_events(list_key list, imported_histories const& series) {
    std::vector<event_state> events;
    add_void_stretches(list, series, events);
    for (auto const& [item, history] : series) add_changes(list, item, history, events);
    // Numbered in the order of days, so that the newest come first in lists.
    std::stable_sort(events.begin(), events.end(),
                     [](event_state const& a, event_state const& b) { return a.day < b.day; });
    return events;
}

}  // namespace lacuna
