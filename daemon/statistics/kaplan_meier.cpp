#include "daemon/statistics/kaplan_meier.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna {

namespace {

/// Greenwood's sum of d / (n (n - d)) as an interval around S, on the scale of log(-log S).
interval log_log_interval(double surviving, double greenwood) {
    constexpr double z = 1.959963984540054;  // The normal distribution's 97.5 % quantile.
    double const log_surviving = std::log(surviving);
    double const spread = std::exp(z * std::sqrt(greenwood) / log_surviving);  // Below 1: the logarithm is.
    return {.low = std::pow(surviving, 1 / spread), .high = std::pow(surviving, spread)};
}

/// How many of the sorted `times` lie before `time`.
std::int64_t before(std::vector<double> const& times, double time) {
    return std::lower_bound(times.begin(), times.end(), time) - times.begin();
}

}  // namespace

std::int64_t risk_set::at(double time) const noexcept { return before(entries, time) - before(exits, time); }

survival kaplan_meier(std::vector<observed_time> const& subjects, std::int64_t fewest_at_risk) {
    risk_set watched;
    std::vector<double> events;
    for (auto const& one : subjects) {
        if (!(one.entry < one.exit)) continue;
        watched.entries.push_back(one.entry);
        watched.exits.push_back(one.exit);
        (one.event ? events : watched.censored).push_back(one.exit);
    }
    for (auto* times : {&watched.entries, &watched.exits, &watched.censored, &events})
        std::sort(times->begin(), times->end());

    survival curve{.subjects = static_cast<std::int64_t>(watched.entries.size())};
    if (!watched.entries.empty()) curve.from = watched.entries.front();
    double surviving = 1;
    double greenwood = 0;
    for (auto at = events.begin(); at != events.end();) {
        double const time = *at;
        auto const next = std::upper_bound(at, events.end(), time);
        std::int64_t const died = next - at;
        at = next;
        auto const at_risk = watched.at(time);
        if (curve.steps.empty() && at_risk < fewest_at_risk) {
            curve.from = time;
            continue;
        }
        auto const n = static_cast<double>(at_risk);
        auto const d = static_cast<double>(died);
        surviving *= (n - d) / n;
        curve.events += died;
        survival_step step{.time = time, .at_risk = at_risk, .events = died, .surviving = surviving};
        if (surviving > 0) {
            greenwood += d / (n * (n - d));
            step.standard_error = surviving * std::sqrt(greenwood);
            step.ci = log_log_interval(surviving, greenwood);
        }
        // A product of shares that are not exact: 0.5 may come out as a hair more.
        if (!curve.median && surviving <= 0.5 + 1e-12) curve.median = time;
        curve.steps.push_back(step);
    }
    curve.watched = std::move(watched);
    return curve;
}

}  // namespace lacuna
