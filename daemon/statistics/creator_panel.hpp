#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace lacuna {

/// A creator's items of one list on one day.
struct creator_day {
    std::string creator{};
    std::int64_t counting = 0;
    std::int64_t returned = 0;  ///< Of those that count.
};

/// A creator with fewer counting items is no evidence of being withheld whole.
inline constexpr std::int64_t fewest_items_of_creator = 5;

/// Creators as blocks: are they returned whole, in part, or not at all?
struct creator_panel {
    std::int64_t creators = 0;  ///< With at least one counting item.
    std::int64_t judged = 0;    ///< With at least 5.
    std::int64_t whole = 0;     ///< Of those judged, all returned …
    std::int64_t none = 0;      ///< … and none.
    /// Creators with exactly 10 counting items, by how many of them were returned: [0] to [10].
    std::array<std::int64_t, 11> of_ten{};
    /// All judged ones, by tenths returned, to the nearest; but only who had none is in [0], and all in [10].
    std::array<std::int64_t, 11> tenths{};
};

[[nodiscard]] bool has_none(creator_day const& creator) noexcept;
[[nodiscard]] creator_panel panel_of(std::vector<creator_day> const& creators);

}  // namespace lacuna
