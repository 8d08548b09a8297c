#pragma once

#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/time/utc.hpp"
#include "daemon/watchlist/item.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna {

/// A creator's items on one list.
struct creator_on_list {
    list_key list{};
    std::string slug{}, title{};
    bool imported = false;
    std::int64_t items = 0;  ///< On the list, not archived.
    /// On the newest day that the list has counts for: of those of the items that were on it then. `rate`
    /// holds how many count, and no share; `day` is none without such a day.
    std::optional<list_day> newest{};
};

/// Reads what one creator's items came to. Whoever sees a list sees the creators on it: without a key, items
/// and days that are on private lists alone do not exist.
class creator_history {
public:
    explicit creator_history(database& db) : db_{db} {}

    /// By title; none if nobody of that name is on a list that the audience may see.
    [[nodiscard]] boost::asio::awaitable<std::vector<creator_on_list>> lists(std::string name, audience who);
    /// Oldest first, both days included; over all lists that the audience may see, an item counted once,
    /// while it is on one of them. Ours alone: somebody else's series say nothing of what counts.
    [[nodiscard]] boost::asio::awaitable<std::vector<list_day>> days(std::string name, utc_day from,
                                                                     utc_day to, audience who);

private:
    database& db_;
};

}  // namespace lacuna
