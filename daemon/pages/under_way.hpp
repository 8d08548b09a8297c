#pragma once

#include "daemon/pages/page_sources.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace lacuna::pages {

/// A run that has not ended, as it is told to one audience.
struct under_way {
    run_id run{};
    utc_day day{};
    utc_time now{};
    std::optional<run_progress> progress{};  ///< None: not a run of this process.
    bool all_numbers = false;                ///< Else the phase and percents alone.
};

/// A page that tells of a run under way is kept for a second at most: its numbers are never older than that,
/// and however many ask, it is made once.
void keep_shortly(api::response& answer);

/// The run that this process carries out; none between runs, and none as of an earlier day.
[[nodiscard]] boost::asio::awaitable<std::optional<under_way>> find_under_way(page_sources from,
                                                                              audience who);

/// A bar with numbers, made by the server, and a link that refreshes them; where scripts run they follow by
/// themselves (web/progress.js). HTML; once a page. @param refresh address of the page.
[[nodiscard]] std::string render_under_way(under_way const& told, std::string const& refresh);

}  // namespace lacuna::pages
