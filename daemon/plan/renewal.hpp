#pragma once

#include "daemon/plan/batch.hpp"

#include <chrono>

namespace lacuna {

/// Between confirmation calls one sound absence a day is enough for so long (DESIGN: planning, rule 6).
inline constexpr std::chrono::days confirmation_holds{7};

/// Whether an absence that was last confirmed on `confirmed` is to be confirmed anew on `day`: before that
/// lapses, and the items of each month on a day of the week of their own, so that not all are due at once.
[[nodiscard]] constexpr bool renewal_due(std::chrono::sys_seconds created, utc_day confirmed, utc_day day) {
    constexpr int days_of_a_week = 7;
    constexpr std::chrono::days young{2};
    auto const month = std::chrono::floor<std::chrono::days>(created).time_since_epoch() / longest_window;
    bool const its_day = (month + day.time_since_epoch().count()) % days_of_a_week == 0;
    return day - confirmed >= confirmation_holds || (day - confirmed >= young && its_day);
}

}  // namespace lacuna
