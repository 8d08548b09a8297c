#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::api {

/// The two last parts of ".../items/{platform}/{id}". @return nothing unless it is "tiktok" and a positive
/// int64 in plain digits.
[[nodiscard]] std::optional<std::int64_t> read_platform_id(std::string_view platform, std::string_view id);

/// Whole numbers as opaque texts that go into `cursor` and come back out. @return nothing for what we did not
/// make.
[[nodiscard]] std::string to_cursor(std::int64_t place);
[[nodiscard]] std::optional<std::int64_t> read_cursor(std::string_view text);

}  // namespace lacuna::api
