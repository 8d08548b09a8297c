#pragma once

#include "daemon/time/utc.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace lacuna {

/// A list's paired panel on one day: the items that count that day and counted on two days before it, so that
/// a change of each could have been seen (panel_history). A list may have days without one.
struct panel_day {
    utc_day day{};
    std::int64_t panel = 0;     ///< Items that could have changed.
    std::int64_t creators = 0;  ///< Of those; an item without a known creator is one of its own.
    std::int64_t lost_items = 0;
    std::int64_t returned_items = 0;
    std::int64_t lost_creators = 0;      ///< Creators with at least one newly lost item …
    std::int64_t returned_creators = 0;  ///< … and with at least one newly returned.
};

/// A fall or rise of a list that its own past does not explain.
struct panel_change {
    enum class direction { fell, rose } is = direction::fell;
    utc_day began{};            ///< Earliest day of the panel on which its items may first have changed.
    utc_day found{};            ///< The day whose readings established it.
    utc_day last{};             ///< It went on until then; `found` if it was a matter of one window.
    std::int64_t items = 0;     ///< Net: newly lost less newly returned, or the other way round.
    std::int64_t creators = 0;  ///< Gross, summed over days.
    std::int64_t panel = 0;     ///< On `found`.
    double chance = 1;          ///< That the list's past alone would bring as much, on `found`.
    /// Of a fall: the day by which half of it had come back, net. None: still open, or a rise.
    std::optional<utc_day> closed{};

    /// In points of the panel, 0 to 100.
    [[nodiscard]] double points() const {
        return panel > 0 ? 100.0 * static_cast<double>(items) / static_cast<double>(panel) : 0;
    }
};

/// Below this chance a change is one. Four windows a day make 1,460 overlapping tests a year, so at most 0.3
/// false falls a year, and 0.3 false rises.
inline constexpr double chance_of_change = 2e-4;
inline constexpr double least_share_of_change = 0.01;  ///< Of the panel …
inline constexpr std::int64_t fewest_items_of_change = 3;
/// Days before a window, without which nothing is tested.
inline constexpr std::int64_t fewest_days_of_past = 5;
/// Days before a window that are its past.
inline constexpr std::int64_t most_days_of_past = 90;
/// Below this many creators, items are counted: a two-day outage of one of so few is a fall of the list.
inline constexpr std::int64_t fewest_creators_to_count = 10;
/// Past days on which items changed, from which on it is known how much they do so together.
inline constexpr std::int64_t fewest_eventful_days = 5;

/// All changes in a panel's history, oldest first; the same history always gives the same ones, and a longer
/// one the same beginning (but for `last`, `items`, `creators` and `closed` of what was still going on).
///
/// Each day asks for the 1, 2, 3 and 7 days of the panel that end with it: are more creators newly lost than
/// in the up to 90 days before? By the conditional test of two Poisson rates (Przyborowski and Wilenski
/// 1940): of K past and n new, n or more fall into w of T + w days with the binomial chance at w / (T + w).
/// It is exact whatever the true rate is, so it holds with ten days of past and for a list that never
/// flickered. Counts are divided by the past's variance over its mean where that is above 1. Creators,
/// because their items fail together; and items as well, at twice the chance, where the past shows how much
/// they do: else some whole creators would be lost among many single items that come and go. Days of an
/// earlier change are no past. What comes within seven days of a change goes to it.
/// @param history in the order of days, without void days; panels of 0 are passed over.
[[nodiscard]] std::vector<panel_change> panel_changes(std::vector<panel_day> const& history);

/// The newest fall that has not closed.
[[nodiscard]] std::optional<panel_change> fall_of(std::vector<panel_day> const& history);

/// P(X >= n), X binomial of past + n at window / (days + window); 1 for n = 0. Counts need not be whole.
[[nodiscard]] double chance_of_more(double past, double days, double n, double window);

}  // namespace lacuna
