#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lacuna {

/// Reads "Fri, 20 Nov 2026 05:12:09 GMT", the one form of an HTTP date that may be sent (RFC 9110, 5.6.7);
/// the day's name is not checked. Nothing for anything else.
[[nodiscard]] std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text);

}  // namespace lacuna
