#pragma once

#include "daemon/charts/trend.hpp"
#include "daemon/time/utc.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// What was asked of one endpoint in one hour, and how long it took.
struct asked_hour {
    utc_time hour{};
    std::int64_t answered = 0, failed = 0;
    double median = 0, p90 = 0, p99 = 0;  ///< Milliseconds.
};
struct hours_data {
    utc_time from{}, to{};            ///< Whole hours; the last one is before `to`.
    std::vector<asked_hour> hours{};  ///< Only those in which something was asked.
};

/// How the parts of the figure are drawn and what they say: marks and legend come from this one table.
struct hours_mark {
    std::string_view css_class, words;
};
[[nodiscard]] std::array<hours_mark, 5> const& hours_marks() noexcept;
/// A swatch of the mark; decorative.
[[nodiscard]] std::string hours_swatch(hours_mark const& mark);

/// Above bars of questions, one an hour; below, on a logarithmic scale, from the median to the 99th
/// percentile. Hours without a question stay blank.
struct hours_shape {
    struct box {
        double x = 0, y = 0, width = 0, height = 0;
    };
    frame drawn{};
    double between = 0;  ///< Where the upper half ends.
    std::vector<tick> amounts{}, spans{}, hours{};
    std::vector<box> answered{}, failed{}, usual{}, tail{}, median{};
};
[[nodiscard]] hours_shape shape_hours(hours_data const& data, frame into);
[[nodiscard]] std::string hours_svg(hours_shape const& shape, std::string_view id, std::string_view title,
                                    std::string_view description);

}  // namespace lacuna::charts
