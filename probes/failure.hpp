#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lacuna {

/// Why an endpoint gave no usable answer. A closed list: it is stored, counted and shown, so a value may be
/// added but never renamed or renumbered.
enum class probe_failure : std::int16_t {
    unreachable = 1,   ///< No TCP connection: DNS, refused, reset, closed before an answer.
    timed_out = 2,     ///< The answer was not complete within the limit.
    tls = 3,           ///< The handshake failed, or the certificate was not for this host or not trusted.
    refused = 4,       ///< 401 or 403, or an error code that says our credential or question is not accepted.
    rate_limited = 5,  ///< 429.
    server_error = 6,  ///< Any 5xx.
    unreadable = 7,    ///< Not the documented shape: not HTTP, not JSON, no envelope, an odd status.
    too_large = 8,     ///< Header or body over our limit, before or after decompression.
};
[[nodiscard]] std::string_view to_string(probe_failure failure) noexcept;

/// The failure that an HTTP status alone means; none for 200. An undocumented status is `unreadable`.
[[nodiscard]] std::optional<probe_failure> failure_of_status(unsigned http_status) noexcept;

}  // namespace lacuna
