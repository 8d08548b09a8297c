#pragma once

#include "daemon/pages/layout.hpp"
#include "daemon/store/event_reader.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/list_store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::pages {

struct item_view {
    site_facts site{};
    standing now{};
    item_summary item{};
    std::vector<watchlist> lists{};      ///< Those of the item that the reader may see.
    std::vector<day_verdict> history{};  ///< All of it, oldest first.
    std::vector<metadata_row> metadata{};
    std::vector<shown_event> events{};  ///< Newest first; one more than are shown where there are more.
    std::size_t most_days = 366;        ///< Rows of the table of days.
};

inline constexpr std::int64_t events_of_item = 20;

/// JSON with line breaks and indentation; text that is not JSON comes back readable as well.
[[nodiscard]] std::string indented(std::string_view json);

[[nodiscard]] std::string render_item(item_view const& view);

}  // namespace lacuna::pages
