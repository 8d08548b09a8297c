#pragma once

#include "daemon/rollup/lag.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/watchlist/item.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace lacuna {

/// From a list's verdicts, each day's under the rules in force for it; no day whose API arm is void.
class lag_reader {
public:
    explicit lag_reader(database& db) : db_{db} {}

    /// Of the items with a known creation time that were added within `longest_lag` after it and asked for.
    [[nodiscard]] boost::asio::awaitable<std::vector<lag_history>> histories(list_key list, utc_day today,
                                                                             audience who);

private:
    database& db_;
};

}  // namespace lacuna
