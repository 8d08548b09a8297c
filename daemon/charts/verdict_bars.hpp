#pragma once

#include "daemon/charts/row_frame.hpp"
#include "daemon/verdict/verdict.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// One part of the whole (a region, a year, a list) on one day.
struct verdict_row_data {
    std::string name{};
    std::map<verdict_kind, std::int64_t> items{};
    std::string result{};  ///< What it comes to: a rate, or how many there are.
    bool is_void = false;  ///< Kept, drawn hatched; its counts are not stacked.
};

struct verdict_part {
    verdict_kind kind{};
    double x = 0, width = 0;
    std::string words{};  ///< Glyph and number, where there is room for them above the part; else empty.
};
struct verdict_bar {
    std::string name{}, result{};
    bool is_void = false;
    std::vector<verdict_part> parts{};  ///< In the palette's order, from the left.
};
struct verdict_bars_shape {
    row_frame drawn{};
    std::vector<verdict_bar> bars{};
    std::vector<verdict_kind> kinds{};  ///< That are drawn, in the palette's order: for the legend.
};
/// Each row's bar is as long as any other's: it says how a row is made up, and its words say of how many. A
/// row without items has an empty bar.
[[nodiscard]] verdict_bars_shape shape_verdict_bars(std::vector<verdict_row_data> const& rows,
                                                    row_frame const& into);
[[nodiscard]] std::string verdict_bars_svg(verdict_bars_shape const& shape, std::string_view id,
                                           std::string_view title, std::string_view description);

}  // namespace lacuna::charts
