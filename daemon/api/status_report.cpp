#include "daemon/api/status_report.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace lacuna::api {
namespace {

using arm = endpoint_status::arm;
using state = side_report::state;

// One failed question in a hundred is what a good week looks like; one in ten is felt in the figures.
constexpr std::int64_t some_of = 100, much_of = 10;
constexpr std::chrono::hours stale_after{26};

state grade(std::int64_t failed, std::int64_t asked) {
    if (asked == 0) return state::nothing_asked;
    if (failed * much_of >= asked) return state::much;
    return failed * some_of >= asked ? state::some : state::fine;
}

void note(side_report& side, trouble what, state how) {
    side.is = std::max(side.is, how);
    if (std::ranges::find(side.because, what) == side.because.end()) side.because.push_back(what);
}

std::int64_t of(asked_tally const& tally, probe_failure failure) {
    auto const found = tally.failures.find(failure);
    return found == tally.failures.end() ? 0 : found->second;
}

/// A refusal tells of our credential or our question before it tells of them.
side_report assess_arm(status_report const& report, arm side) {
    auto const all = report.sum(side);
    side_report told;
    if (all.asked == 0) return told;
    auto const answers = grade(all.failed() - of(all, probe_failure::refused), all.asked);
    told.is = state::fine;
    if (answers > state::fine) note(told, trouble::answers_failed, answers);
    for (auto const& one : report.endpoints) {
        if (one.side != side) continue;
        if (one.contradicted > 0) note(told, trouble::contradicted, state::some);
        if (one.silent > 0) note(told, trouble::silent, state::much);
        for (auto const& tests : {one.controls, one.live, one.invented}) {
            if (tests.failed > 0 && tests.failed * 10 >= tests.asked)
                note(told, trouble::controls_failed, state::some);
        }
    }
    return told;
}

std::set<utc_time> unreachable_hours(status_report const& report, arm side) {
    std::set<utc_time> hours;
    for (auto const& one : report.endpoints) {
        if (one.side != side) continue;
        for (auto const& [hour, tally] : one.hours) {
            auto const lost = of(tally, probe_failure::unreachable) + of(tally, probe_failure::timed_out) +
                              of(tally, probe_failure::tls);
            if (grade(lost, tally.asked) == state::much) hours.insert(hour);
        }
    }
    return hours;
}

side_report assess_ours(status_report const& report) {
    side_report told{.is = state::fine};
    auto const& last = report.last_valid;
    if (!last || report.until - last->ended_at.value_or(last->started_at) > stale_after)
        note(told, trouble::no_valid_run, state::much);
    for (auto const side : {arm::api, arm::presence}) {
        auto const all = report.sum(side);
        auto const refused = of(all, probe_failure::refused);
        if (refused > 0) note(told, trouble::refused, std::max(state::some, grade(refused, all.asked)));
    }
    auto const theirs = unreachable_hours(report, arm::presence);
    if (std::ranges::any_of(unreachable_hours(report, arm::api),
                            [&](utc_time hour) { return theirs.contains(hour); }))
        note(told, trouble::both_unreachable, state::some);
    if (std::ranges::any_of(report.quota, [](auto const& line) { return line.left == 0; }))
        note(told, trouble::quota_spent, state::some);
    return told;
}

bool of_a_whole_run(shown_event const& shown) { return shown.list.empty() && !shown.platform_id; }

boost::asio::awaitable<std::vector<shown_event>> events_of(rest_sources const& from, utc_time since,
                                                           audience who) {
    using enum event_kind;
    event_reader reader{from.db};
    std::vector<shown_event> found;
    for (auto const kind :
         {arm_void, mass_change, api_silent, corruption, vantages_disagree, schema_changed, stale}) {
        event_question question{.kinds = {kind}, .open = true, .limit = 50};
        auto const open = co_await reader.search(question, who);
        question.open = false;
        question.from = day_of(since);
        auto const closed = co_await reader.search(question, who);
        std::ranges::copy_if(open, std::back_inserter(found), of_a_whole_run);
        std::ranges::copy_if(closed, std::back_inserter(found), of_a_whole_run);
    }
    std::ranges::sort(found, std::ranges::greater{}, [](auto const& one) {
        return std::pair{one.event.day, one.number};
    });
    co_return found;
}

}  // namespace

std::string_view name_of(trouble what) noexcept {
    switch (what) {
        case trouble::answers_failed: return "answers_failed";
        case trouble::contradicted: return "contradicted";
        case trouble::silent: return "silent";
        case trouble::controls_failed: return "controls_failed";
        case trouble::refused: return "refused";
        case trouble::both_unreachable: return "both_unreachable";
        case trouble::quota_spent: return "quota_spent";
        case trouble::no_valid_run: return "no_valid_run";
    }
    return "answers_failed";
}

std::string_view name_of(side_report::state what) noexcept {
    switch (what) {
        case state::nothing_asked: return "nothing_asked";
        case state::fine: return "fine";
        case state::some: return "some_trouble";
        case state::much: return "much_trouble";
    }
    return "nothing_asked";
}

asked_tally status_report::sum(endpoint_status::arm side) const {
    asked_tally all;
    for (auto const& one : endpoints) {
        if (one.side != side) continue;
        all.asked += one.all.asked;
        all.answered += one.all.answered;
        all.shells += one.all.shells;
        for (auto const& [failure, n] : one.all.failures) all.failures[failure] += n;
    }
    return all;
}

void assess(status_report& report) {
    report.api = assess_arm(report, arm::api);
    report.presence = assess_arm(report, arm::presence);
    report.ours = assess_ours(report);
}

boost::asio::awaitable<status_report> gather_status(rest_sources const& from, audience who) {
    status_report report{.until = from.time.now()};
    if (who.as_of) report.until = std::min(report.until, utc_time{*who.as_of + std::chrono::days{1}});
    report.since = report.until - status_span;
    status_reader reader{from.db};
    report.endpoints = co_await reader.endpoints(report.since, report.until, who);
    report.quota = co_await quota_on(from, who.last_day(day_of(report.until)));
    report.last_valid = co_await from.runs.last_valid(who);
    report.events = co_await events_of(from, report.since, who);
    assess(report);
    co_return report;
}

}  // namespace lacuna::api
