#pragma once

#include <string>
#include <string_view>

namespace lacuna::charts {

/// A coordinate with at most one decimal and no trailing zero: "12", "12.5", "-0.3".
[[nodiscard]] std::string px(double value);

/// `text` safe inside an element or a quoted attribute of SVG or HTML.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace lacuna::charts
