#pragma once

#include "daemon/api/http.hpp"
#include "daemon/watchlist/item_reference.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lacuna::api {

[[nodiscard]] response json(std::string body, unsigned status = 200);
[[nodiscard]] response html(std::string body, unsigned status = 200);
[[nodiscard]] response csv(std::string body);
[[nodiscard]] response text(std::string body, std::string_view content_type, unsigned status = 200);

/// RFC 9457: {"type", "title", "status", "detail", …}. `detail` says what was expected and where.
[[nodiscard]] response problem(unsigned status, std::string_view title, std::string_view detail);
[[nodiscard]] response bad_request(bad_input const& wrong);
[[nodiscard]] response not_found(std::string_view what);

/// Query parameters, checked; the message names the parameter and what it accepts.
[[nodiscard]] checked<std::int64_t> number_in(request const& asked, std::string_view name, std::int64_t least,
                                              std::int64_t most, std::int64_t otherwise);
[[nodiscard]] checked<utc_day> day_in(request const& asked, std::string_view name, utc_day otherwise);

}  // namespace lacuna::api
