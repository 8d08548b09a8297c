#pragma once

#include "daemon/events/event.hpp"

#include <map>
#include <vector>

namespace lacuna {

/// The events of one day as they become. It begins with how they stood at the end of the day before, whatever
/// an earlier run of the same day made of them; the rules then open, confirm and close; `changes` says what
/// is to be stored. So the same facts lead to the same events however often a day is closed.
class day_events {
public:
    /// @param stored all events opened on `day` or earlier that were not closed before it. Those closed after
    ///        it are open on `day`, and are left as they are.
    day_events(utc_day day, std::vector<event_state> stored);

    [[nodiscard]] utc_day day() const noexcept { return day_; }
    /// The open event of that subject, also one opened today.
    [[nodiscard]] event_state const* open(event_subject const& what) const;
    /// All that were open when the day began, in order of subject.
    [[nodiscard]] std::vector<event_subject> open_before(event_kind kind) const;

    /// Opens it, unless it is open.
    void begin(event_subject const& what, std::string details = "{}", std::string public_details = {});
    /// If it is open: confirmed today unless it was before.
    void confirm(event_subject const& what);
    /// If it is open.
    void describe(event_subject const& what, std::string details, std::string public_details = {});
    /// If it is open.
    void end(event_subject const& what, std::string why);
    /// What is over with the day: opened, confirmed and closed.
    void pass(event_subject const& what, std::string details = "{}", std::string public_details = {});

    /// What differs from what is stored; what was opened today by an earlier run and not again is withdrawn.
    [[nodiscard]] std::vector<event_state> changes() const;

private:
    struct kept_event {
        event_state now{};
        event_state stored{};
    };
    [[nodiscard]] kept_event* find(event_subject const& what);

    utc_day day_;
    std::map<event_subject, kept_event> open_{};    ///< Opened before today.
    std::map<event_subject, event_state> today_{};  ///< Opened today by an earlier run.
    std::map<event_subject, event_state> begun_{};
};

}  // namespace lacuna
