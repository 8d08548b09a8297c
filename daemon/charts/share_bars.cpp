#include "daemon/charts/share_bars.hpp"

#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>

namespace lacuna::charts {

share_bars_shape shape_share_bars(std::vector<share_row> const& rows, row_frame const& into) {
    share_bars_shape shape{.drawn = into};
    for (auto const& row : rows) {
        auto const share = std::clamp(row.share.value_or(0), 0.0, 1.0);
        shape.bars.push_back({.name = row.name,
                              .result = row.result,
                              .width = share * (into.end() - into.left),
                              .known = row.share.has_value()});
    }
    return shape;
}

std::string share_bars_svg(share_bars_shape const& shape, std::string_view id, std::string_view title,
                           std::string_view description) {
    auto const& drawn = shape.drawn;
    auto svg = open_figure(drawn.as_frame(shape.bars.size()), id, title, description);
    for (std::size_t row = 0; row < shape.bars.size(); ++row) {
        auto const& bar = shape.bars[row];
        auto const place = "\" x=\"" + px(drawn.left) + "\" y=\"" + px(drawn.bar_top(row)) + "\" height=\"" +
                           px(drawn.bar) + "\" width=\"";
        svg += row_words(drawn, row, bar.name, bar.result);
        svg += std::string{"<rect class=\""} + (bar.known ? "whole" : "empty") + place +
               px(drawn.end() - drawn.left) + "\"/>";
        if (bar.width > 0) svg += "<rect class=\"bar" + place + px(bar.width) + "\"/>";
    }
    return svg + "</svg>";
}

std::string share_spark_svg(std::optional<double> share) {
    constexpr double length = 90;
    std::string svg = R"(<svg class="meter" viewBox="0 0 90 12" width="90" height="12" aria-hidden="true">)";
    svg += std::string{"<rect class=\""} + (share ? "whole" : "empty") +
           "\" x=\"0\" y=\"1\" width=\"90\" height=\"10\"/>";
    if (share && *share > 0) {
        svg += "<rect class=\"bar\" x=\"0\" y=\"1\" width=\"" + px(std::clamp(*share, 0.0, 1.0) * length) +
               "\" height=\"10\"/>";
    }
    return svg + "</svg>";
}

}  // namespace lacuna::charts
