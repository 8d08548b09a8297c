#include "daemon/verdict/judge.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace lacuna;

namespace {

using asked = api_outcome::state;
using seen = presence_state::state;

api_outcome const returned{.is = asked::returned};
api_outcome const confirmed_absent{.is = asked::absent, .grade = absence_grade::twice, .bracketed = true};
presence_state const in_public{.is = seen::is_public};
presence_state const gone{.is = seen::not_public};

}  // namespace

TEST_CASE("an item returned though it is not public is lingering", "[verdict]") {
    auto const found = judge(returned, gone, scope_state::in, true);

    CHECK(found == judgement{.kind = verdict_kind::lingering});
}

TEST_CASE("an item returned is retrievable, whatever else is known", "[verdict]") {
    CHECK(judge(returned, in_public, scope_state::in, true) ==
          judgement{.kind = verdict_kind::retrievable, .countable = true, .counts = true});
    CHECK(judge(returned, {.is = seen::unknown}, scope_state::in, true) ==
          judgement{.kind = verdict_kind::retrievable});
    CHECK(judge(returned, in_public, scope_state::in, false) == judgement{.kind = verdict_kind::retrievable});
    CHECK(judge(returned, in_public, scope_state::excluded, true) ==
          judgement{.kind = verdict_kind::retrievable});
}

TEST_CASE("an item that is not public is not public, whether it was asked or not", "[verdict]") {
    CHECK(judge(confirmed_absent, gone, scope_state::in, true).kind == verdict_kind::not_public);
    CHECK(judge({.is = asked::unmeasured, .reason = verdict_reason::quota_spent}, gone, scope_state::in,
                true) == judgement{.kind = verdict_kind::not_public});
}

TEST_CASE("an unmeasured item keeps its reason and would have counted", "[verdict]") {
    auto const reason = GENERATE(verdict_reason::no_creation_time, verdict_reason::run_stopped,
                                 verdict_reason::platform_failed, verdict_reason::platform_refused,
                                 verdict_reason::quota_spent, verdict_reason::time_spent);

    auto const found = judge({.is = asked::unmeasured, .reason = reason}, in_public, scope_state::in, true);

    CHECK(found == judgement{.kind = verdict_kind::not_measured, .reason = reason, .countable = true});
}

TEST_CASE("an absent item whose presence nobody knows is unknown, and says why", "[verdict]") {
    auto const reason = GENERATE(verdict_reason::presence_off, verdict_reason::presence_failed,
                                 verdict_reason::presence_shell, verdict_reason::presence_not_read);

    auto const found =
        judge(confirmed_absent, {.is = seen::unknown, .reason = reason}, scope_state::in, true);

    CHECK(found == judgement{.kind = verdict_kind::unknown, .reason = reason, .grade = absence_grade::twice});
}

TEST_CASE("absence is not judged while an item is too young, nor outside the documented scope", "[verdict]") {
    CHECK(judge(confirmed_absent, in_public, scope_state::excluded, false).kind == verdict_kind::too_young);
    CHECK(judge(confirmed_absent, in_public, scope_state::excluded, true).kind == verdict_kind::excluded);
    CHECK_FALSE(judge(confirmed_absent, in_public, scope_state::excluded, true).countable);
}

TEST_CASE("an absence is a finding only when confirmed and bracketed", "[verdict]") {
    struct row {
        absence_grade grade;
        bool bracketed;
        verdict_kind kind;
        verdict_reason reason;
    };
    auto const [grade, bracketed, kind, reason] = GENERATE(values<row>({
        {absence_grade::none, true, verdict_kind::unconfirmed, verdict_reason::absent_once},
        {absence_grade::once, false, verdict_kind::unconfirmed, verdict_reason::absent_once},
        {absence_grade::once, true, verdict_kind::unconfirmed, verdict_reason::absent_once},
        {absence_grade::twice, false, verdict_kind::unconfirmed, verdict_reason::not_bracketed},
        {absence_grade::alone, false, verdict_kind::unconfirmed, verdict_reason::not_bracketed},
        {absence_grade::twice, true, verdict_kind::missing, verdict_reason::none},
        {absence_grade::alone, true, verdict_kind::missing, verdict_reason::none},
    }));

    auto const found = judge({.is = asked::absent, .grade = grade, .bracketed = bracketed}, in_public,
                             scope_state::not_known, true);

    CHECK(found.kind == kind);
    CHECK(found.reason == reason);
    CHECK(found.grade == grade);
    CHECK(found.countable);
    CHECK(found.counts == (kind == verdict_kind::missing));
}

