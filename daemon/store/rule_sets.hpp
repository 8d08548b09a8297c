#pragma once

#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/time/utc.hpp"
#include "daemon/verdict/verdict.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// A judge and the scope rules as they stood when it was made. For a day the newest one whose `from` is not
/// after it is in force; verdicts under the others stay, and are shown nowhere.
struct rule_set {
    std::int16_t version = 0;
    std::int16_t judge = 0;
    utc_day from{};
    std::optional<utc_time> made_at{};  ///< None: from before rule sets were recorded.
    std::string words{};
};

/// Days, both included, that one rule version is in force for.
struct rule_span {
    std::int16_t version = 0;
    utc_day first{};
    utc_day last{};
};

/// Whose verdicts: ours, each day's under the rules in force for it, or somebody else's series.
enum class verdict_origin { ours, imported };
[[nodiscard]] inline verdict_origin origin_of(watchlist const& list) noexcept {
    return list.imported ? verdict_origin::imported : verdict_origin::ours;
}

/// What has to be read for the days `from` to `to`, oldest first, without gap or overlap. Few: queries go
/// through them one by one, so that each names its partitions.
[[nodiscard]] std::vector<rule_span> spans_between(pqxx::work& transaction, verdict_origin whose,
                                                   utc_day from, utc_day to);

/// Under which version verdicts of that day are written and read.
[[nodiscard]] std::int16_t rule_of(pqxx::work& transaction, utc_day day);

/// All of ours that are in force on some day, oldest first.
[[nodiscard]] boost::asio::awaitable<std::vector<rule_set>> rule_sets_in_force(database& db, audience who);

/// Whoever is about to judge the runs of `now`'s day calls this first, under the run lock: where the newest
/// rule set has an older judge than the program, a new one begins with the day after the last run that ended
/// (from the beginning where none has), but never after today.
void adopt_judge(pqxx::work& transaction, utc_time now);

/// Drops what a re-judging that was cut off has written. @return the version that is free then.
[[nodiscard]] std::int16_t clear_next_version(pqxx::work& transaction);
void insert_rule_set(pqxx::work& transaction, rule_set const& made);

}  // namespace lacuna
