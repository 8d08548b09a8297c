#pragma once

#include "daemon/charts/palette.hpp"
#include "daemon/charts/trend.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// A figure that stands alone, as whoever finds it somewhere else needs it: all that a page would say around
/// it is drawn inside.
struct picture {
    std::vector<std::string> warnings{};  ///< Before all else: simulated, out of date.
    std::string title{};                  ///< What is shown.
    std::string subject{};                ///< Of whom or what: a list, a video.
    std::string filters{};                ///< Which days, which items; in words.
    std::string sentence{};               ///< What it says, with its date.
    std::string drawing{};                ///< <svg>…</svg>, made by our charts; empty: nothing to draw.
    double width = 960, height = 0;       ///< Of the drawing.
    std::vector<legend_entry> legend{};
    std::vector<std::string> notes{};  ///< What the drawing's signs mean, and what it cannot show.
    std::string source{};              ///< Who says so, as of when, under which rules.
    std::string permalink{};           ///< Where it can be looked up.
};

/// An SVG document, 960 wide. @param style the text of its style sheet, without '<' and '&'.
[[nodiscard]] std::string picture_svg(picture const& shown, std::string_view style);

}  // namespace lacuna::charts
