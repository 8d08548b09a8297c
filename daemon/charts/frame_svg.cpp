#include "daemon/charts/frame_svg.hpp"

#include "daemon/charts/svg_text.hpp"

namespace lacuna::charts {

frame wide_frame(double height) noexcept { return {960, height, 52, 12, 24, 28, 9}; }
frame narrow_frame(double height) noexcept { return {350, height, 46, 8, 24, 28, 4}; }

std::string open_figure(frame const& drawn, std::string_view id, std::string_view title,
                        std::string_view description) {
    std::string const name{id};
    return "<svg role=\"img\" viewBox=\"0 0 " + px(drawn.width) + ' ' + px(drawn.height) +
           "\" aria-labelledby=\"" + name + "-t " + name + "-d\"><title id=\"" + name + "-t\">" +
           escaped(title) + "</title><desc id=\"" + name + "-d\">" + escaped(description) +
           "</desc><defs><pattern id=\"" + name +
           "-void\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
           "<line class=\"hatch\" x1=\"0\" x2=\"0\" y1=\"0\" y2=\"6\"/></pattern></defs>";
}

std::string axes(frame const& drawn, std::span<tick const> values, std::span<tick const> dates) {
    auto const left = px(drawn.left), right = px(drawn.width - drawn.right);
    auto const ground = drawn.height - drawn.bottom;
    std::string svg;
    for (auto const& value : values) {
        auto const y = px(value.at);
        svg += "<line class=\"grid\" x1=\"" + left + "\" x2=\"" + right + "\" y1=\"" + y + "\" y2=\"" + y +
               "\"/>";
        svg += "<text class=\"value\" x=\"" + px(drawn.left - 8) + "\" y=\"" + px(value.at + 4) + "\">" +
               escaped(value.label) + "</text>";
    }
    for (auto const& date : dates) {
        auto const x = px(date.at);
        svg += "<line class=\"tick\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + px(ground) + "\" y2=\"" +
               px(ground + 5) + "\"/>";
        // A date that would run out of the picture is written to the left of its tick.
        bool const at_the_edge = date.at > drawn.width - 60;
        svg += std::string{"<text class=\"date"} + (at_the_edge ? " end" : "") + "\" x=\"" + x + "\" y=\"" +
               px(ground + 19) + "\">" + escaped(date.label) + "</text>";
    }
    return svg + "<line class=\"axis\" x1=\"" + left + "\" x2=\"" + right + "\" y1=\"" + px(ground) +
           "\" y2=\"" + px(ground) + "\"/>";
}

std::string hatched(frame const& drawn, std::string_view id, std::span<stretch_of_x const> days) {
    std::string svg;
    for (auto const& [left, width] : days) {
        svg += "<rect class=\"void\" x=\"" + px(left) + "\" y=\"" + px(drawn.top) + "\" width=\"" +
               px(width) + "\" height=\"" + px(drawn.height - drawn.bottom - drawn.top) + "\" fill=\"url(#" +
               std::string{id} + "-void)\"/>";
    }
    return svg;
}

std::vector<stretch_of_x> join(std::vector<utc_day> const& days, day_scale const& scale) {
    std::vector<stretch_of_x> joined;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!scale.holds(days[i])) continue;
        bool const follows = !joined.empty() && i > 0 && days[i - 1] + std::chrono::days{1} == days[i];
        if (follows) {
            joined.back().width += scale.cell();
        } else {
            joined.push_back({scale.left(days[i]), scale.cell()});
        }
    }
    return joined;
}

}  // namespace lacuna::charts
