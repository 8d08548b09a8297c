#pragma once

#include "daemon/charts/row_frame.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// What share of something has a thing.
struct share_row {
    std::string name{};
    std::optional<double> share{};  ///< 0 to 1; none: not known.
    std::string result{};           ///< The share in words.
};

struct share_bar {
    std::string name{}, result{};
    double width = 0;
    bool known = false;
};
struct share_bars_shape {
    row_frame drawn{};
    std::vector<share_bar> bars{};
};
/// A bar as long as the room is all of them.
[[nodiscard]] share_bars_shape shape_share_bars(std::vector<share_row> const& rows, row_frame const& into);
[[nodiscard]] std::string share_bars_svg(share_bars_shape const& shape, std::string_view id,
                                         std::string_view title, std::string_view description);

/// A bar of 90 x 12 for a row of a table; decorative, the row says the numbers.
[[nodiscard]] std::string share_spark_svg(std::optional<double> share);

}  // namespace lacuna::charts
