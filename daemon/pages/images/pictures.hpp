#pragma once

#include "daemon/pages/figure_parts.hpp"
#include "daemon/pages/images/list_figure.hpp"
#include "daemon/pages/lists/list_parts.hpp"
#include "daemon/store/item_reader.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

/// SVG documents of a list's figures: with title, days, sentence, source and the permalink drawn inside.
/// Where there is nothing to draw they say so.
[[nodiscard]] std::string trend_picture(list_figure const& figure);
[[nodiscard]] std::string counts_picture(list_figure const& figure);

/// Of a page about one list: its figure and the sentence that the page begins with.
struct part_figure {
    list_part_view part{};
    std::string address{};  ///< Of the page.
    std::string sentence{};
    std::optional<figure_parts> parts{};  ///< None: nothing to draw, as the sentence says.
    std::optional<utc_day> newest{};      ///< The newest day that is told of.
};
[[nodiscard]] std::string part_picture(part_figure const& figure);

struct item_strip_view {
    site_facts site{};
    standing now{};
    item_summary item{};
    std::string letters{};  ///< A verdict's letter a day, '\0' where there is none; [0] is `from`.
    utc_day from{}, to{};
    asked_days asked{};
};
/// A row a month, a cell a day.
[[nodiscard]] std::string strip_picture(item_strip_view const& view);

/// The style sheet inside every picture: web/chart.css and web/picture.css.
[[nodiscard]] std::string const& picture_style();

}  // namespace lacuna::pages
