#include "daemon/charts/strip.hpp"

#include "daemon/charts/palette.hpp"
#include "daemon/charts/scale.hpp"
#include "daemon/charts/svg_text.hpp"

#include <algorithm>

namespace lacuna::charts {
namespace {

constexpr double pitch = cell_width + cell_gap;

/// Neighbouring cells with one letter: from `first`, `n` of them.
struct cell_run {
    std::size_t first = 0, n = 0;
};

std::vector<cell_run> runs_of(std::string_view letters, char letter) {
    std::vector<cell_run> runs;
    for (auto first = letters.find(letter); first != std::string_view::npos;) {
        auto const end = std::min(letters.find_first_not_of(letter, first), letters.size());
        runs.push_back({first, end - first});
        first = letters.find(letter, end);
    }
    return runs;
}

double left_of(std::size_t cell) noexcept { return pitch * static_cast<double>(cell); }

/// A dash is a cell's rectangle; a year of one verdict weighs as little as a day.
std::string dashed_lines(std::vector<cell_run> const& runs, cell_shape const& cell) {
    auto const y = ' ' + px(cell.top + cell.height / 2) + 'h';
    auto path = "stroke-width=\"" + px(cell.height) + "\" stroke-dasharray=\"" + px(cell.width) + ' ' +
                px(pitch - cell.width) + "\" d=\"";
    for (auto const& [first, n] : runs)
        path.append("M")
            .append(px(left_of(first) + cell.left))
            .append(y)
            .append(px(left_of(n - 1) + cell.width));
    return path;
}

/// Neighbours are reached by a relative move, which compresses to almost nothing.
std::string outlines(std::vector<cell_run> const& runs, std::string_view outline) {
    std::string path = R"(fill-rule="evenodd" d=")";
    for (auto const& [first, n] : runs) {
        path.append("M").append(px(left_of(first))).append(" 0").append(outline);
        for (std::size_t more = 1; more < n; ++more) path.append("m8 0").append(outline);
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
    svg += px(left_of(letters.size())) + " 14\" aria-label=\"" + escaped(label) + "\">";
    for (auto const& mark : verdict_marks()) {
        auto const runs = runs_of(letters, static_cast<char>(mark.kind));
        if (runs.empty()) continue;
        svg.append("<path class=\"").append(mark.css_class).append("\" ");
        svg.append(mark.cell.outline.empty() ? dashed_lines(runs, mark.cell)
                                             : outlines(runs, mark.cell.outline));
        svg.append("\"/>");
    }
    // Shapes leave parts of a cell bare: what answers to the pointer is the whole of it, seen by nobody.
    for (std::size_t cell = 0; cell < titles.size(); ++cell) {
        if (titles[cell].empty()) continue;
        svg += "<rect x=\"" + px(left_of(cell)) + R"(" width="7" height="14"><title>)";
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
        svg.append(R"(<line class="tick" x1=")").append(at).append(R"(" x2=")").append(at);
        svg += R"(" y1="4" y2="18"/>)";
        svg += "<text x=\"" + at + "\" dx=\"4\" y=\"12\">" + escaped(mark.label) + "</text>";
        taken_until = mark.at + 160;
    }
    return svg + "</svg>";
}

}  // namespace lacuna::charts
