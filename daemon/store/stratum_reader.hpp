#pragma once

#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace lacuna {

/// How many items had a verdict that day, counting or not.
[[nodiscard]] std::int64_t items_counted(list_day const& day, verdict_kind kind) noexcept;

/// Reads how a list divides on one day. Whether it may be seen is for the caller to ask.
class stratum_reader {
public:
    explicit stratum_reader(database& db) : db_{db} {}

    /// Every stratum by its name, "all" and "scope:in" among them, under the rules in force for the day; none
    /// if it has no counts. Of the rates what the headline needs: counts, completeness, its interval,
    /// coverage.
    [[nodiscard]] boost::asio::awaitable<std::map<std::string, list_day>> on(watchlist const& list,
                                                                             utc_day day, audience who);
    /// The newest of the list's days that is not void.
    [[nodiscard]] boost::asio::awaitable<std::optional<utc_day>> newest_sound(watchlist const& list,
                                                                              audience who);

private:
    database& db_;
};

}  // namespace lacuna
