#include "daemon/charts/counts.hpp"

#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/palette.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>

namespace lacuna::charts {
namespace {

std::int64_t total_of(counted_day const& day) {
    std::int64_t total = 0;
    for (auto const& [kind, items] : day.items) total += items;
    return total;
}

std::int64_t highest_of(counts_data const& data) {
    std::int64_t highest = 0;
    for (auto const& day : data.days) {
        if (!day.is_void) highest = std::max(highest, total_of(day));
    }
    return highest;
}

std::string layers_svg(counts_shape const& shape) {
    std::string svg;
    for (auto const& layer : shape.layers) {
        svg.append("<path class=\"").append(mark_of(layer.kind).css_class).append("\" d=\"");
        for (auto const& bar : layer.bars) {
            svg += 'M' + px(bar.x) + ' ' + px(bar.y) + 'h' + px(bar.width) + 'v' + px(bar.height) + 'h' +
                   px(-bar.width) + 'z';
        }
        svg += "\"/>";
    }
    return svg;
}

}  // namespace

std::string grouped(std::int64_t number) {
    auto digits = std::to_string(number);
    auto const first = number < 0 ? 1U : 0U;
    for (auto at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

counts_shape shape_counts(counts_data const& data, frame const& into) {
    day_scale const x{data.from, data.to, into.left, into.width - into.right};
    auto const highest = std::max<std::int64_t>(highest_of(data), 1);
    linear_scale const y{0, static_cast<double>(highest), into.height - into.bottom, into.top};
    counts_shape shape{.drawn = into};
    for (double const value : round_values(0, static_cast<double>(highest), 3)) {
        if (value == static_cast<double>(static_cast<std::int64_t>(value))) {
            shape.amounts.push_back({y(value), grouped(static_cast<std::int64_t>(value))});
        }
    }
    shape.dates = day_ticks(x, into.most_dates);
    double const gap = x.cell() > 5 ? 1 : x.cell() > 2.5 ? 0.5 : 0;
    std::map<utc_day, std::int64_t> below;
    for (auto const& mark : verdict_marks()) {
        counts_layer layer{.kind = mark.kind};
        for (auto const& day : data.days) {
            auto const found = day.items.find(mark.kind);
            if (day.is_void || found == day.items.end() || found->second <= 0 || !x.holds(day.day)) continue;
            auto& ground = below[day.day];
            double const top = y(static_cast<double>(ground + found->second));
            layer.bars.push_back(
                {x.left(day.day) + gap / 2, top, x.cell() - gap, y(static_cast<double>(ground)) - top});
            ground += found->second;
        }
        if (!layer.bars.empty()) shape.layers.push_back(std::move(layer));
    }
    std::vector<utc_day> void_days;
    for (auto const& day : data.days) {
        if (day.is_void) void_days.push_back(day.day);
    }
    shape.void_days = join(void_days, x);
    return shape;
}

std::string counts_svg(counts_shape const& shape, std::string_view id, std::string_view title,
                       std::string_view description) {
    return open_figure(shape.drawn, id, title, description) + axes(shape.drawn, shape.amounts, shape.dates) +
           hatched(shape.drawn, id, shape.void_days) + layers_svg(shape) + "</svg>";
}

std::string counts_spark_svg(counts_data const& data) {
    auto const shape = shape_counts(data, {120, 32, 1, 1, 2, 2, 1});
    if (shape.layers.empty()) return {};
    return R"(<svg class="spark" viewBox="0 0 120 32" width="120" height="32" aria-hidden="true">)" +
           layers_svg(shape) + "</svg>";
}

}  // namespace lacuna::charts
