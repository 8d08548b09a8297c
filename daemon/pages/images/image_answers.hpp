#pragma once

#include "daemon/api/http.hpp"

#include <string>
#include <string_view>

namespace lacuna::pages {

/// An SVG document that anybody may show on their own pages. Nothing in it may run or be fetched; of styles
/// only the one whose text is given.
/// @param style exactly what stands between <style> and </style>; empty: none.
[[nodiscard]] api::response image(std::string svg, std::string_view style);

/// "sha256-…", as a Content-Security-Policy names what it allows.
[[nodiscard]] std::string csp_hash(std::string_view text);

}  // namespace lacuna::pages
