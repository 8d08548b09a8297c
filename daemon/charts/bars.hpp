#pragma once

#include "daemon/charts/trend.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// How many of something fall into each of a few classes that have an order, from left to right.
struct class_count {
    std::string label{};
    std::int64_t amount = 0;
    bool stands_out = false;  ///< Drawn in the colour of what is missing.
};
struct bars_data {
    std::vector<class_count> classes{};
    std::string axis{};  ///< What the labels say; below them.
};

struct drawn_bar {
    double x = 0, y = 0, width = 0, height = 0;
    std::string label{}, amount{};
    bool stands_out = false;
};
struct bars_shape {
    frame drawn{};
    std::vector<tick> amounts{};
    std::vector<drawn_bar> bars{};  ///< One a class, also where the amount is 0: then without height.
    std::string axis{};
};
[[nodiscard]] bars_shape shape_bars(bars_data const& data, frame const& into);
/// Each bar bears its amount.
[[nodiscard]] std::string bars_svg(bars_shape const& shape, std::string_view id, std::string_view title,
                                   std::string_view description);

}  // namespace lacuna::charts
