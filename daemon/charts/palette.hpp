#pragma once

#include "daemon/verdict/verdict.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

inline constexpr double cell_width = 7, cell_gap = 1, cell_height = 14;

/// What a cell of a strip looks like, so that colour is never alone.
struct cell_shape {
    /// A rectangle inside the cell: days of one verdict are then one dashed line, however many.
    double left = 0, top = 0, width = cell_width, height = cell_height;
    /// What no rectangle can be: relative SVG path commands after a moveto to the cell's upper left corner,
    /// ending there. Empty: the rectangle.
    std::string_view outline{};
    friend bool operator==(cell_shape const&, cell_shape const&) = default;
};

/// How a verdict is drawn, everywhere: strips, bars and legends come from this one table.
struct verdict_mark {
    verdict_kind kind;
    std::string_view css_class;  ///< Colours live in web/chart.css, for light and dark; Okabe-Ito, never red
                                 ///< against green.
    cell_shape cell{};
};

/// In the order in which bars are stacked, from the ground.
[[nodiscard]] std::array<verdict_mark, 12> const& verdict_marks() noexcept;
[[nodiscard]] verdict_mark const& mark_of(verdict_kind kind) noexcept;
[[nodiscard]] verdict_word const& word_of(verdict_kind kind) noexcept;
/// Of a stored letter; none for '\0' and letters nobody knows.
[[nodiscard]] std::optional<verdict_kind> kind_of(char letter) noexcept;

struct legend_entry {
    verdict_kind kind{};
    std::string_view glyph{};
    std::string_view words{};
    std::string swatch{};  ///< SVG of one cell, decorative.
};
/// One entry a kind, in the table's order, whatever the order of `drawn`; kinds given twice come once.
[[nodiscard]] std::vector<legend_entry> legend(std::span<verdict_kind const> drawn);

}  // namespace lacuna::charts
