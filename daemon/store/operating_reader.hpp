#pragma once

#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"
#include "daemon/verdict/verdict.hpp"
#include "daemon/watchlist/item.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>

namespace lacuna {

/// What an operator watches and no page shows.
class operating_reader {
public:
    explicit operating_reader(database& db) : db_{db} {}

    using reasons = std::map<verdict_reason, std::int64_t>;
    /// By public list: why items stayed not measured on the newest day that has a run, void or not. A list
    /// that had no such item is not there.
    [[nodiscard]] boost::asio::awaitable<std::map<list_key, reasons>> not_measured();

    /// The first day from which on there is no partition for verdicts under the rules in force today; none
    /// before the first run has ended.
    [[nodiscard]] boost::asio::awaitable<std::optional<utc_day>> partitions_end(utc_day today);

private:
    database& db_;
};

}  // namespace lacuna
