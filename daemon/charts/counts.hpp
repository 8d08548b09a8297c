#pragma once

#include "daemon/charts/trend.hpp"
#include "daemon/verdict/verdict.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

struct counted_day {
    utc_day day{};
    std::map<verdict_kind, std::int64_t> items{};
    bool is_void = false;  ///< Kept and drawn hatched; its counts are not stacked.
};
struct counts_data {
    utc_day from{}, to{};
    std::vector<counted_day> days{};
};

/// All bars of one verdict.
struct counts_layer {
    verdict_kind kind{};
    struct bar {
        double x = 0, y = 0, width = 0, height = 0;
    };
    std::vector<bar> bars{};
};
struct counts_shape {
    frame drawn{};
    std::vector<tick> amounts{};
    std::vector<tick> dates{};
    std::vector<counts_layer> layers{};  ///< In the palette's order; only verdicts that occur.
    std::vector<stretch_of_x> void_days{};
};
[[nodiscard]] counts_shape shape_counts(counts_data const& data, frame const& into);
[[nodiscard]] std::string counts_svg(counts_shape const& shape, std::string_view id, std::string_view title,
                                     std::string_view description);
/// The same without axes, 120 x 32; decorative. Empty without counts.
[[nodiscard]] std::string counts_spark_svg(counts_data const& data);

/// "12,345".
[[nodiscard]] std::string grouped(std::int64_t number);

}  // namespace lacuna::charts
