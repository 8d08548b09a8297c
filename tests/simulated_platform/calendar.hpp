#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::simulated {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

inline constexpr sys_seconds never = sys_seconds::max();
inline constexpr sys_seconds always = sys_seconds::min();

/// "20261120", as the API writes dates. @return nothing for anything else, also for 20260230.
[[nodiscard]] std::optional<sys_days> read_compact_day(std::string_view text);
/// "2026-11-20", or "2026-11-20T03:00:00Z" with or without seconds. UTC.
[[nodiscard]] std::optional<sys_seconds> read_instant(std::string_view text);
/// "03:00". @return seconds since midnight.
[[nodiscard]] std::optional<std::chrono::seconds> read_time_of_day(std::string_view text);

[[nodiscard]] std::string write_day(sys_days day);           ///< "2026-11-20"
[[nodiscard]] std::string write_instant(sys_seconds when);   ///< "2026-11-20T03:00:00Z"
[[nodiscard]] std::string write_log_time(sys_seconds when);  ///< "20261120030000", how a log_id begins.

}  // namespace lacuna::simulated
