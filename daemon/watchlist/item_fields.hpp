#pragma once

#include "daemon/watchlist/item_reference.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace lacuna {

// What may be said about an item from outside, one field at a time: the same rules for CSV and JSON.
// All leave `bad_input::where` to the caller and take surrounding blanks away.

/// "name" or "@name": letters, digits, '_' and '.', up to 100. @return it without the '@'; empty for empty.
[[nodiscard]] checked<std::string> read_username(std::string_view text);

/// An ISO 3166 code of two letters in any case. @return it in upper case; empty for empty.
[[nodiscard]] checked<std::string> read_region(std::string_view text);

/// RFC 3339 with an offset or 'Z', or whole Unix seconds; from 2014 (no earlier video can be on TikTok) to
/// 2099.
[[nodiscard]] checked<std::chrono::sys_seconds> read_created_at(std::string_view text);

/// Free text up to `most` bytes without control characters other than tab and newline (PostgreSQL cannot
/// store NUL).
[[nodiscard]] checked<std::string> read_free_text(std::string_view text, std::size_t most);

}  // namespace lacuna
