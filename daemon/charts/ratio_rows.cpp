#include "daemon/charts/ratio_rows.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

namespace lacuna::charts {
namespace {

constexpr double least = 1e-3, most = 1e3;
constexpr double room_for_zero = 42;
constexpr double axis_height = 30;

/// The power of ten times 1, 2 or 5 at or below `value` (above it, if `up`).
double round_end(double value, bool up) {
    auto const power = std::pow(10, std::floor(std::log10(value)));
    double end = power;
    for (double const factor : {1.0, 2.0, 5.0, 10.0}) {
        if (factor * power <= value * (1 + 1e-9)) end = factor * power;
        if (up && factor * power >= value * (1 - 1e-9)) return factor * power;
    }
    return end;
}

void fit_axis(ratio_shape& shape, ratio_data const& data) {
    for (auto const& row : data.rows) {
        for (double const ratio : row.ratios) {
            if (!(ratio > 0)) continue;
            auto const inside = std::clamp(ratio, least, most);
            shape.low = std::min(shape.low, round_end(inside, false));
            shape.high = std::max(shape.high, round_end(inside, true));
        }
    }
}

drawn_ratios draw_row(ratio_row const& row, ratio_shape const& shape, log_scale const& x, double room) {
    drawn_ratios drawn{.name = row.name, .result = row.result};
    std::map<long, std::int64_t> bins;
    for (double const ratio : row.ratios) {
        if (!(ratio > 0)) {
            ++drawn.zero;
            continue;
        }
        auto const at = x(std::clamp(ratio, shape.low, shape.high));
        auto const last = static_cast<long>((x.end - x.start) / shape.bar_width) - 1;
        ++bins[std::clamp(std::lround(std::floor((at - x.start) / shape.bar_width)), 0L, last)];
    }
    std::int64_t highest = std::max<std::int64_t>(drawn.zero, 1);
    for (auto const& [bin, n] : bins) highest = std::max(highest, n);
    auto const height = [&](std::int64_t n) {
        // What there is stays visible.
        return n == 0 ? 0 : std::max(1.5, room * static_cast<double>(n) / static_cast<double>(highest));
    };
    for (auto const& [bin, n] : bins)
        drawn.bars.push_back({x.start + shape.bar_width * static_cast<double>(bin), height(n)});
    drawn.zeros = height(drawn.zero);
    if (row.median && *row.median > 0) drawn.median = x(std::clamp(*row.median, shape.low, shape.high));
    return drawn;
}

std::string rect(std::string_view css, double x, double y, double width, double height) {
    return "<rect class=\"" + std::string{css} + "\" x=\"" + px(x) + "\" y=\"" + px(y) + "\" width=\"" +
           px(width) + "\" height=\"" + px(height) + "\"/>";
}

std::string row_svg(drawn_ratios const& row, double ground, ratio_shape const& shape) {
    auto const& drawn = shape.drawn;
    std::string path;
    for (auto const& bar : row.bars) {
        path += 'M' + px(bar.x) + ' ' + px(ground) + 'v' + px(-bar.height) + 'h' + px(shape.bar_width - 0.6) +
                'v' + px(bar.height) + 'z';
    }
    std::string svg;
    if (!path.empty()) svg += "<path class=\"bar\" d=\"" + path + "\"/>";
    if (row.zeros > 0) svg += rect("bar out", drawn.left + 4, ground - row.zeros, 10, row.zeros);
    svg += "<line class=\"axis\" x1=\"" + px(shape.start) + "\" x2=\"" + px(drawn.end()) + "\" y1=\"" +
           px(ground) + "\" y2=\"" + px(ground) + "\"/>";
    if (row.median) {
        svg += "<path class=\"pointer\" d=\"M" + px(*row.median) + ' ' + px(ground + 1) + "l4 6h-8z\"/>";
    }
    return svg;
}

}  // namespace

std::string ratio_in_words(double ratio) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), ratio < 0.01 ? "%.2g" : ratio < 10 ? "%.2f" : "%.0f", ratio);
    std::string words{text.data()};
    if (words.find('.') != words.npos && words.find('e') == words.npos) {
        words.erase(words.find_last_not_of('0') + 1);
        if (words.ends_with('.')) words.pop_back();
    }
    return words;
}

ratio_shape shape_ratios(ratio_data const& data, row_frame const& into) {
    ratio_shape shape{.drawn = into, .start = into.left + room_for_zero};
    shape.bar_width = into.words_above ? 3 : 4;
    fit_axis(shape, data);
    log_scale const x{shape.low, shape.high, shape.start, into.end()};
    for (double const ratio : round_factors(shape.low, shape.high, into.words_above ? 6 : 10))
        shape.ratios.push_back({x(ratio), ratio_in_words(ratio)});
    shape.band_left = x(1 - data.band);
    shape.band_right = x(1 + data.band);
    for (auto const& row : data.rows) shape.rows.push_back(draw_row(row, shape, x, into.bar));
    return shape;
}

std::string ratios_svg(ratio_shape const& shape, std::string_view id, std::string_view title,
                       std::string_view description) {
    auto const& drawn = shape.drawn;
    auto size = drawn.as_frame(shape.rows.size());
    size.height += axis_height;
    double const ground = size.height - axis_height;
    auto svg = open_figure(size, id, title, description);
    svg += rect("band", shape.band_left, drawn.top, shape.band_right - shape.band_left, ground - drawn.top);
    for (auto const& ratio : shape.ratios) {
        svg += "<line class=\"grid\" x1=\"" + px(ratio.at) + "\" x2=\"" + px(ratio.at) + "\" y1=\"" +
               px(drawn.top) + "\" y2=\"" + px(ground) + "\"/><text class=\"middle\" x=\"" + px(ratio.at) +
               "\" y=\"" + px(ground + 16) + "\">" + escaped(ratio.label) + "</text>";
    }
    bool zeros = false;
    for (std::size_t row = 0; row < shape.rows.size(); ++row) {
        svg += row_words(drawn, row, shape.rows[row].name, shape.rows[row].result);
        svg += row_svg(shape.rows[row], drawn.bar_top(row) + drawn.bar, shape);
        zeros = zeros || shape.rows[row].zero > 0;
    }
    if (zeros)
        svg +=
            "<text class=\"middle\" x=\"" + px(drawn.left + 9) + "\" y=\"" + px(ground + 16) + "\">0</text>";
    return svg + "</svg>";
}

}  // namespace lacuna::charts
