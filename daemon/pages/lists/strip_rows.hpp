#pragma once

#include "daemon/charts/cells.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/time/utc.hpp"

#include <string_view>
#include <vector>

namespace lacuna::pages {

/// One item with its strip: id, href, creation, newest verdict, strip (SVG), runs (the strip in words). The
/// creator's name and address are the page's to add.
/// @param letters one a day from `from` to `to`; empty: no strip.
[[nodiscard]] fields strip_row(item_summary const& item, std::string_view letters, utc_day from, utc_day to);

/// Swatches and words of what the strips draw: [{swatch, glyph, words}].
/// @param from their first day.
[[nodiscard]] fields strip_legend(std::vector<item_strip> const& strips, utc_day from);

/// What a cell of such strips stands for: days up to 200, then weeks, and months beyond four years.
[[nodiscard]] charts::cell_size cell_for(std::size_t days) noexcept;

}  // namespace lacuna::pages
