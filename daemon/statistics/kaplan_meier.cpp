#include "daemon/statistics/kaplan_meier.hpp"

#include <algorithm>
#include <cmath>

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

survival kaplan_meier(std::vector<observed_time> const& subjects, std::int64_t fewest_at_risk) {
    std::vector<double> entries;
    std::vector<double> exits;
    std::vector<double> events;
    for (auto const& one : subjects) {
        if (!(one.entry < one.exit)) continue;
        entries.push_back(one.entry);
        exits.push_back(one.exit);
        if (one.event) events.push_back(one.exit);
    }
    for (auto* times : {&entries, &exits, &events}) std::sort(times->begin(), times->end());

    survival curve{.subjects = static_cast<std::int64_t>(entries.size())};
    if (!entries.empty()) curve.from = entries.front();
    double surviving = 1;
    double greenwood = 0;
    for (auto at = events.begin(); at != events.end();) {
        double const time = *at;
        auto const next = std::upper_bound(at, events.end(), time);
        std::int64_t const died = next - at;
        at = next;
        auto const at_risk = before(entries, time) - before(exits, time);
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
    return curve;
}

}  // namespace lacuna
