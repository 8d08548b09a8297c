#pragma once

#include "daemon/verdict/judge.hpp"
#include "daemon/watchlist/item.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lacuna {

/// What the counts of a day need to know of one judged item on one list.
struct counted_item {
    judgement judged{};
    /// Whether its first ordinary batch of the day returned it; none if not asked in one.
    std::optional<bool> first_ask{};
    std::string_view username{};  ///< Empty if not known.
    /// Known, from elsewhere than the audited API, to be in the documented scope on that day.
    bool scope_known_in = false;
    /// Whether it was retrievable a week before; none if it did not count then.
    std::optional<bool> week_before{};
};

/// How many items had which verdict: key (kind, counts).
using verdict_counts = std::map<std::pair<verdict_kind, bool>, std::int64_t>;

/// One list on one day (DESIGN: rates). Shares are 0 to 1. No share but coverage where the list was chosen
/// for its outcome.
struct day_rate {
    std::int64_t retrievable = 0;  ///< Of those that count.
    std::int64_t missing = 0;      ///< Of those that count.
    /// None without a headline: fewer than 30 counting items, or coverage below 0.95.
    std::optional<double> completeness{};
    /// 95 % interval of it: the wider of Wilson's and of the bootstrap over creators, an item without a known
    /// creator being one of its own.
    std::optional<double> low{}, high{};
    /// Completeness if all open items were missing, or none. None below 30 countable items; there even
    /// without a headline, where coverage is too low for one.
    std::optional<double> range_low{}, range_high{};
    /// Share returned the first time it was asked in an ordinary batch, of the countable items that were; not
    /// only of those that count, or leaving out what is absent and not yet confirmed would flatter it. None
    /// by the headline's rule.
    std::optional<double> first_ask{};
    /// Counting / countable (public, in-scope, settled). None if nothing is countable.
    std::optional<double> coverage{};
    std::int64_t creators = 0;  ///< Distinct known creators among the counting items.
    /// Of the counting items those that counted a week before, too, and how many of them were retrievable
    /// then and now.
    std::int64_t pair_items = 0, pair_then = 0, pair_now = 0;
    std::int64_t open = 0;  ///< Countable, but unconfirmed or not measured.
};

inline constexpr std::int64_t fewest_for_headline = 30;
inline constexpr double least_coverage = 0.95;

/// The seed of a list's intervals on a day: counting again gives the same ones.
[[nodiscard]] std::uint64_t interval_seed(list_key list, utc_day day) noexcept;

[[nodiscard]] verdict_counts count_verdicts(std::vector<counted_item> const& items);
/// @param rate_allowed false for a list chosen for its outcome (`selection::chosen_for_being_missing`): it
///        gets counts and histories, never a rate.
/// @param seed of the bootstrap (interval_seed).
[[nodiscard]] day_rate rate_of(std::vector<counted_item> const& items, bool rate_allowed = true,
                               std::uint64_t seed = 0);

}  // namespace lacuna
