#pragma once

#include "daemon/statistics/wilson.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna {

/// One subject's time under observation, in any one unit, counted from its own beginning.
struct observed_time {
    double entry = 0;  ///< When watching began: it was known to have had no event by then (left truncation).
    double exit = 0;  ///< When the event came, or watching ended. Not after `entry`: never at risk, left out.
    bool event = false;  ///< False: right-censored; at the same time, events come before it.
};

/// After the events of one instant.
struct survival_step {
    double time = 0;
    std::int64_t at_risk = 0;  ///< Entered before `time`, not gone before it.
    std::int64_t events = 0;
    double surviving = 1;          ///< Share without an event, just after `time`.
    double standard_error = 0;     ///< Greenwood's (1926), of `surviving`.
    std::optional<interval> ci{};  ///< 95 %. None once nobody is left: then it is not defined.
};

/// How many are under observation, and when those leave who had no event.
struct risk_set {
    std::vector<double> entries{}, exits{};  ///< Of all subjects; each in order.
    std::vector<double> censored{};          ///< Exits without an event, in order.

    /// Entered before `time`, not gone before it.
    [[nodiscard]] std::int64_t at(double time) const noexcept;
};

struct survival {
    std::vector<survival_step> steps{};  ///< One an instant with events, in order.
    std::int64_t subjects = 0;           ///< That were ever at risk.
    std::int64_t events = 0;
    /// The first time at which half or fewer are without an event; none where more are to the end.
    std::optional<double> median{};
    /// Where the curve begins: `surviving` is conditional on no event until then.
    double from = 0;
    risk_set watched{};
};

/// The product-limit estimate (E. L. Kaplan and P. Meier 1958), the risk sets counted under left truncation
/// (J. P. Klein and M. L. Moeschberger, Survival Analysis, 2003, 4.6).
///
/// The interval is Greenwood's on the scale of log(-log S) (J. D. Kalbfleisch and R. L. Prentice 1980): it
/// never leaves 0 to 1 and holds its 95 % with few subjects, where the plain S +- 1.96 standard errors does
/// neither.
///
/// With late entries an early risk set can be tiny, and an event that empties it would end the curve for
/// good.
/// @param fewest_at_risk the curve begins at the first event that finds so many at risk; earlier ones are
/// left out.
[[nodiscard]] survival kaplan_meier(std::vector<observed_time> const& subjects,
                                    std::int64_t fewest_at_risk = 1);

}  // namespace lacuna
