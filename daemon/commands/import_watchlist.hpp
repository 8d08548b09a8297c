#pragma once

#include "daemon/commands/commands.hpp"
#include "daemon/store/series_store.hpp"

namespace lacuna {

/// Adds a file's items to a list, which is made where there is none; says on stderr what was refused.
/// @param now from when on the items are watched.
[[nodiscard]] boost::asio::awaitable<int> import_watchlist(database& db, import_order order, utc_time now);

/// Brings in somebody else's series as the history of an imported list.
[[nodiscard]] boost::asio::awaitable<int> import_series(database& db, import_order order, utc_time now);

/// Reads `date,video_id,state` with a header; state is available, not_available or error.
[[nodiscard]] checked<std::vector<imported_state>> read_series(std::string_view text);

}  // namespace lacuna
