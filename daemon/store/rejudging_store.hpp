#pragma once

#include "daemon/run/rejudging.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/store/run_lock.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna {

/// What one day left behind.
struct past_day {
    utc_day day{};
    std::vector<past_row> pasts{};
};

/// What re-judging reads and writes. Verdicts and counts are written a day at a time under a version that
/// nobody reads yet; `finish` switches the readers over in one transaction. Whatever is written and not
/// finished is dropped by the next `begin`, or by a run that begins a rule set.
class rejudging_store {
public:
    explicit rejudging_store(database& db) : db_{db}, lock_{db} {}

    /// Takes the lock of the runs; given back when this goes. @return false while a run is under way.
    [[nodiscard]] boost::asio::awaitable<bool> lock();
    /// Of which a run has ended, oldest first.
    [[nodiscard]] boost::asio::awaitable<std::vector<utc_day>> judged_days();
    /// @return the new version.
    [[nodiscard]] boost::asio::awaitable<std::int16_t> begin();
    [[nodiscard]] boost::asio::awaitable<stored_day> read(utc_day day);
    [[nodiscard]] boost::asio::awaitable<void> write(stored_day const& whole, std::int16_t version,
                                                     rejudged_day judged);

    /// @param left_behind by the last days, as many as are kept (sql/0004): the next run goes on from them.
    [[nodiscard]] boost::asio::awaitable<void> finish(rule_set made, std::vector<past_day> left_behind);

private:
    database& db_;
    run_lock lock_;
};

}  // namespace lacuna
