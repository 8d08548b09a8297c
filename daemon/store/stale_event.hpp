#pragma once

#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

namespace lacuna {

/// Opens the event `stale` if no run with a valid API arm has ended for 26 hours before `now`, though one had
/// before. Repeating it changes nothing. @return whether it was opened now.
[[nodiscard]] boost::asio::awaitable<bool> note_stale(database& db, utc_time now);

/// A run with a valid API arm ends: closes what is open.
void end_stale(pqxx::work& transaction, utc_time now);

}  // namespace lacuna
