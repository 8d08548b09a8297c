#pragma once

#include "daemon/charts/cells.hpp"
#include "daemon/pages/layout.hpp"
#include "daemon/store/event_reader.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/list_store.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

/// What the address of an item's page asks for, checked.
struct history_question {
    std::optional<charts::cell_size> cell{};  ///< None: whatever fits the length of the history.
    std::optional<verdict_kind> verdict{};    ///< Only these days in the table.
    bool newest_first = true;
    int rows = 60;                ///< Of the table of days: 7 to 366.
    std::optional<utc_day> to{};  ///< Its last day; none: the newest.
};

struct item_view {
    site_facts site{};
    standing now{};
    item_summary item{};
    std::vector<watchlist> lists{};  ///< Those of the item that the reader may see.
    std::string letters{};           ///< The whole history, one a day; begins and ends with a verdict.
    utc_day first{};                 ///< Of `letters`.
    history_question asked{};
    std::vector<day_verdict> days{};      ///< Those that the table shows, oldest first.
    std::optional<day_verdict> newest{};  ///< None before the first day.
    std::vector<metadata_row> metadata{};
    std::vector<shown_event> events{};  ///< Newest first; one more than are shown where there are more.
};
inline constexpr std::int64_t events_of_item = 20;

/// The days that the table shows, oldest first: of those with a verdict that fits, the last up to `to`.
[[nodiscard]] std::vector<utc_day> days_shown(std::string_view letters, utc_day first,
                                              history_question const& asked);

/// JSON with line breaks and indentation; text that is not JSON comes back readable as well.
[[nodiscard]] std::string indented(std::string_view json);

[[nodiscard]] std::string render_item(item_view const& view);

}  // namespace lacuna::pages
