#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/run/day_record.hpp"

#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lacuna {

/// One past day as it is stored.
struct stored_day {
    utc_day day{};
    /// Who was due: everybody with a verdict of that day, whatever became of the lists since; and the videos
    /// on no list that tested its calls. Scope by the rules that are now in force for that day.
    std::vector<due_item> items{};
    std::unordered_map<item_key, verdict_row> stands{};  ///< The verdicts that were shown so far.
    day_observations seen{};
    run_id run{};  ///< The last of the day.
    utc_time run_began{};
    bool presence_off = false;  ///< As it was that day.
};

/// What a day comes to by the rules of now.
struct rejudged_day {
    std::vector<verdict_row> verdicts{};
    run_ending ending{};
};

/// Judges the stored days one after another as their runs would have, had they had these rules; what a day
/// leaves behind goes on into the next. Pure. What a run could not reach is not told by observations: where
/// the verdict that stands says that quota or time was spent, that is kept.
class rejudging {
public:
    /// @param rules whether a presence arm was configured is the day's own.
    explicit rejudging(day_rules rules) : rules_{rules} {}

    /// Days in ascending order, none that has observations left out.
    /// @param following blocks of the day after, if that day was judged: they close brackets.
    [[nodiscard]] rejudged_day next(stored_day const& day, std::vector<presence_block> const& following);

    /// What all these days left behind.
    [[nodiscard]] std::vector<past_row> pasts() const;

private:
    struct quarantine {
        call_id call{};
        utc_day day{};
        verdict_kind kind{};
    };

    [[nodiscard]] std::vector<due_item> due_on(stored_day const& day) const;
    void remember(day_record const& record, rejudged_day const& judged);

    day_rules rules_;
    std::unordered_map<item_key, item_past> pasts_{};
    std::unordered_map<item_key, quarantine> quarantines_{};
    std::unordered_map<item_key, verdict_kind> yesterday_{};
    utc_day last_day_{};
};

/// How verdicts changed, by kind before and after.
struct verdict_changes {
    struct items {
        std::int64_t n = 0;
        std::vector<std::int64_t> some{};  ///< Platform ids, at most ids_shown.
    };
    static constexpr std::size_t ids_shown = 3;

    std::map<std::pair<verdict_kind, verdict_kind>, items> kinds{};
    std::int64_t otherwise = 0;  ///< The same kind, by another reason, grade or call.
    std::int64_t judged = 0;

    void add(verdict_changes const& more);
};
[[nodiscard]] verdict_changes changes_of(stored_day const& day, rejudged_day const& judged);

}  // namespace lacuna
