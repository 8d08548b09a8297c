#include "daemon/charts/month_strips.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/charts/strip.hpp"
#include "daemon/charts/svg_text.hpp"

#include <map>

namespace lacuna::charts {
namespace {

constexpr double left = 110, right = 936, width = 960, top = 22, pitch = 24, strip_height = 18;
constexpr std::size_t longest_month = 31;

std::string words_of(std::string const& letters, utc_day first) {
    std::string words;
    for (auto const& [kind, from, to] : stretches(letters, first)) {
        words += (words.empty() ? "" : "; ") + to_words(from);
        if (to != from) words += " to " + to_words(to);
        words += ": " + std::string{word_of(kind).words};
    }
    return words;
}

std::string days_of_month() {
    std::string svg;
    for (std::size_t day = 1; day <= longest_month; day += 7) {
        auto const x = left + (right - left) * static_cast<double>(day - 1) / longest_month;
        svg += "<text x=\"" + px(x) + "\" y=\"14\">" + std::to_string(day) + "</text>";
    }
    return svg;
}

}  // namespace

drawn_months month_strips(std::vector<dated_letter> const& days) {
    std::map<std::chrono::year_month, std::string> months;
    for (auto const& [day, letter] : days) {
        std::chrono::year_month_day const date{day};
        auto& letters = months[date.year() / date.month()];
        letters.resize(longest_month, '\0');
        letters[static_cast<unsigned>(date.day()) - 1] = letter;
    }
    drawn_months drawn{.height = top + pitch * static_cast<double>(months.size())};
    drawn.svg = "<svg viewBox=\"0 0 " + px(width) + ' ' + px(drawn.height) + "\">" + days_of_month();
    double y = top;
    for (auto month = months.rbegin(); month != months.rend(); ++month, y += pitch) {
        utc_day const first{month->first / 1};
        drawn.svg += "<text x=\"24\" y=\"" + px(y + 14) + "\">" + to_words(first).substr(2) +
                     "</text><svg x=\"" + px(left) + "\" y=\"" + px(y) + "\" width=\"" + px(right - left) +
                     "\" height=\"" + px(strip_height) + '"' +
                     strip_svg(month->second, words_of(month->second, first)).substr(sizeof "<svg" - 1);
    }
    drawn.svg += "</svg>";
    return drawn;
}

}  // namespace lacuna::charts
