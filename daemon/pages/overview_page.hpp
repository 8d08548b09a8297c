#pragma once

#include "daemon/pages/headline.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

struct listed {
    watchlist list{};
    std::vector<list_day> days{};  ///< The last 60 up to the list's newest, oldest first.
};

struct overview_view {
    site_facts site{};
    standing now{};
    std::optional<headline_view>
        lead{};  ///< The list that the sentence is about; none before there is a list.
    std::vector<listed> lists{};
    int days = 90;            ///< Shown in the lead's figures.
    std::string under_way{};  ///< HTML of the bar of a run under way; else empty.
};

/// Which list the front page's sentence is about: of those that may have a rate the one with most counting
/// items on its newest sound day, a headline first, then by slug; else any other of ours, an imported one
/// last. None without lists.
[[nodiscard]] std::optional<std::size_t> lead_of(std::vector<listed> const& lists);

[[nodiscard]] std::string render_overview(overview_view const& view);

}  // namespace lacuna::pages
