#pragma once

#include "daemon/charts/trend.hpp"
#include "daemon/statistics/kaplan_meier.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// How soon things come back, in hours since their creation: one minus what `curve` says.
struct lag_curve_data {
    survival const& curve;
    double settled = 72;    ///< Marked: before it absence is not judged.
    double horizon = 2160;  ///< Nothing is followed for longer.
};

struct lag_curve_shape {
    frame drawn{};
    std::vector<tick> shares{};
    std::vector<tick> times{};
    std::vector<tick> at_risk{};  ///< Below each time.
    std::vector<point> line{};    ///< Corners of the steps, from where the curve begins to where it ends.
    std::vector<std::vector<point>> bands{};  ///< Closed; a step without an interval ends one.
    std::vector<point> censored{};            ///< On the line; those at the same pixel are one.
    std::optional<point> median{};
    double settled = 0;
    std::int64_t followed_longer = 0;  ///< Censored beyond the last hour that is drawn.
    double until = 0;                  ///< The last hour that is drawn.
};
/// The axis goes half as far again as the last retrieval, to the horizon at the latest: the line goes on
/// level from there. Room below the axis for the numbers at risk: `into.bottom` is at least 48.
[[nodiscard]] lag_curve_shape shape_lag_curve(lag_curve_data const& data, frame const& into);
[[nodiscard]] std::string lag_curve_svg(lag_curve_shape const& shape, std::string_view id,
                                        std::string_view title, std::string_view description);

/// "36 h", "3 days", "2.5 days".
[[nodiscard]] std::string hours_in_words(double hours);

}  // namespace lacuna::charts
