#pragma once

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
[[nodiscard]] fields strip_legend(std::vector<item_strip> const& strips);

}  // namespace lacuna::pages
