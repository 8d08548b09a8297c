#pragma once

#include <string>
#include <string_view>

namespace lacuna::charts {

/// A coordinate with at most one decimal and no trailing zero: "12", "12.5", "-0.3".
[[nodiscard]] std::string px(double value);

/// `text` safe inside an element or a quoted attribute of SVG or HTML, without what XML does not allow: an
/// SVG of its own is XML, and one such character would keep all of it from being drawn.
/// @param text valid UTF-8.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace lacuna::charts
