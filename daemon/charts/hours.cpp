#include "daemon/charts/hours.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>
#include <cmath>

namespace lacuna::charts {
namespace {

using std::chrono::hours;

constexpr double room_for_spans = 56;  // "100 ms"

struct hour_scale {
    utc_time from;
    double start, cell;
    [[nodiscard]] double operator()(utc_time hour) const {
        return start + cell * static_cast<double>(std::chrono::floor<hours>(hour - from).count());
    }
};

std::string span_label(double milliseconds) {
    if (milliseconds < 1000) return grouped(std::lround(milliseconds)) + " ms";
    return grouped(std::lround(milliseconds / 1000)) + " s";
}

/// Midnights by their date, other hours by the clock, every `step` hours.
std::vector<tick> hour_ticks(hours_data const& data, hour_scale const& x, int step) {
    std::vector<tick> ticks;
    for (auto hour = data.from; hour < data.to; hour += hours{1}) {
        auto const of_day = std::chrono::duration_cast<hours>(hour - day_of(hour)).count();
        if (of_day % step != 0) continue;
        auto const text = to_words(day_of(hour));
        ticks.push_back(
            {x(hour), of_day == 0 ? text.substr(0, text.rfind(' ')) : to_rfc3339(hour).substr(11, 5)});
    }
    return ticks;
}

/// Powers of ten around all that is drawn.
std::pair<double, double> reach_of(hours_data const& data) {
    double low = 1e9, high = 1;
    for (auto const& hour : data.hours) {
        low = std::min(low, std::max(1.0, hour.median));
        high = std::max(high, hour.p99);
    }
    auto const floor = std::floor(std::log10(std::min(low, high)));
    return {floor, std::max(floor + 1, std::ceil(std::log10(high)))};
}

std::string boxes(std::vector<hours_shape::box> const& drawn, hours_mark const& mark) {
    if (drawn.empty()) return {};
    std::string svg{"<path class=\""};
    svg.append(mark.css_class).append("\" d=\"");
    for (auto const& [x, y, width, height] : drawn) {
        svg += 'M' + px(x) + ' ' + px(y) + 'h' + px(width) + 'v' + px(height) + 'h' + px(-width) + 'z';
    }
    return svg + "\"/>";
}

std::string label(double x, double y, std::string_view words) {
    return "<text class=\"panel\" x=\"" + px(x) + "\" y=\"" + px(y) + "\">" + escaped(words) + "</text>";
}

}  // namespace

std::array<hours_mark, 5> const& hours_marks() noexcept {
    static constexpr std::array<hours_mark, 5> table{{{"h-answered", "answered"},
                                                      {"h-failed", "no usable answer"},
                                                      {"h-usual", "half to nine in ten came this soon"},
                                                      {"h-tail", "up to 99 in a hundred"},
                                                      {"h-median", "half came this soon"}}};
    return table;
}

std::string hours_swatch(hours_mark const& mark) {
    std::string svg{
        "<svg class=\"swatch\" viewBox=\"0 0 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\">"};
    hours_shape::box whole{1, 1, 12, 12};
    if (mark.css_class == "h-tail") whole = {6, 1, 2, 12};
    if (mark.css_class == "h-median") whole = {1, 6, 12, 2.5};
    return svg + boxes({whole}, mark) + "</svg>";
}

hours_shape shape_hours(hours_data const& data, frame into) {
    into.left = std::max(into.left, room_for_spans);
    hours_shape shape{.drawn = into};
    auto const count = std::max<std::int64_t>(1, std::chrono::ceil<hours>(data.to - data.from).count());
    double const ground = into.height - into.bottom;
    shape.between = into.top + (ground - into.top) * 0.42;
    hour_scale const x{data.from, into.left,
                       (into.width - into.right - into.left) / static_cast<double>(count)};
    std::int64_t most = 1;
    for (auto const& hour : data.hours) most = std::max(most, hour.answered + hour.failed);
    linear_scale const asked{0, static_cast<double>(most), shape.between, into.top};
    auto const [low, high] = reach_of(data);
    linear_scale const took{low, high, ground, shape.between + 26};
    auto const at = [&](double milliseconds) { return took(std::log10(std::max(1.0, milliseconds))); };
    for (double const value : round_values(0, static_cast<double>(most), 3)) {
        if (value == std::floor(value)) shape.amounts.push_back({asked(value), grouped(std::lround(value))});
    }
    for (double power = low; power <= high; ++power)
        shape.spans.push_back({took(power), span_label(std::pow(10, power))});
    shape.hours = hour_ticks(data, x, into.most_dates > 5 ? 6 : 12);

    double const gap = x.cell > 5 ? 1 : 0.5, bar = x.cell - gap;
    for (auto const& hour : data.hours) {
        if (hour.hour < data.from || hour.hour >= data.to) continue;
        double const left = x(hour.hour) + gap / 2;
        double const first = asked(static_cast<double>(hour.answered));
        double const top = asked(static_cast<double>(hour.answered + hour.failed));
        if (hour.answered > 0) shape.answered.push_back({left, first, bar, shape.between - first});
        // What failed is seen however little it is.
        double const height = std::max(first - top, 2.0);
        if (hour.failed > 0) shape.failed.push_back({left, first - height, bar, height});
        shape.tail.push_back({left + bar / 2 - 0.75, at(hour.p99), 1.5, at(hour.p90) - at(hour.p99)});
        shape.usual.push_back({left + bar / 4, at(hour.p90), bar / 2, at(hour.median) - at(hour.p90)});
        shape.median.push_back({left, at(hour.median) - 1, bar, 2});
    }
    return shape;
}

std::string hours_svg(hours_shape const& shape, std::string_view id, std::string_view title,
                      std::string_view description) {
    auto values = shape.amounts;
    values.insert(values.end(), shape.spans.begin(), shape.spans.end());
    auto const& marks = hours_marks();
    return open_figure(shape.drawn, id, title, description) + axes(shape.drawn, values, shape.hours) +
           label(shape.drawn.left, shape.drawn.top - 8, "Questions each hour") +
           label(shape.drawn.left, shape.between + 18, "How long they took, logarithmic") +
           boxes(shape.answered, marks[0]) + boxes(shape.failed, marks[1]) + boxes(shape.usual, marks[2]) +
           boxes(shape.tail, marks[3]) + boxes(shape.median, marks[4]) + "</svg>";
}

}  // namespace lacuna::charts
