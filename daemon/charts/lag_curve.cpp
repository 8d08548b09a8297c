#include "daemon/charts/lag_curve.hpp"

#include "daemon/charts/counts.hpp"
#include "daemon/charts/frame_svg.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lacuna::charts {
namespace {

/// From where to where the axis goes: round, and long enough for all steps and for the settle time.
double last_hour(lag_curve_data const& data) {
    double last = data.settled * 1.5;
    if (!data.curve.steps.empty()) last = std::max(last, data.curve.steps.back().time * 1.5);
    return std::min(std::ceil(last / 24) * 24, std::max(data.horizon, data.settled * 1.5));
}

std::vector<double> round_hours(double until, int most) {
    double step = 24;
    for (double const wider : {24.0, 48.0, 72.0, 168.0, 336.0, 720.0, 1440.0}) {
        step = wider;
        if (until / step <= most) break;
    }
    std::vector<double> hours;
    for (double hour = 0; hour <= until + 1e-9; hour += step) hours.push_back(hour);
    return hours;
}

std::string axis_label(double hours) {
    if (hours == 0) return "0";
    auto const days = std::lround(hours / 24);
    return std::to_string(days) + (days == 1 ? " day" : " d");
}

void draw_line(lag_curve_shape& shape, survival const& curve, linear_scale const& x, linear_scale const& y) {
    double share = 0;
    shape.line.push_back({x(curve.from), y(0)});
    for (auto const& step : curve.steps) {
        shape.line.push_back({x(step.time), y(share)});
        share = 1 - step.surviving;
        shape.line.push_back({x(step.time), y(share)});
    }
    shape.line.push_back({x(shape.until), y(share)});
}

void draw_bands(lag_curve_shape& shape, survival const& curve, linear_scale const& x, linear_scale const& y) {
    std::vector<point> above;
    std::vector<point> below;
    auto const close = [&] {
        above.insert(above.end(), below.rbegin(), below.rend());
        if (!above.empty()) shape.bands.push_back(above);
        above.clear();
        below.clear();
    };
    for (std::size_t at = 0; at < curve.steps.size(); ++at) {
        auto const& step = curve.steps[at];
        double const left = x(step.time);
        double const right = at + 1 < curve.steps.size() ? x(curve.steps[at + 1].time) : x(shape.until);
        if (!step.ci) {
            close();
            continue;
        }
        // What is estimated is "not there yet"; what is drawn is its complement.
        for (double const side : {left, right}) {
            above.push_back({side, y(1 - step.ci->low)});
            below.push_back({side, y(1 - step.ci->high)});
        }
    }
    close();
}

double share_at(survival const& curve, double time) {
    double share = 0;
    for (auto const& step : curve.steps) {
        if (step.time <= time) share = 1 - step.surviving;
    }
    return share;
}

void draw_censored(lag_curve_shape& shape, survival const& curve, linear_scale const& x,
                   linear_scale const& y) {
    double taken = -1;
    for (double const time : curve.watched.censored) {
        double const at = std::round(x(time));
        if (time > shape.until) ++shape.followed_longer;
        if (time < curve.from || time > shape.until || at <= taken) continue;
        shape.censored.push_back({at, y(share_at(curve, time))});
        taken = at;
    }
}

std::string path_of(std::vector<point> const& points) {
    std::string path;
    for (auto const& [x, y] : points) {
        path += path.empty() ? 'M' : 'L';
        path += px(x) + ' ' + px(y);
    }
    return path;
}

std::string marks_svg(lag_curve_shape const& shape) {
    auto const& drawn = shape.drawn;
    auto const ground = px(drawn.height - drawn.bottom);
    auto const settled = px(shape.settled);
    std::string svg = "<line class=\"mark\" x1=\"" + settled + "\" x2=\"" + settled + "\" y1=\"" +
                      px(drawn.top) + "\" y2=\"" + ground + "\"/>";
    bool const room = shape.settled < drawn.width * 0.6;
    svg += std::string{"<text class=\""} + (room ? "note" : "note end") + "\" x=\"" +
           px(shape.settled + (room ? 5 : -5)) + "\" y=\"" + px(drawn.top - 8) +
           "\">judged from here on</text>";
    if (!shape.median) return svg;
    auto const x = px(shape.median->x);
    svg += "<line class=\"median\" x1=\"" + px(drawn.left) + "\" x2=\"" + x + "\" y1=\"" +
           px(shape.median->y) + "\" y2=\"" + px(shape.median->y) + "\"/>";
    svg += "<line class=\"median\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + px(shape.median->y) +
           "\" y2=\"" + ground + "\"/>";
    return svg;
}

}  // namespace

