#pragma once

#include "daemon/watchlist/item_reference.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace lacuna {

/// One line of a file of items, either understood or refused on its own.
struct item_line {
    std::size_t line = 0;  ///< 1-based, of the file.
    std::string text{};    ///< What stood there, cut at 200 bytes.
    checked<named_item> item;
};

/// Reads CSV with a header (`video_id`, `id` or `url`; optional `platform`, `username`, `region`,
/// `created_at`, `source`, `note`; RFC 4180 quoting, BOM and CRLF accepted) or one id or URL a line (a first
/// line that is itself an id or URL means no header). Blank lines are skipped. `created_at` is RFC 3339 or
/// Unix seconds; platform must be tiktok.
/// @return one entry a non-blank data line; bad_input where the whole cannot be read: no column for the id, a
/// column
///         twice, a quote that never ends, more than `most` lines, not UTF-8.
[[nodiscard]] checked<std::vector<item_line>> read_item_csv(std::string_view text, std::size_t most);

}  // namespace lacuna
