#include "daemon/charts/strip.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/charts/scale.hpp"
#include "daemon/charts/svg_text.hpp"

namespace lacuna::charts {
namespace {

constexpr double pitch = cell_width + cell_gap;

/// The path of every cell with `letter`: neighbours are reached by a relative move, which compresses to
/// almost nothing.
std::string cells(std::string_view letters, char letter, std::string_view shape) {
    std::string path;
    bool after_one = false;
    for (std::size_t day = 0; day < letters.size(); ++day) {
        bool const here = letters[day] == letter;
        if (here) {
            path += after_one ? "m8 0" : 'M' + px(pitch * static_cast<double>(day)) + " 0";
            path += shape;
        }
        after_one = here;
    }
    return path;
}

}  // namespace

std::vector<verdict_stretch> stretches(std::string_view letters, utc_day first) {
    std::vector<verdict_stretch> found;
    for (std::size_t day = 0; day < letters.size(); ++day) {
        auto const kind = kind_of(letters[day]);
        if (!kind) continue;
        auto const date = first + std::chrono::days{static_cast<long>(day)};
        if (!found.empty() && found.back().kind == *kind &&
            found.back().last + std::chrono::days{1} == date) {
            found.back().last = date;
        } else {
            found.push_back({*kind, date, date});
        }
    }
    return found;
}

std::string strip_svg(std::string_view letters, std::string_view label) {
    return titled_strip_svg(letters, label, {});
}

std::string titled_strip_svg(std::string_view letters, std::string_view label,
                             std::vector<std::string> const& titles) {
    std::string svg = R"(<svg class="strip" role="img" preserveAspectRatio="none" viewBox="0 0 )";
    svg += px(pitch * static_cast<double>(letters.size())) + " 14\" aria-label=\"" + escaped(label) + "\">";
    for (auto const& mark : verdict_marks()) {
        auto const path = cells(letters, static_cast<char>(mark.kind), mark.cell);
        if (path.empty()) continue;
        svg.append("<path class=\"").append(mark.css_class);
        svg.append("\" fill-rule=\"evenodd\" d=\"").append(path).append("\"/>");
    }
    // Shapes leave parts of a cell bare: what answers to the pointer is the whole of it, seen by nobody.
    for (std::size_t cell = 0; cell < titles.size(); ++cell) {
        if (titles[cell].empty()) continue;
        svg += "<rect x=\"" + px(pitch * static_cast<double>(cell)) + R"(" width="7" height="14"><title>)";
        svg += escaped(titles[cell]) + "</title></rect>";
    }
    return svg + "</svg>";
}

std::string strip_axis_svg(utc_day first, utc_day last, int most_ticks) {
    day_scale const days{first, last, 0, 1000};
    std::string svg = R"(<svg class="strip-axis" aria-hidden="true" width="100%" height="18">)";
    double taken_until = -1;
    for (auto const& mark : day_ticks(days, most_ticks)) {
        // A label is about 160 of 1,000 wide in the narrowest column; it must end inside.
        if (mark.at < taken_until || mark.at > 840) continue;
        auto const at = px(mark.at / 10) + '%';
        svg += "<line class=\"tick\" x1=\"" + at + "\" x2=\"" + at + "\" y1=\"4\" y2=\"18\"/>";
        svg += "<text x=\"" + at + "\" dx=\"4\" y=\"12\">" + escaped(mark.label) + "</text>";
        taken_until = mark.at + 160;
    }
    return svg + "</svg>";
}

}  // namespace lacuna::charts
