#include "daemon/events/day_events.hpp"

#include <utility>

namespace lacuna {

day_events::day_events(utc_day day, std::vector<event_state> stored) : day_{day} {
    for (auto& event : stored) {
        if (event.day > day || (event.closed_on && *event.closed_on < day)) continue;
        if (event.day == day) {
            auto const what = event.what;
            today_.emplace(what, std::move(event));
            continue;
        }
        entry kept{.now = event, .stored = event, .decided_later = event.closed_on && *event.closed_on > day};
        kept.now.closed_on.reset();
        kept.now.why.clear();
        if (kept.now.confirmed_on && *kept.now.confirmed_on >= day) kept.now.confirmed_on.reset();
        open_.insert_or_assign(event.what, std::move(kept));
    }
}

event_state const* day_events::open(event_subject const& what) const {
    if (auto const found = begun_.find(what); found != begun_.end() && !found->second.closed_on)
        return &found->second;
    auto const found = open_.find(what);
    return found != open_.end() && !found->second.now.closed_on ? &found->second.now : nullptr;
}

std::vector<event_subject> day_events::open_before(event_kind kind) const {
    std::vector<event_subject> subjects;
    for (auto const& [what, entry] : open_) {
        if (what.kind == kind) subjects.push_back(what);
    }
    return subjects;
}

void day_events::begin(event_subject const& what, std::string details, std::string public_details) {
    if (open(what)) return;
    event_state begun{.what = what, .day = day_};
    begun.details = std::move(details);
    begun.public_details = std::move(public_details);
    begun_.insert_or_assign(what, std::move(begun));
}

void day_events::confirm(event_subject const& what) {
    if (auto const found = begun_.find(what); found != begun_.end()) {
        found->second.confirmed_on = day_;
    } else if (auto* const entry = find(what); entry && !entry->now.confirmed_on) {
        entry->now.confirmed_on = day_;
    }
}

void day_events::describe(event_subject const& what, std::string details, std::string public_details) {
    event_state* event = nullptr;
    if (auto const found = begun_.find(what); found != begun_.end()) {
        event = &found->second;
    } else if (auto* const entry = find(what)) {
        event = &entry->now;
    }
    if (event == nullptr) return;
    event->details = std::move(details);
    event->public_details = std::move(public_details);
}

void day_events::end(event_subject const& what, std::string why) {
    if (auto const found = begun_.find(what); found != begun_.end()) {
        found->second.closed_on = day_;
        found->second.why = std::move(why);
    } else if (auto* const entry = find(what)) {
        entry->now.closed_on = day_;
        entry->now.why = std::move(why);
    }
}

void day_events::pass(event_subject const& what, std::string details, std::string public_details) {
    event_state passed{.what = what, .day = day_, .confirmed_on = day_, .closed_on = day_, .why = "over"};
    passed.details = std::move(details);
    passed.public_details = std::move(public_details);
    begun_.insert_or_assign(what, std::move(passed));
}

std::vector<event_state> day_events::changes() const {
    std::vector<event_state> changed;
    for (auto const& [what, entry] : open_) {
        if (!entry.decided_later && entry.now != *entry.stored) changed.push_back(entry.now);
    }
    for (auto const& [what, event] : begun_) {
        auto const stored = today_.find(what);
        // Opened on this day and closed on a later one: that stands.
        if (stored != today_.end() && stored->second.closed_on && *stored->second.closed_on > day_) continue;
        if (stored == today_.end() || stored->second != event) changed.push_back(event);
    }
    for (auto const& [what, event] : today_) {
        if (begun_.contains(what) || event.why == withdrawn) continue;
        auto taken_back = event;
        taken_back.closed_on = day_;
        taken_back.why = withdrawn;
        changed.push_back(std::move(taken_back));
    }
    return changed;
}

day_events::entry* day_events::find(event_subject const& what) {
    auto const found = open_.find(what);
    return found == open_.end() || found->second.now.closed_on ? nullptr : &found->second;
}

}  // namespace lacuna
