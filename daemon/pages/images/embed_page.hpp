#pragma once

#include "daemon/pages/images/list_figure.hpp"

#include <optional>
#include <string>

namespace lacuna::pages {

/// A small page for a frame on somebody else's: one figure with its table twin, what must be said before it,
/// its source and the way to the page. @param drawn none: it says that there is nothing to draw.
[[nodiscard]] std::string render_embed(list_figure const& shown, std::optional<figure> const& drawn);

}  // namespace lacuna::pages