std::string hours_in_words(double hours) {
    if (hours < 72) return px(hours) + "\u00a0h";
    return px(hours / 24) + "\u00a0days";
}

lag_curve_shape shape_lag_curve(lag_curve_data const& data, frame const& into) {
    lag_curve_shape shape{.drawn = into};
    shape.until = last_hour(data);
    linear_scale const x{0, shape.until, into.left, into.width - into.right};
    linear_scale const y{0, 1, into.height - into.bottom, into.top};
    for (double const share : {0.0, 0.25, 0.5, 0.75, 1.0})
        shape.shares.push_back({y(share), px(share * 100) + " %"});
    for (double const hour : round_hours(shape.until, into.most_dates)) {
        shape.times.push_back({x(hour), axis_label(hour)});
        // A set "at" an hour is of those who had entered before it.
        shape.at_risk.push_back({x(hour), grouped(data.curve.watched.at(std::max(hour, 1e-9)))});
    }
    shape.settled = x(data.settled);
    if (data.curve.subjects == 0) return shape;
    draw_line(shape, data.curve, x, y);
    draw_bands(shape, data.curve, x, y);
    draw_censored(shape, data.curve, x, y);
    if (data.curve.median) shape.median = point{x(*data.curve.median), y(0.5)};
    return shape;
}

std::string lag_curve_svg(lag_curve_shape const& shape, std::string_view id, std::string_view title,
                          std::string_view description) {
    auto const& drawn = shape.drawn;
    double const ground = drawn.height - drawn.bottom;
    auto svg = open_figure(drawn, id, title, description) + axes(drawn, shape.shares, {});
    for (auto const& band : shape.bands) svg += "<path class=\"band\" d=\"" + path_of(band) + "Z\"/>";
    svg += marks_svg(shape);
    if (!shape.line.empty()) svg += "<path class=\"line\" d=\"" + path_of(shape.line) + "\"/>";
    std::string ticks;
    for (auto const& [x, y] : shape.censored) ticks += 'M' + px(x) + ' ' + px(y - 4) + "v8";
    if (!ticks.empty()) svg += "<path class=\"unended\" d=\"" + ticks + "\"/>";
    for (std::size_t at = 0; at < shape.times.size(); ++at) {
        auto const& time = shape.times[at];
        auto const x = px(time.at);
        auto const anchor = time.at > drawn.width - 30 ? std::string{"end"} : std::string{"middle"};
        svg += "<line class=\"tick\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + px(ground) + "\" y2=\"" +
               px(ground + 5) + "\"/><text class=\"" + anchor + "\" x=\"" + x + "\" y=\"" + px(ground + 18) +
               "\">" + escaped(time.label) + "</text>";
        if (at < shape.at_risk.size()) {
            svg += "<text class=\"" + anchor + "\" x=\"" + x + "\" y=\"" + px(ground + 36) + "\">" +
                   escaped(shape.at_risk[at].label) + "</text>";
        }
    }
    svg += "<text class=\"value\" x=\"" + px(drawn.left - 14) + "\" y=\"" + px(ground + 36) +
           "\">waiting</text>";
    return svg + "</svg>";
}

}  // namespace lacuna::charts
