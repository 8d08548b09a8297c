#pragma once

#include "daemon/statistics/counting_day.hpp"
#include "daemon/statistics/panel_change.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// What an item's newest counting day changed, flicker taken out: it is newly lost when it was missing on two
/// counting days running after having been returned (on two running, or on its first day), and newly returned
/// the other way round. A single day either way is nothing.
enum class item_shift { none, lost, returned };

/// Follows one item from counting day to counting day.
class debounce {
public:
    /// @param returned whether the item was retrievable (else missing) on its next counting day.
    item_shift next(bool returned) noexcept;
    /// The item counted on two days before the one last given: it could have changed on that one.
    [[nodiscard]] bool paired() const noexcept { return days_ > 2; }
    /// The state without flicker; none before the first day.
    [[nodiscard]] std::optional<bool> state() const noexcept {
        return days_ > 0 ? std::optional{state_} : std::nullopt;
    }

private:
    bool state_ = false;
    bool before_ = false;
    int days_ = 0;  ///< Up to 3.
};

/// Gathers a list's panel days item by item.
class panel_history {
public:
    /// @param creator empty if not known: then the item is a creator of its own.
    /// @param days in order, each at most once; only days on which the item counts, and no day whose API arm
    /// is
    ///        void. Days from before the ones wanted (a month is plenty) make the first ones right.
    void add_item(std::string_view creator, std::vector<counting_day> const& days);
    /// In order; only those on which some item was paired.
    [[nodiscard]] std::vector<panel_day> days() const;

private:
    struct gathered {
        panel_day sums{};
        // Numbers of creators, with repetitions.
        std::vector<std::size_t> seen{}, lost{}, returned{};
    };
    std::map<std::string, std::size_t, std::less<>> numbers_;
    std::size_t next_number_ = 0;
    std::map<utc_day, gathered> days_;
};

}  // namespace lacuna
