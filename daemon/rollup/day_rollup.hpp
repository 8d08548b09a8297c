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
    std::optional<bool> first_ask{};  ///< Whether its first ordinary batch of the day returned it; none if not asked in one.
    std::string_view username{};      ///< Empty if not known.
};

/// How many items had which verdict: key (kind, counts).
using verdict_counts = std::map<std::pair<verdict_kind, bool>, std::int64_t>;

/// One list on one day (DESIGN: rates). Shares are 0 to 1.
struct day_rate {
    std::int64_t retrievable = 0;            ///< Of those that count.
    std::int64_t missing = 0;                ///< Of those that count.
    std::optional<double> completeness{};    ///< None without a headline: fewer than 30 counting items, or coverage < 0.95.
    std::optional<double> low{}, high{};     ///< 95 % interval of it.
    std::optional<double> range_low{};       ///< If all open items were missing …
    std::optional<double> range_high{};      ///< … or none.
    std::optional<double> first_ask{};       ///< Share returned the first time it was asked in an ordinary batch.
    std::optional<double> coverage{};        ///< Counting / public, in-scope, settled.
    std::int64_t creators = 0;               ///< Distinct known creators among the counting items.
    std::int64_t open = 0;                   ///< Countable, but unconfirmed or not measured.
};

inline constexpr std::int64_t fewest_for_headline = 30;
inline constexpr double least_coverage = 0.95;

[[nodiscard]] verdict_counts count_verdicts(std::vector<counted_item> const& items);
[[nodiscard]] day_rate rate_of(std::vector<counted_item> const& items);

}  // namespace lacuna
