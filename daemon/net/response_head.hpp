#pragma once

#include "daemon/api/http.hpp"

#include <string>
#include <string_view>

namespace lacuna::net {

enum class framing { length, chunked, until_close };

/// Status line and header fields of an answer, ready to be sent: those of the handler, the length, Date,
/// Connection, and the security headers that the handler did not set itself (one it set to "" is left out).
/// Characters that would end a header line are dropped from values.
[[nodiscard]] std::string response_head(api::response const& answer, framing how, bool keep_alive,
                                        std::string_view date);

/// The words of RFC 9110 for a status.
[[nodiscard]] std::string_view reason_phrase(unsigned status);

}  // namespace lacuna::net
