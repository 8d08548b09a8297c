#pragma once

#include "daemon/commands/commands.hpp"
#include "daemon/watchlist/data_donation.hpp"

#include <optional>

namespace lacuna {

/// What is kept of somebody's TikTok export: a file of it, or the folder that its zip was unpacked into
/// (links in it are not followed).
/// @return none: it is a file that is no export. bad_input: nothing of it can be taken.
/// @throws std::runtime_error if it cannot be read at all.
[[nodiscard]] checked<std::optional<data_donation>> read_donation(std::string const& path);

/// Puts the videos of a donation on a private list, which is made where there is none. Refused for a public
/// list and for one whose items were chosen otherwise; when, how and how often is not known here any more.
[[nodiscard]] boost::asio::awaitable<int> import_donation(database& db, import_order order,
                                                          data_donation donation, utc_time now);

}  // namespace lacuna
