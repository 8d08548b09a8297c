#include "daemon/events/run_events.hpp"

#include "daemon/events/event_details.hpp"

namespace lacuna {
namespace {

void follow_arm(day_events& events, std::string aspect, run_facts::arm arm, std::string const& reason) {
    event_subject const what{.kind = event_kind::arm_void, .aspect = std::move(aspect)};
    switch (arm) {
        case run_facts::arm::invalid: {
            auto const details = event_details{}.add("reason", reason).text();
            events.begin(what, details, details);
            events.confirm(what);
            break;
        }
        case run_facts::arm::valid: events.end(what, "valid"); break;
        case run_facts::arm::off: events.end(what, "off"); break;
    }
}

void follow_silence(day_events& events, run_facts const& facts) {
    event_subject const what{.kind = event_kind::api_silent};
    if (facts.silent) {
        if (facts.silent_before + 1 < silent_days_of_event) return;
        auto const details = event_details{}.add("days", std::int64_t{silent_days_of_event}).text();
        events.begin(what, details, details);
        events.confirm(what);
    } else if (facts.api == run_facts::arm::valid) {
        events.end(what, "answered");
    }
}

std::string changed_items(std::int64_t n) { return event_details{}.add("items", n).text(); }

void follow_mass_change(day_events& events, run_facts const& facts) {
    event_subject const fall{.kind = event_kind::mass_change, .aspect = "fall"};
    event_subject const rise{.kind = event_kind::mass_change, .aspect = "rise"};
    auto const end_provisional = [&](std::string const& why) {
        for (auto const& what : {fall, rise}) {
            auto const* const open = events.open(what);
            if (open && !open->confirmed_on) events.end(what, why);
        }
    };
    auto const details = changed_items(facts.changed);
    auto const shown = facts.public_changed ? changed_items(*facts.public_changed) : std::string{};
    switch (facts.mass_change) {
        case 'p': events.begin(fall, details, shown); break;
        case 'q': events.begin(rise, details, shown); break;
        case 'f':
            events.begin(fall, details, shown);
            events.confirm(fall);
            break;
        case 'r':
            events.begin(rise, details, shown);
            events.confirm(rise);
            events.end(rise, "over");
            events.end(fall, "rose");
            break;
        case 'x': end_provisional("refuted"); break;
        default:
            if (facts.api == run_facts::arm::valid) end_provisional("not_repeated");
    }
}

void follow_corruption(day_events& events, run_facts const& facts) {
    if (facts.contradicted == 0) return;
    std::string shown;
    if (facts.public_contradicted > 0) {
        event_details told;
        told.add("calls_contradicted", facts.public_contradicted).add("calls", facts.public_calls);
        if (facts.public_dropped) told.add("items_dropped", *facts.public_dropped);
        shown = told.text();
    }
    events.pass({.kind = event_kind::corruption},
                event_details{}
                    .add("calls_contradicted", facts.contradicted)
                    .add("calls", facts.calls)
                    .add("items_dropped", facts.dropped)
                    .text(),
                shown);
}

void follow_vantages(day_events& events, run_facts const& facts) {
    event_subject const what{.kind = event_kind::vantages_disagree};
    if (facts.disagreed > 0) {
        auto const told = [](std::int64_t n) { return event_details{}.add("items", n).text(); };
        bool const shown = facts.public_disagreed.value_or(0) > 0;
        events.begin(what, told(facts.disagreed), shown ? told(*facts.public_disagreed) : std::string{});
        events.confirm(what);
    } else if (facts.compared > 0) {
        events.end(what, "agreed");
    }
}

}  // namespace

void follow_run(day_events& events, run_facts const& facts) {
    follow_arm(events, "api", facts.api, facts.void_reason);
    follow_arm(events, "presence", facts.presence, facts.void_reason);
    follow_silence(events, facts);
    follow_mass_change(events, facts);
    follow_corruption(events, facts);
    follow_vantages(events, facts);
}

}  // namespace lacuna
