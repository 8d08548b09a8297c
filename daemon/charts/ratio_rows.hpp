#pragma once

#include "daemon/charts/row_frame.hpp"
#include "daemon/charts/scale.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// One number against another, over many things.
struct ratio_row {
    std::string name{};
    std::vector<double> ratios{};  ///< 0 or more.
    std::optional<double> median{};
    std::string result{};
};
struct ratio_data {
    std::vector<ratio_row> rows{};
    double band = 0.1;  ///< Drawn from 1 - band to 1 + band.
};

struct ratio_bar {
    double x = 0, height = 0;
};
struct drawn_ratios {
    std::string name{}, result{};
    std::vector<ratio_bar> bars{};   ///< As high as there are many, against the highest of the row.
    double zeros = 0;                ///< Height of the bar of those that are 0; none: 0.
    std::int64_t zero = 0;           ///< How many these are.
    std::optional<double> median{};  ///< None also where the median is 0.
};
struct ratio_shape {
    row_frame drawn{};
    double start = 0;  ///< Of the axis. A ratio of 0 has no logarithm: its bar stands before it.
    double bar_width = 4;
    double low = 0.5, high = 2;
    std::vector<tick> ratios{};
    double band_left = 0, band_right = 0;
    std::vector<drawn_ratios> rows{};
};
/// The axis is logarithmic, so that half and double are equally far from 1. It goes from 0.5 to 2, or as far
/// as there are ratios, at most from a thousandth to a thousandfold: what lies beyond stands at its end.
[[nodiscard]] ratio_shape shape_ratios(ratio_data const& data, row_frame const& into);
[[nodiscard]] std::string ratios_svg(ratio_shape const& shape, std::string_view id, std::string_view title,
                                     std::string_view description);

/// "0.98", "1", "12.5"; three digits at most.
[[nodiscard]] std::string ratio_in_words(double ratio);

}  // namespace lacuna::charts
