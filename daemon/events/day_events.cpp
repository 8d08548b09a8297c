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
        kept_event kept{.now = event, .stored = event};
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
    auto const add = [&](event_state now, event_state const* stored) {
        // What a later day decided stands.
        if (stored && stored->closed_on && *stored->closed_on > day_) return;
        if (stored && !now.confirmed_on && stored->confirmed_on && *stored->confirmed_on > day_)
            now.confirmed_on = stored->confirmed_on;
        if (stored == nullptr || now != *stored) changed.push_back(std::move(now));
    };
    for (auto const& [what, entry] : open_) add(entry.now, &entry.stored);
    for (auto const& [what, event] : begun_) {
        auto const stored = today_.find(what);
        add(event, stored == today_.end() ? nullptr : &stored->second);
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

day_events::kept_event* day_events::find(event_subject const& what) {
    auto const found = open_.find(what);
    return found == open_.end() || found->second.now.closed_on ? nullptr : &found->second;
}

}  // namespace lacuna
