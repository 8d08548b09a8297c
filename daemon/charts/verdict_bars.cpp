#include "daemon/charts/verdict_bars.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>
#include <set>

namespace lacuna::charts {
namespace {

verdict_bar bar_of(verdict_row_data const& row, row_frame const& into) {
    verdict_bar bar{.name = row.name, .result = row.result, .is_void = row.is_void};
    if (row.is_void) return bar;
    std::int64_t total = 0;
    for (auto const& [kind, items] : row.items) total += std::max<std::int64_t>(items, 0);
    linear_scale const x{0, static_cast<double>(std::max<std::int64_t>(total, 1)), into.left, into.end()};
    std::int64_t before = 0;
    for (auto const& mark : verdict_marks()) {
        auto const found = row.items.find(mark.kind);
        if (found == row.items.end() || found->second <= 0) continue;
        double const from = x(static_cast<double>(before));
        before += found->second;
        verdict_part part{.kind = mark.kind, .x = from, .width = x(static_cast<double>(before)) - from};
        auto const words = std::string{word_of(mark.kind).glyph} + ' ' + grouped(found->second);
        if (part.width >= 16 + 7 * static_cast<double>(grouped(found->second).size())) part.words = words;
        bar.parts.push_back(std::move(part));
    }
    return bar;
}

std::string part_svg(verdict_part const& part, double top, row_frame const& drawn) {
    auto const& css = mark_of(part.kind).css_class;
    // A hair of the page between neighbours tells them apart where colours are not seen.
    double const gap = part.width > 3 ? 1 : 0;
    auto svg = "<rect class=\"" + std::string{css} + "\" x=\"" + px(part.x) + "\" y=\"" + px(top) +
               "\" width=\"" + px(std::max(part.width - gap, 0.3)) + "\" height=\"" + px(drawn.bar) + "\"/>";
    if (part.words.empty()) return svg;
    return svg + "<text class=\"part\" x=\"" + px(part.x) + "\" y=\"" + px(top - 4) + "\">" +
           escaped(part.words) + "</text>";
}

}  // namespace

verdict_bars_shape shape_verdict_bars(std::vector<verdict_row_data> const& rows, row_frame const& into) {
    verdict_bars_shape shape{.drawn = into};
    std::set<verdict_kind> drawn;
    for (auto const& row : rows) {
        shape.bars.push_back(bar_of(row, into));
        for (auto const& part : shape.bars.back().parts) drawn.insert(part.kind);
    }
    for (auto const& mark : verdict_marks()) {
        if (drawn.contains(mark.kind)) shape.kinds.push_back(mark.kind);
    }
    return shape;
}

std::string verdict_bars_svg(verdict_bars_shape const& shape, std::string_view id, std::string_view title,
                             std::string_view description) {
    auto const& drawn = shape.drawn;
    auto svg = open_figure(drawn.as_frame(shape.bars.size()), id, title, description);
    for (std::size_t row = 0; row < shape.bars.size(); ++row) {
        auto const& bar = shape.bars[row];
        double const top = drawn.bar_top(row);
        svg += row_words(drawn, row, bar.name, bar.result);
        if (bar.is_void || bar.parts.empty()) {
            svg += "<rect class=\"" + std::string{bar.is_void ? "void" : "empty"} + "\" x=\"" +
                   px(drawn.left) + "\" y=\"" + px(top) + "\" width=\"" + px(drawn.end() - drawn.left) +
                   "\" height=\"" + px(drawn.bar) + "\"" +
                   (bar.is_void ? " fill=\"url(#" + std::string{id} + "-void)\"" : std::string{}) + "/>";
        }
        for (auto const& part : bar.parts) svg += part_svg(part, top, drawn);
    }
    return svg + "</svg>";
}

}  // namespace lacuna::charts
