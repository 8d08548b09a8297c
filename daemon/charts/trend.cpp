#include "daemon/charts/trend.hpp"

#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/svg_text.hpp"
#include "daemon/charts/text_lines.hpp"

#include <algorithm>
#include <cmath>

namespace lacuna::charts {
namespace {

bool has_rate(trend_day const& day) { return day.rate && !day.is_void; }

share_range range_of(trend_data const& data) {
    double lowest = 2, highest = -1;
    for (auto const& day : data.days) {
        if (!has_rate(day)) continue;
        lowest = std::min({lowest, *day.rate, day.low.value_or(*day.rate)});
        highest = std::max({highest, *day.rate, day.high.value_or(*day.rate)});
    }
    return fit_shares(lowest, highest);
}

/// One piece from the days [begin, end), which follow one another without a gap.
trend_piece piece_of(std::span<trend_day const> days, day_scale const& x, linear_scale const& y) {
    trend_piece piece;
    std::vector<point> below;
    bool with_band = true;
    for (auto const& day : days) {
        double const left = x.left(day.day), right = left + x.cell();
        piece.line.push_back({left, y(*day.rate)});
        piece.line.push_back({right, y(*day.rate)});
        with_band = with_band && day.low && day.high;
        if (!with_band) continue;
        piece.band.push_back({left, y(*day.high)});
        piece.band.push_back({right, y(*day.high)});
        below.push_back({left, y(*day.low)});
        below.push_back({right, y(*day.low)});
    }
    piece.band.insert(piece.band.end(), below.rbegin(), below.rend());
    if (!with_band) piece.band.clear();
    return piece;
}

std::vector<trend_piece> pieces_of(std::vector<trend_day> const& days, day_scale const& x,
                                   linear_scale const& y) {
    std::vector<trend_piece> pieces;
    for (auto begin = days.begin(); begin != days.end();) {
        if (!has_rate(*begin) || !x.holds(begin->day)) {
            ++begin;
            continue;
        }
        auto end = std::next(begin);
        while (end != days.end() && has_rate(*end) && x.holds(end->day) &&
               std::prev(end)->day + std::chrono::days{1} == end->day) {
            ++end;
        }
        pieces.push_back(piece_of({begin, end}, x, y));
        begin = end;
    }
    return pieces;
}

constexpr double number_height = 18;
constexpr double zoom_note_width = 160;  ///< Of the words that stand where the first numbers would.

double number_width(std::string const& label) { return std::max(number_height, text_width(label, 11) + 10); }

/// The number of marks[first] to marks[last], as near to its marks as the picture allows.
trend_number number_of(std::vector<tick> const& marks, std::size_t first, std::size_t last,
                       trend_shape const& shape) {
    trend_number number{.from = marks[first].at, .to = marks[last].at, .label = marks[first].label};
    if (last > first) number.label += "–" + marks[last].label;
    number.width = number_width(number.label);
    auto const& drawn = shape.drawn;
    auto const least = drawn.left + (shape.range.zoomed ? zoom_note_width : 0) + number.width / 2;
    number.at =
        std::clamp((number.from + number.to) / 2, least, drawn.width - drawn.right - number.width / 2);
    return number;
}

/// One number for all marks that stand so close that their own would overlap.
std::vector<trend_number> numbers_of(trend_shape const& shape) {
    auto const& marks = shape.marks;
    std::vector<trend_number> numbers;
    for (std::size_t first = 0, next = 0; first < marks.size(); first = next) {
        auto number = number_of(marks, first, first, shape);
        for (next = first + 1; next < marks.size(); ++next) {
            if (marks[next].at - number_height / 2 > number.at + number.width / 2) break;
            number = number_of(marks, first, next, shape);
        }
        numbers.push_back(std::move(number));
    }
    return numbers;
}

std::string marks_svg(trend_shape const& shape) {
    std::string svg;
    for (auto const& mark : shape.marks) {
        svg += "<path class=\"mark\" d=\"M" + px(mark.at) + " 20V" +
               px(shape.drawn.height - shape.drawn.bottom) + "\"/>";
    }
    for (auto const& [from, to, at, width, label] : shape.numbers) {
        auto const left = std::min(from, at), right = std::max(to, at);
        if (left < right) svg += "<path class=\"mark\" d=\"M" + px(left) + " 20H" + px(right) + "\"/>";
        svg += "<rect class=\"mark\" x=\"" + px(at - width / 2) + "\" y=\"2\" width=\"" + px(width) +
               "\" height=\"" + px(number_height) + "\" rx=\"9\"/><text class=\"mark\" x=\"" + px(at) +
               "\" y=\"15\">" + escaped(label) + "</text>";
    }
    return svg;
}

std::string path_of(std::vector<point> const& points) {
    std::string path;
    for (auto const& [x, y] : points) {
        path += path.empty() ? 'M' : 'L';
        path += px(x) + ' ' + px(y);
    }
    return path;
}

std::string percent(double share) {
    double const of_hundred = share * 100;
    return (std::abs(of_hundred - std::round(of_hundred)) < 0.01 ? std::to_string(std::lround(of_hundred))
                                                                 : px(of_hundred)) +
           " %";
}

}  // namespace

trend_shape shape_trend(trend_data const& data, frame const& into) {
    day_scale const x{data.from, data.to, into.left, into.width - into.right};
    trend_shape shape{.drawn = into, .range = range_of(data)};
    linear_scale const y{shape.range.low, shape.range.high, into.height - into.bottom, into.top};
    for (double const value : round_values(shape.range.low, shape.range.high, 4)) {
        shape.shares.push_back({y(value), percent(value)});
    }
    shape.dates = day_ticks(x, into.most_dates);
    shape.pieces = pieces_of(data.days, x, y);
    std::vector<utc_day> void_days;
    for (auto const& day : data.days) {
        if (day.is_void) void_days.push_back(day.day);
    }
    shape.void_days = join(void_days, x);
    for (auto const& mark : data.marks) {
        if (x.holds(mark.day)) shape.marks.push_back({x.left(mark.day), std::to_string(mark.number)});
    }
    shape.numbers = numbers_of(shape);
    return shape;
}

std::string trend_svg(trend_shape const& shape, std::string_view id, std::string_view title,
                      std::string_view description) {
    auto const& drawn = shape.drawn;
    auto svg = open_figure(drawn, id, title, description) + axes(drawn, shape.shares, shape.dates) +
               hatched(drawn, id, shape.void_days);
    for (auto const& piece : shape.pieces) {
        if (!piece.band.empty()) svg += "<path class=\"band\" d=\"" + path_of(piece.band) + "Z\"/>";
    }
    for (auto const& piece : shape.pieces) svg += "<path class=\"line\" d=\"" + path_of(piece.line) + "\"/>";
    svg += marks_svg(shape);
    if (shape.range.zoomed) {
        svg += "<text class=\"note\" x=\"" + px(drawn.left) +
               "\" y=\"14\">Axis zoomed: " + percent(shape.range.low) + " to " + percent(shape.range.high) +
               "</text>";
    }
    return svg + "</svg>";
}

std::string sparkline_svg(trend_data const& data) {
    auto const shape = shape_trend(data, {120, 32, 2, 2, 3, 3, 1});
    if (shape.pieces.empty()) return {};
    std::string svg =
        R"(<svg class="spark" viewBox="0 0 120 32" width="120" height="32" aria-hidden="true">)";
    for (auto const& piece : shape.pieces) {
        if (!piece.band.empty()) svg += "<path class=\"band\" d=\"" + path_of(piece.band) + "Z\"/>";
        svg += "<path class=\"line\" d=\"" + path_of(piece.line) + "\"/>";
    }
    return svg + "</svg>";
}

}  // namespace lacuna::charts