namespace {

// The oracle is written the other way round from the judge: each verdict as one closed condition, none
// relying on an order, so that exactly one must hold.
struct question {
    api_outcome api;
    presence_state presence;
    scope_state scope;
    bool settled;
};

std::vector<verdict_kind> all_that_hold(question const& q) {
    bool const r = q.api.is == asked::returned;
    bool const a = q.api.is == asked::absent;
    bool const u = q.api.is == asked::unmeasured;
    bool const p = q.presence.is == seen::is_public;
    bool const n = q.presence.is == seen::not_public;
    bool const k = q.presence.is == seen::unknown;
    bool const in = q.scope != scope_state::excluded;
    bool const sure =
        (q.api.grade == absence_grade::twice || q.api.grade == absence_grade::alone) && q.api.bracketed;

    std::vector<verdict_kind> held;
    if (r && n) held.push_back(verdict_kind::lingering);
    if (r && (p || k)) held.push_back(verdict_kind::retrievable);
    if ((a || u) && n) held.push_back(verdict_kind::not_public);
    if (u && (p || k)) held.push_back(verdict_kind::not_measured);
    if (a && k) held.push_back(verdict_kind::unknown);
    if (a && p && !q.settled) held.push_back(verdict_kind::too_young);
    if (a && p && q.settled && !in) held.push_back(verdict_kind::excluded);
    if (a && p && q.settled && in && !sure) held.push_back(verdict_kind::unconfirmed);
    if (a && p && q.settled && in && sure) held.push_back(verdict_kind::missing);
    return held;
}

std::vector<question> all_questions() {
    std::vector<question> all;
    for (auto const is : {asked::returned, asked::absent, asked::unmeasured})
        for (auto const grade :
             {absence_grade::none, absence_grade::once, absence_grade::twice, absence_grade::alone})
            for (bool const bracketed : {false, true})
                for (auto const presence : {seen::is_public, seen::not_public, seen::unknown})
                    for (auto const scope : {scope_state::excluded, scope_state::in, scope_state::not_known})
                        for (bool const settled : {false, true})
                            all.push_back(
                                {.api = {.is = is,
                                         .grade = grade,
                                         .reason = verdict_reason::quota_spent,
                                         .bracketed = bracketed},
                                 .presence = {.is = presence, .reason = verdict_reason::presence_shell},
                                 .scope = scope,
                                 .settled = settled});
    return all;
}

}  // namespace

TEST_CASE("of all combinations of readings each gives the one verdict whose conditions it meets",
          "[verdict]") {
    auto const questions = all_questions();
    REQUIRE(questions.size() == 3 * 4 * 2 * 3 * 3 * 2);

    for (auto const& q : questions) {
        auto const held = all_that_hold(q);
        REQUIRE(held.size() == 1);

        auto const found = judge(q.api, q.presence, q.scope, q.settled);

        INFO("expected " << to_string(held.front()) << ", found " << to_string(found.kind));
        CHECK(found.kind == held.front());
        bool const eligible =
            q.presence.is == seen::is_public && q.scope != scope_state::excluded && q.settled;
        CHECK(found.countable == eligible);
        CHECK(found.counts ==
              (eligible && (found.kind == verdict_kind::retrievable || found.kind == verdict_kind::missing)));
        CHECK((found.grade == absence_grade::none || q.api.is == asked::absent));
        bool const explained = found.kind == verdict_kind::not_measured ||
                               found.kind == verdict_kind::unknown || found.kind == verdict_kind::unconfirmed;
        CHECK((found.reason != verdict_reason::none) == explained);
    }
}
