#pragma once

#include "daemon/run/numbers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// More than a third of the items known on both days, at least 5, went from returned to absent or back
/// (DESIGN: what is sound): provisional until a random sample of them was asked again and said the same. The
/// letter is stored.
enum class mass_change : char {
    none = '-',
    fall_provisional = 'p',
    fall = 'f',
    rise_provisional = 'q',
    rise = 'r',
    refuted = 'x',  ///< Asked again, most of them were as before: their first answers are not believed.
};

/// A call whose absences are not believed.
struct unsound_call {
    call_id call{};
    std::optional<call_id> contradicted_by{};  ///< None: silent.
};

/// What the run's own checks came to (DESIGN: what is sound); a finding about the endpoints.
struct run_checks {
    std::vector<unsound_call> unsound{};
    std::int64_t calls_contradicted = 0;
    std::int64_t items_dropped = 0;   ///< That those left out and a later call returned.
    std::int64_t controls_asked = 0;  ///< Places of controls in calls that were answered.
    std::int64_t controls_lost = 0;   ///< Left out, and again when asked again.
    bool silent = false;
    mass_change mass = mass_change::none;
    std::int64_t changed_items = 0;
    std::int64_t vantages_disagree = 0;  ///< Items that one vantage was given and another, soundly, was not.
    std::int64_t live_asked =
        0;  ///< Controls of the presence arm that said something, and those that failed.
    std::int64_t live_failed = 0;
    std::int64_t invented_asked = 0;
    std::int64_t invented_failed = 0;
};

/// How a run ended.
struct run_ending {
    enum class arm { valid, invalid, off };
    arm api = arm::valid;
    arm presence = arm::valid;
    std::string void_reason{};  ///< Words, when an arm is void.
    std::int64_t due = 0;
    std::int64_t measured = 0;
    run_checks checks{};
};

}  // namespace lacuna
