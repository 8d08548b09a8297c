#pragma once

#include "daemon/pages/layout.hpp"
#include "daemon/store/list_store.hpp"

#include <string>

namespace lacuna::pages {

/// The pages about one list.
enum class list_part { videos, creators, lag, metadata, where_from };

/// What all of them but the first show around what they are about.
struct list_part_view {
    site_facts site{};
    standing now{};
    watchlist list{};
};

/// "/lists/a/creators".
[[nodiscard]] std::string part_path(watchlist const& list, list_part part);

/// "/charts/lists/a/creators.svg?day=…": the part's figure as a picture of its own.
[[nodiscard]] std::string part_image(watchlist const& list, list_part part, std::optional<utc_day> day);

/// HTML: "More about this list", with the one that is shown marked.
[[nodiscard]] std::string part_navigation(watchlist const& list, list_part current);

/// The page itself. @param head without title and path. @param sentence answers. @param body HTML, below.
[[nodiscard]] std::string lay_out_part(list_part_view const& view, list_part part, page_head head,
                                       std::string const& sentence, std::string const& body);

}  // namespace lacuna::pages
