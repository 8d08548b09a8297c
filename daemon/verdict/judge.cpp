#include "daemon/verdict/judge.hpp"

namespace lacuna {

namespace {

struct finding {
    verdict_kind kind;
    verdict_reason reason = verdict_reason::none;
};

finding first_match(api_outcome const& api, presence_state const& presence, scope_state scope, bool settled) {
    using asked = api_outcome::state;
    using seen = presence_state::state;
    bool const confirmed = api.grade == absence_grade::twice || api.grade == absence_grade::alone;

    if (api.is == asked::returned && presence.is == seen::not_public) return {verdict_kind::lingering};
    if (api.is == asked::returned) return {verdict_kind::retrievable};
    if (presence.is == seen::not_public) return {verdict_kind::not_public};
    if (api.is == asked::unmeasured) return {verdict_kind::not_measured, api.reason};
    if (presence.is == seen::unknown) return {verdict_kind::unknown, presence.reason};
    if (!settled) return {verdict_kind::too_young};
    if (scope == scope_state::excluded) return {verdict_kind::excluded};
    if (!confirmed) return {verdict_kind::unconfirmed, verdict_reason::absent_once};
    if (api.may_lie_later) return {verdict_kind::unconfirmed, verdict_reason::later_windows};
    if (!api.bracketed) return {verdict_kind::unconfirmed, verdict_reason::not_bracketed};
    return {verdict_kind::missing};
}

}  // namespace

judgement judge(api_outcome const& api, presence_state const& presence, scope_state scope, bool settled) {
    auto const [kind, reason] = first_match(api, presence, scope, settled);
    bool const countable =
        presence.is == presence_state::state::is_public && scope != scope_state::excluded && settled;
    bool const measured = kind == verdict_kind::retrievable || kind == verdict_kind::missing;
    return {.kind = kind,
            .reason = reason,
            .grade = api.is == api_outcome::state::absent ? api.grade : absence_grade::none,
            .countable = countable,
            .counts = countable && measured};
}

}  // namespace lacuna
