#pragma once

#include "daemon/charts/trend.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lacuna::charts {

/// The pixels of a drawing with one row a thing: its name, what it is made of, a bar, and what it comes to.
struct row_frame {
    double width = 960;
    double left = 184;   ///< Of the width, before the bars; names stand there unless they stand above.
    double right = 196;  ///< Of the width, behind the bars; what a row comes to stands there, or above.
    double top = 6, bottom = 6;
    double pitch = 28;         ///< From a row to the next.
    double bar = 14;           ///< A bar's height; it stands at the foot of its row.
    double gap = 9;            ///< Below the bar.
    bool words_above = false;  ///< Name and result on a line of their own, for narrow screens.

    [[nodiscard]] double height(std::size_t rows) const noexcept {
        return top + pitch * static_cast<double>(rows) + bottom;
    }
    [[nodiscard]] double bar_top(std::size_t row) const noexcept {
        return top + pitch * static_cast<double>(row + 1) - gap - bar;
    }
    [[nodiscard]] double row_top(std::size_t row) const noexcept {
        return top + pitch * static_cast<double>(row);
    }
    [[nodiscard]] double end() const noexcept { return width - right; }
    /// The same size as a frame, for the opening of the picture and for hatching.
    [[nodiscard]] frame as_frame(std::size_t rows) const noexcept {
        return {width, height(rows), left, right, top, bottom, 1};
    }
};
/// @param with_parts a line of words above each bar says what it is made of.
[[nodiscard]] row_frame wide_rows(bool with_parts) noexcept;
[[nodiscard]] row_frame narrow_rows(bool with_parts) noexcept;

/// Name and result of a row. @param result may be empty.
[[nodiscard]] std::string row_words(row_frame const& drawn, std::size_t row, std::string_view name,
                                    std::string_view result);

/// `text`, or its beginning and an ellipsis where it is wider than that many pixels, taken at 12 px of the
/// sans serif: a character is about half as wide as high, a wide one (CJK, emoji) twice that.
[[nodiscard]] std::string cut_to(std::string_view text, double pixels);

}  // namespace lacuna::charts
