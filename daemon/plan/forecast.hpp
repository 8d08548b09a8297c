#pragma once

#include "daemon/plan/batch.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

/// Items known to be returned that a confirmation call holds at least (DESIGN: planning, rule 4).
inline constexpr std::size_t fewest_controls = 20;

/// What is known beforehand for a forecast. Shares are 0 to 1, from the last valid day, or assumed.
struct forecast_basis {
    std::vector<dated_item>
        dated{};  ///< Never asked for: the shares below tell what is to be expected of them.
    // What earlier days left behind, of items that were asked for.
    std::vector<dated_item> known_public{};   ///< Public when last read: the first pass asks for them.
    std::vector<dated_item> to_confirm{};     ///< Of those, absent and to be confirmed.
    std::vector<dated_item> to_quarantine{};  ///< Not public, and not asked for this week.
    std::int64_t not_public = 0;              ///< All that were not when last read.
    std::int64_t undated = 0;                 ///< Items the API arm cannot ask by id.
    double public_share = 0.9;
    double absent_share = 0.1;         ///< Of the public ones.
    bool shares_assumed = true;        ///< No valid day yet.
    double failed_share = 0;           ///< Of the calls of the last valid day: each is asked again.
    double presence_per_second = 1.0;  ///< 0: unlimited.
    std::int64_t daily_calls = 1000;   ///< Over all vantages.
    std::int64_t reserve_calls = 200;
};

struct forecast {
    std::int64_t items = 0;
    std::int64_t unplannable = 0;
    std::int64_t first_pass_calls = 0;    ///< At most: packing all dated items.
    std::int64_t confirmation_calls = 0;  ///< Expected: absent items and at least 20 known ones a call.
    std::int64_t quarantine_calls = 0;    ///< Expected, a week's share for one day.
    double presence_hours = 0;            ///< Everybody once, absent ones once more; 0 without a limit.
    /// Until everything is measured once and absences are confirmed; 0: never, the budget is too small.
    std::int64_t days = 1;
    bool shares_assumed = true;
};

/// What one day's run, repeated until all is judged, would cost.
[[nodiscard]] forecast forecast_day(forecast_basis const& basis);

/// Which of today's batches the budget can reach when it cannot reach all: those with items left out
/// yesterday first, the rest in a random order that follows from `seed` (the same on every machine); never by
/// age.
/// @param batches in order of creation time, as `pack` gives them.
/// @param first one flag a batch; those that it does not reach are false.
/// @return indexes into `batches`, in order of creation time, at most `calls`.
[[nodiscard]] std::vector<std::size_t> choose_batches(std::vector<batch> const& batches,
                                                      std::vector<bool> const& first, std::int64_t calls,
                                                      std::int64_t seed);

}  // namespace lacuna
