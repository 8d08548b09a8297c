#pragma once

#include "daemon/events/day_events.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace lacuna {

/// What a day's last run found out about itself. Of what concerns items there is a second number, without
/// the items that are on private lists only; none: to whoever sees public lists only it did not happen.
struct run_facts {
    enum class arm { valid, invalid, off };
    arm api = arm::valid;
    arm presence = arm::valid;
    std::string void_reason{};  ///< Holds no numbers.

    bool silent = false;
    int silent_before = 0;  ///< How many days' last runs before this one were silent, one after the other.

    char mass_change = '-';  ///< As in sql/0004: 'p', 'f' a fall; 'q', 'r' a rise; 'x' refuted.
    std::int64_t changed = 0;
    std::optional<std::int64_t> public_changed{};

    std::int64_t calls = 0;
    std::int64_t contradicted = 0;  ///< Calls.
    std::int64_t dropped = 0;       ///< Items that those left out.
    std::int64_t public_calls = 0;
    std::int64_t public_contradicted = 0;
    std::optional<std::int64_t> public_dropped{};

    std::int64_t compared = 0;  ///< Items that two vantages asked for.
    std::int64_t disagreed = 0;
    std::optional<std::int64_t> public_disagreed{};
};
inline constexpr int silent_days_of_event = 3;

/// arm_void, api_silent, mass_change, corruption, vantages_disagree.
void follow_run(day_events& events, run_facts const& facts);

/// Without a valid API arm for this long everything shown is stale.
inline constexpr std::chrono::hours stale_after{26};
/// When the data became stale, if they are. @param last_valid end of the last run with a valid API arm.
[[nodiscard]] constexpr std::optional<utc_time> stale_since(utc_time last_valid, utc_time now) noexcept {
    if (now - last_valid <= stale_after) return std::nullopt;
    return last_valid + stale_after;
}

}  // namespace lacuna
