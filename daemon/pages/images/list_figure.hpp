#pragma once

#include "daemon/pages/figures.hpp"
#include "daemon/pages/page_sources.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// What the figures of a list draw wherever they stand alone: as pictures and as embeds.
struct list_figure {
    site_facts site{};
    standing now{};
    watchlist list{};
    std::vector<list_day> days{};  ///< Oldest first; a week before `from` as well.
    utc_day from{}, to{};
    std::vector<annotation> annotations{};
    std::vector<shown_event> events{};
    asked_days asked{};

    [[nodiscard]] figure_view view() const { return {list, days, from, to, annotations, events, asked}; }
};

/// ?days= 7 to 3,660 and to=.
[[nodiscard]] checked<asked_days> read_asked_days(api::request const& asked);
/// The days that the list's page shows under the same parameters. None if the list does not exist for `who`.
[[nodiscard]] boost::asio::awaitable<std::optional<list_figure>> gather_list_figure(page_sources from,
                                                                                    std::string slug,
                                                                                    asked_days asked,
                                                                                    audience who);

}  // namespace lacuna::pages
