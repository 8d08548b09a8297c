#include "daemon/charts/scale.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lacuna::charts {
namespace {

constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string label_of(utc_day day, bool with_day, bool with_year) {
    std::chrono::year_month_day const date{day};
    std::string text;
    if (with_day) text = std::to_string(static_cast<unsigned>(date.day())) + ' ';
    text += month_names.at(static_cast<unsigned>(date.month()) - 1);
    if (with_year) text += ' ' + std::to_string(static_cast<int>(date.year()));
    return text;
}

/// Every `step` months from January, on the first of the month.
std::vector<utc_day> month_starts(day_scale const& scale, int step) {
    std::vector<utc_day> found;
    std::chrono::year_month_day const first{scale.first};
    for (auto month = first.year() / std::chrono::January; utc_day{month / 1} <= scale.last;
         month += std::chrono::months{step}) {
        utc_day const day{month / 1};
        if (scale.holds(day)) found.push_back(day);
    }
    return found;
}

std::vector<utc_day> every(day_scale const& scale, int step) {
    std::vector<utc_day> found;
    // Monday for weeks: 1970-01-05 was one.
    auto const since_monday = (scale.first.time_since_epoch().count() - 4) % step;
    auto day = scale.first + std::chrono::days{(step - since_monday) % step};
    for (; day <= scale.last; day += std::chrono::days{step}) found.push_back(day);
    return found;
}

}  // namespace

double linear_scale::operator()(double value) const noexcept {
    if (high == low) return start;
    return start + (value - low) / (high - low) * (end - start);
}

std::vector<double> round_values(double low, double high, int about) {
    if (!(high > low) || about < 1) return {low};
    double const rough = (high - low) / about;
    double const power = std::pow(10, std::floor(std::log10(rough)));
    double step = power;
    for (double const factor : {1.0, 2.0, 5.0, 10.0}) {
        step = power * factor;
        if (step >= rough * 0.999) break;
    }
    std::vector<double> values;
    for (auto k = std::ceil(low / step - 1e-9); k * step <= high + step * 1e-9; ++k)
        values.push_back(k * step);
    return values;
}

double log_scale::operator()(double value) const noexcept {
    if (!(value > 0) || !(low > 0) || !(high > low)) return start;
    return start + std::log(value / low) / std::log(high / low) * (end - start);
}

std::vector<double> round_factors(double low, double high, int most) {
    if (!(low > 0) || !(high >= low)) return {};
    auto const first = static_cast<int>(std::floor(std::log10(low)));
    auto const last = static_cast<int>(std::ceil(std::log10(high)));
    auto const fit = static_cast<std::size_t>(std::max(most, 1));
    auto const inside = [&](double value) { return value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9); };
    std::vector<double> values;
    for (int power = first; power <= last; ++power) {
        for (double const factor : {1.0, 2.0, 5.0}) {
            if (double const value = factor * std::pow(10, power); inside(value)) values.push_back(value);
        }
    }
    for (int step = 1; values.size() > fit && step <= last - first + 1; ++step) {
        values.clear();
        for (int power = first; power <= last; ++power) {
            double const value = std::pow(10, power);
            if (power % step == 0 && inside(value)) values.push_back(value);
        }
    }
    return values;
}

share_range fit_shares(double lowest, double highest) {
    if (!(lowest <= highest) || highest - lowest > 0.2) return {};
    double const step = highest - lowest > 0.08 ? 0.05 : highest - lowest > 0.04 ? 0.02 : 0.01;
    double const low = std::max(0.0, std::floor(lowest / step - 0.25) * step);
    double const high = std::min(1.0, std::ceil(highest / step + 0.25) * step);
    return {low, high, low > 0 || high < 1};
}

std::vector<tick> day_ticks(day_scale const& scale, int most) {
    auto const fit = static_cast<std::size_t>(std::max(most, 1));
    std::vector<utc_day> days;
    bool with_day = true;
    if (scale.days() <= most) {
        days = every(scale, 1);
    } else if (days = every(scale, 7); days.size() > fit) {
        days = every(scale, 14);
        for (int const step : {1, 2, 3, 6, 12, 24, 60, 120}) {
            if (days.size() <= fit) break;
            with_day = false;
            days = month_starts(scale, step);
        }
    }
    std::vector<tick> ticks;
    for (auto const day : days) {
        std::chrono::year_month_day const date{day};
        // A first label with day, month and year would run into the second; the year stands beside the
        // figure.
        bool const january =
            date.month() == std::chrono::January && (!with_day || static_cast<unsigned>(date.day()) <= 14);
        bool const new_year = january || (ticks.empty() && (!with_day || days.size() == 1));
        ticks.push_back({scale.left(day), label_of(day, with_day, new_year)});
    }
    return ticks;
}

}  // namespace lacuna::charts
