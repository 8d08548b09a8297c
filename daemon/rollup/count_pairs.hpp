#pragma once

#include "daemon/time/utc.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lacuna {

// What both arms say of how often a video was seen, liked, commented, shared and kept. It is told beside the
// verdicts and decides none. A negative number is told, but compared with nothing: no count can be negative.

/// In the order of tiktok::five_counts.
inline constexpr std::array<std::string_view, 5> count_words{"views", "likes", "comments", "shares",
                                                             "favourites"};
/// A count is compared with the highest of so many days before.
inline constexpr std::chrono::days days_compared{14};

/// What was said of one item on one day; nothing where an arm did not say.
struct count_day {
    utc_day day{};
    tiktok::five_counts api{};
    tiktok::five_counts seen{};  ///< By the public, says the presence arm.
};

struct told_count {
    std::optional<std::int64_t> api{};
    std::optional<std::int64_t> seen{};
    /// API to public; none unless both are there, and nothing can be said of a public count of 0.
    std::optional<double> ratio{};
    /// How far below the highest of the days before; none: not below, or nothing to compare.
    std::optional<std::int64_t> api_fell_by{};
    std::optional<std::int64_t> seen_fell_by{};
};

struct told_day {
    utc_day day{};
    std::array<told_count, 5> counts{};
};

/// Of one item.
/// @param days oldest first, no day twice; those before `from` are compared with, and not told.
[[nodiscard]] std::vector<told_day> told_days(std::vector<count_day> const& days, utc_day from);

/// One item that the API returned on a day.
struct listed_counts {
    tiktok::five_counts api{};
    tiktok::five_counts highest{};  ///< Of the API, over the days before.
    tiktok::five_counts seen{};
};

/// Of one count, over the items that the API returned on a day.
struct count_figures {
    std::int64_t items = 0;
    std::int64_t present = 0;   ///< Of those, with the count.
    std::int64_t compared = 0;  ///< Of those, with one of the days before.
    std::int64_t fell = 0;      ///< Of those, below it.
    std::int64_t pairs = 0;     ///< Items with a ratio.
    std::int64_t near = 0;      ///< Of those, with one of `near_one`.
    std::optional<double> median_ratio{};

    [[nodiscard]] std::optional<double> share() const;  ///< Present of all; none without items.
};

/// API to public, of the items that have both, in no order. @param which of the five.
[[nodiscard]] std::vector<double> ratios_of(std::vector<listed_counts> const& items, std::size_t which);
/// Counts that are read minutes apart, and rounded by the public page, are called equal so far from 1.
inline constexpr double near_one = 0.1;

[[nodiscard]] std::array<count_figures, 5> figures_of(std::vector<listed_counts> const& items);

}  // namespace lacuna
