#include "daemon/charts/bars.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>

namespace lacuna::charts {

bars_shape shape_bars(bars_data const& data, frame const& into) {
    bars_shape shape{.drawn = into, .axis = data.axis};
    std::int64_t highest = 1;
    for (auto const& one : data.classes) highest = std::max(highest, one.amount);
    auto const top = static_cast<double>(highest);
    linear_scale const y{0, top, into.height - into.bottom, into.top};
    for (double const value : round_values(0, top, 3)) {
        auto const whole = static_cast<std::int64_t>(value);
        if (value == static_cast<double>(whole)) shape.amounts.push_back({y(value), grouped(whole)});
    }
    double const cell = (into.width - into.right - into.left) /
                        static_cast<double>(std::max<std::size_t>(data.classes.size(), 1));
    double left = into.left;
    for (auto const& one : data.classes) {
        double const above = y(static_cast<double>(std::max<std::int64_t>(one.amount, 0)));
        shape.bars.push_back({.x = left + cell * 0.12,
                              .y = above,
                              .width = cell * 0.76,
                              .height = into.height - into.bottom - above,
                              .label = one.label,
                              .amount = grouped(one.amount),
                              .stands_out = one.stands_out});
        left += cell;
    }
    return shape;
}

std::string bars_svg(bars_shape const& shape, std::string_view id, std::string_view title,
                     std::string_view description) {
    auto const& drawn = shape.drawn;
    double const ground = drawn.height - drawn.bottom;
    auto svg = open_figure(drawn, id, title, description) + axes(drawn, shape.amounts, {});
    for (auto const& bar : shape.bars) {
        auto const middle = px(bar.x + bar.width / 2);
        if (bar.height > 0) {
            svg += std::string{"<rect class=\"bar"} + (bar.stands_out ? " out" : "") + "\" x=\"" + px(bar.x) +
                   "\" y=\"" + px(bar.y) + "\" width=\"" + px(bar.width) + "\" height=\"" + px(bar.height) +
                   "\"/>";
        }
        svg += "<text class=\"middle strong\" x=\"" + middle + "\" y=\"" + px(bar.y - 5) + "\">" +
               escaped(bar.amount) + "</text>";
        svg += "<text class=\"middle\" x=\"" + middle + "\" y=\"" + px(ground + 16) + "\">" +
               escaped(bar.label) + "</text>";
    }
    svg += "<text class=\"middle\" x=\"" + px((drawn.left + drawn.width - drawn.right) / 2) + "\" y=\"" +
           px(ground + 34) + "\">" + escaped(shape.axis) + "</text>";
    return svg + "</svg>";
}

}  // namespace lacuna::charts
