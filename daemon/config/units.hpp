#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna {

/// "90s", "15m", "72h", "30d": a whole number and one unit. @return nothing for anything else, also for what
/// would be over 1,000 years.
[[nodiscard]] std::optional<std::chrono::seconds> read_duration(std::string_view text);
/// The shortest text that `read_duration` reads as `span`.
[[nodiscard]] std::string to_text(std::chrono::seconds span);

/// "03:00", from "00:00" to "23:59". @return what it is after midnight; nothing for anything else.
[[nodiscard]] std::optional<std::chrono::minutes> read_time_of_day(std::string_view text);

}  // namespace lacuna
