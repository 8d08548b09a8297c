#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna {

/// An instant, UTC, to the millisecond.
using utc_time = std::chrono::sys_time<std::chrono::milliseconds>;

/// A UTC day: the unit of runs, verdicts and quotas.
using utc_day = std::chrono::sys_days;

/// The day that `instant` falls on.
[[nodiscard]] inline utc_day day_of(utc_time instant) {
    return std::chrono::floor<std::chrono::days>(instant);
}

/// "2026-11-20".
[[nodiscard]] std::string to_string(utc_day day);
/// "20261120", as the Research API wants its dates.
[[nodiscard]] std::string to_compact(utc_day day);
/// "2026-11-20T05:12:09Z" (RFC 3339, whole seconds).
[[nodiscard]] std::string to_rfc3339(utc_time instant);
/// "Fri, 20 Nov 2026 05:12:09 GMT" (RFC 9110 HTTP-date).
[[nodiscard]] std::string to_http_date(utc_time instant);
/// "20 Nov 2026", for sentences on pages.
[[nodiscard]] std::string to_words(utc_day day);

/// Reads "2026-11-20"; nothing if it is not exactly that shape or not a day of the calendar.
[[nodiscard]] std::optional<utc_day> read_day(std::string_view text);
/// Reads "2026-11-20T05:12:09Z", also with fractions, an offset, or a space for the T; nothing else.
[[nodiscard]] std::optional<utc_time> read_instant(std::string_view text);

}  // namespace lacuna
