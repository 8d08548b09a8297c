#pragma once

#include "daemon/store/list_store.hpp"
#include "daemon/store/rule_sets.hpp"
#include "daemon/verdict/verdict.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace lacuna {

/// One row of somebody else's series: `date,video_id,state`.
struct imported_state {
    utc_day day{};
    std::int64_t platform_id = 0;
    verdict_kind kind = verdict_kind::imported_error;  ///< One of the three imported ones.
};

class series_store {
public:
    explicit series_store(database& db) : db_{db} {}

    /// Writes a whole series as the history of an imported list (rule version 0), replacing what an earlier
    /// import of the same list wrote; items are made where unknown and never become due by it. Counts of each
    /// day with it. One transaction.
    [[nodiscard]] boost::asio::awaitable<void> import(list_key list, std::vector<imported_state> states,
                                                      utc_time now);

private:
    database& db_;
};

/// Streams verdicts as CSV lines `day,platform,video_id,verdict,reason,rule_version` (no header) in order of
/// day and id, by a cursor, in pieces of about 64 kB, in constant memory; each day
/// under the rules in force for it when the export began.
/// @param take gets each piece; awaited, so a slow reader slows the reading.
[[nodiscard]] boost::asio::awaitable<void> export_verdicts(
    database& db, list_key list, utc_day from, utc_day to, verdict_origin whose, audience who,
    std::function<boost::asio::awaitable<void>(std::string)> take);

}  // namespace lacuna
