#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// SVG breaks no lines by itself, and which font a reader has is not known: widths are estimates, a little
// wide.
namespace lacuna::charts {

/// About how wide `text` is in a sans-serif font of `size` pixels.
[[nodiscard]] double text_width(std::string_view text, double size);

/// `text` in lines of at most `width` pixels, broken between words; a word that is longer than a line is cut.
/// Of more than `most` lines the last one kept ends in "…".
[[nodiscard]] std::vector<std::string> text_lines(std::string_view text, double width, double size,
                                                  std::size_t most);

}  // namespace lacuna::charts
