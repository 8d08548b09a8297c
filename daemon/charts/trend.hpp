#pragma once

#include "daemon/charts/scale.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::charts {

/// The pixels of a drawing that carries an axis of days: margins are where the axes' words stand.
struct frame {
    double width = 960, height = 260;
    double left = 52, right = 12, top = 24, bottom = 28;
    int most_dates = 9;
};
[[nodiscard]] frame wide_frame(double height) noexcept;
/// For screens of 320 px and more: the words keep their size.
[[nodiscard]] frame narrow_frame(double height) noexcept;

struct trend_day {
    utc_day day{};
    std::optional<double> rate{}, low{}, high{};  ///< None: no headline that day, or void.
    bool is_void = false;
};
/// A dated change of the platform, marked by its number; the words stand below the figure.
struct trend_mark {
    utc_day day{};
    int number = 0;
};
struct trend_data {
    utc_day from{}, to{};
    std::vector<trend_day> days{};  ///< Oldest first, at most one a day, inside from … to.
    std::vector<trend_mark> marks{};
};

struct point {
    double x = 0, y = 0;
    friend bool operator==(point const&, point const&) = default;
};
struct stretch_of_x {
    double left = 0, width = 0;
};
/// Days in a row that have a rate. A gap ends a piece: nothing is bridged.
struct trend_piece {
    std::vector<point> line{};  ///< Corners of the steps.
    std::vector<point> band{};  ///< Closed; of the intervals. Empty where a day has none.
};
/// Stands above its marks; those whose numbers would overlap share one: "2–4".
struct trend_number {
    double from = 0, to = 0;  ///< The first and the last of its marks.
    double at = 0, width = 0;
    std::string label{};
};
struct trend_shape {
    frame drawn{};
    share_range range{};
    std::vector<tick> shares{};
    std::vector<tick> dates{};
    std::vector<trend_piece> pieces{};
    std::vector<stretch_of_x> void_days{};
    std::vector<tick> marks{};
    std::vector<trend_number> numbers{};
};
[[nodiscard]] trend_shape shape_trend(trend_data const& data, frame const& into);

/// @param id unique on the page; the title and the description are read out. Texts are escaped here.
[[nodiscard]] std::string trend_svg(trend_shape const& shape, std::string_view id, std::string_view title,
                                    std::string_view description);

/// A line of the rate alone, for a tile of 120 x 32; decorative, the tile says its ends. Empty without a
/// rate.
[[nodiscard]] std::string sparkline_svg(trend_data const& data);

}  // namespace lacuna::charts
