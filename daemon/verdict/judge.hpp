#pragma once

#include "daemon/verdict/verdict.hpp"

namespace lacuna {

/// What the API arm found about one item on one day.
struct api_outcome {
    enum class state { returned, absent, unmeasured } is = state::unmeasured;
    absence_grade grade = absence_grade::none;            ///< Only with `absent`.
    verdict_reason reason = verdict_reason::run_stopped;  ///< Only with `unmeasured`.
    bool bracketed = false;  ///< Read public before and again after the deciding absence; only with `absent`.
    /// Only with `absent`: dated by its id alone, and not yet searched for under later creation dates.
    bool may_lie_later = false;
};

/// What the presence arm found.
struct presence_state {
    enum class state { is_public, not_public, unknown } is = state::unknown;
    verdict_reason reason = verdict_reason::presence_not_read;  ///< Only with `unknown`.
};

/// Whether a documented rule in force that day puts the item outside what the API promises.
enum class scope_state { excluded, in, not_known };

struct judgement {
    verdict_kind kind = verdict_kind::not_measured;
    verdict_reason reason = verdict_reason::none;
    absence_grade grade = absence_grade::none;
    bool countable = false;  ///< Public, not excluded, settled: it would count if it were measured.
    bool counts = false;     ///< In the completeness rate: countable, and retrievable or missing.
    friend bool operator==(judgement const&, judgement const&) = default;
};

/// The table of DESIGN 2: first match decides. Pure: no clock, no database, no network.
[[nodiscard]] judgement judge(api_outcome const& api, presence_state const& presence, scope_state scope,
                              bool settled);

}  // namespace lacuna
