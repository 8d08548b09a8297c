#pragma once

#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/lists/list_parts.hpp"
#include "daemon/statistics/creator_panel.hpp"
#include "daemon/store/rate_reader.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

struct where_from_view {
    list_part_view part{};
    std::optional<utc_day> day{};              ///< Asked for; none: the newest that is not void.
    std::map<std::string, list_day> strata{};  ///< By name, "all" among them; empty: no counts that day.
    std::vector<creator_day> creators{};       ///< Of that day.
};

/// In how many regions and years of creation the videos lie and where most are missing; or why that cannot be
/// said.
[[nodiscard]] std::string where_from_sentence(where_from_view const& view);
/// The figure that stands for the page: by region, else by year of creation, else of the whole list. None
/// without counts.
[[nodiscard]] std::optional<figure_parts> where_from_parts(where_from_view const& view);
[[nodiscard]] std::string render_where_from(where_from_view const& view);

/// One list on its newest day that is not void.
struct list_standing {
    watchlist list{};
    std::optional<list_day> day{};
};
struct lists_view {
    site_facts site{};
    standing now{};
    std::vector<list_standing> lists{};
};
/// The page over all lists: side by side, never as one.
[[nodiscard]] std::string render_lists_where_from(lists_view const& view);

}  // namespace lacuna::pages
