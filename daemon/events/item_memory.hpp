#pragma once

#include "daemon/statistics/panel_history.hpp"
#include "daemon/verdict/judge.hpp"
#include "daemon/watchlist/item.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace lacuna {

/// What an item's counting days so far say of its next change; a day with a void API arm is none.
struct item_memory {
    std::optional<bool> returned{};  ///< On the last of them: retrievable, or missing.
    bool steady = false;             ///< The same without the flicker of single days (debounce).
    int days = 0;                    ///< How many, up to 3.

    /// A letter for it, and back: it is kept by the hundred thousand. @return no memory for any other letter.
    [[nodiscard]] char letter() const noexcept;
    [[nodiscard]] static item_memory of_letter(char letter) noexcept;
    friend bool operator==(item_memory const&, item_memory const&) = default;
};
using memory_by_item = std::unordered_map<item_key, item_memory>;

/// After one more counting day. @param returned whether the item is retrievable (else missing) on it.
[[nodiscard]] item_memory remember(item_memory const& before, bool returned);

/// Counting days that lead to the memory, made up, and then `day`: for panel_history.
[[nodiscard]] std::vector<counting_day> counting_days(item_memory const& before, utc_day day, bool returned);

/// Whether an item is retrievable on a day on which it counts; none if it does not count.
[[nodiscard]] std::optional<bool> counted_as(judgement const& judged) noexcept;

}  // namespace lacuna
