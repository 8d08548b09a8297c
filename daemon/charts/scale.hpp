#pragma once

#include "daemon/time/utc.hpp"

#include <string>
#include <vector>

namespace lacuna::charts {

struct tick {
    double at = 0;  ///< In pixels of the drawing.
    std::string label{};
};

/// Maps a range of values to a range of pixels; `start` may lie below `end` or above it (y grows downwards).
struct linear_scale {
    double low = 0, high = 1;
    double start = 0, end = 1;
    [[nodiscard]] double operator()(double value) const noexcept;
};

/// Round values (steps of 1, 2 or 5 times a power of ten) from the first at or above `low` to the last at or
/// below `high`.
/// @param about how many are wanted; up to twice as many come.
[[nodiscard]] std::vector<double> round_values(double low, double high, int about);

/// Maps values above 0 by their logarithm. What is 0 or less has no place on it and is drawn beside it.
struct log_scale {
    double low = 0.1, high = 10;  ///< Above 0.
    double start = 0, end = 1;
    [[nodiscard]] double operator()(double value) const noexcept;
};

/// 1, 2 and 5 times powers of ten from the first at or above `low` to the last at or below `high`; where
/// these are more than `most`, powers of ten alone, and then every second one, every third …
[[nodiscard]] std::vector<double> round_factors(double low, double high, int most);

/// The shares that an axis shows. From 0 to 1 unless all that is drawn lies within a fifth of that: then
/// zoomed, with round ends.
struct share_range {
    double low = 0, high = 1;
    bool zoomed = false;
};
/// @param lowest, highest of what is drawn, intervals included.
[[nodiscard]] share_range fit_shares(double lowest, double highest);

/// Days along x, each as wide as the other: day d covers left(d) to left(d) + cell().
struct day_scale {
    utc_day first{}, last{};  ///< Both drawn.
    double start = 0, end = 1;
    [[nodiscard]] long days() const noexcept { return (last - first).count() + 1; }
    [[nodiscard]] double cell() const noexcept { return (end - start) / static_cast<double>(days()); }
    [[nodiscard]] double left(utc_day day) const noexcept {
        return start + cell() * static_cast<double>((day - first).count());
    }
    [[nodiscard]] bool holds(utc_day day) const noexcept { return first <= day && day <= last; }
};

/// At most `most` dates: days, Mondays, months, quarters or years, whichever fit; the year stands on the
/// first and on each January.
[[nodiscard]] std::vector<tick> day_ticks(day_scale const& scale, int most);

}  // namespace lacuna::charts
