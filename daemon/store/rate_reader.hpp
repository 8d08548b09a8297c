#pragma once

#include "daemon/rollup/day_rollup.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// One day of one list and stratum, from day_count and day_rate alone.
struct list_day {
    utc_day day{};
    std::int16_t rule_version = 0;  ///< In force for that day.
    verdict_counts counts{};
    day_rate rate{};
    /// The day's last run was void, or more than a third of an imported series' states were errors: kept,
    /// drawn hatched, counted in nothing.
    bool api_void = false;
};

/// The days that a list has counts for lie between these, both included.
struct list_extent {
    utc_day first{}, newest{};
};

struct annotation {
    utc_day day{};
    std::string words{};
    std::string source{};
};

class rate_reader {
public:
    explicit rate_reader(database& db) : db_{db} {}

    /// Oldest first; only days that have counts, each under the rules in force for it.
    [[nodiscard]] boost::asio::awaitable<std::vector<list_day>> days(list_key list, utc_day from, utc_day to,
                                                                     verdict_origin whose, audience who,
                                                                     std::string stratum = "all");
    /// The newest day that has counts for the list.
    [[nodiscard]] boost::asio::awaitable<std::optional<list_day>> newest(list_key list, verdict_origin whose,
                                                                         audience who);
    /// None before the first day.
    [[nodiscard]] boost::asio::awaitable<std::optional<list_extent>> extent(list_key list, audience who);
    /// Of each list the last `days` days up to its newest one, oldest first; read together. Lists without a
    /// day are left out.
    [[nodiscard]] boost::asio::awaitable<std::map<list_key, std::vector<list_day>>> recent(
        std::vector<watchlist> const& lists, int days, audience who);
    /// The newest of those days whose API arm was not void.
    [[nodiscard]] boost::asio::awaitable<std::optional<list_day>> newest_sound(list_key list, audience who);
    /// Which rules the days were judged under.
    [[nodiscard]] boost::asio::awaitable<std::vector<rule_set>> rule_sets(audience who) {
        return rule_sets_in_force(db_, who);
    }
    [[nodiscard]] boost::asio::awaitable<std::vector<annotation>> annotations(utc_day from, utc_day to);

private:
    database& db_;
};

}  // namespace lacuna
