#include "daemon/charts/palette.hpp"

#include "daemon/charts/svg_text.hpp"

#include <algorithm>
#include <utility>

namespace lacuna::charts {
namespace {

constexpr cell_shape full{};
constexpr cell_shape lower_part{.top = 5, .height = 9};
constexpr cell_shape dot{.left = 2, .top = 5, .width = 3, .height = 4};
constexpr cell_shape dash{.top = 11, .height = 3};
constexpr cell_shape frame{.outline = "h7v14h-7zm2 2v10h3v-10zm-2 -2"};
constexpr cell_shape two_bars{.outline = "h7v5h-7zm0 9h7v5h-7zm0 -9"};
constexpr cell_shape slash{.outline = "m4.5 0h2.5l-4.5 14h-2.5zm-4.5 0"};
constexpr cell_shape wedge{.outline = "m0 14l3.5 -7l3.5 7zm0 -14"};
constexpr cell_shape cross{.outline = "l1.5 0l2 5l2 -5l1.5 0l-2.7 7l2.7 7l-1.5 0l-2 -5l-2 5l-1.5 0l2.7 -7z"};

std::string path_of(cell_shape const& cell) {
    if (!cell.outline.empty()) return "M0 0" + std::string{cell.outline};
    auto const width = px(cell.width);
    return 'M' + px(cell.left) + ' ' + px(cell.top) + 'h' + width + 'v' + px(cell.height) + "h-" + width +
           'z';
}

}  // namespace

std::array<verdict_mark, 12> const& verdict_marks() noexcept {
    using enum verdict_kind;
    static constexpr std::array<verdict_mark, 12> table{{
        {retrievable, "v-retrievable", lower_part},
        {missing, "v-missing", full},
        {unconfirmed, "v-unconfirmed", frame},
        {unknown, "v-unknown", dash},
        {not_measured, "v-not-measured", slash},
        {too_young, "v-too-young", wedge},
        {excluded, "v-excluded", cross},
        {not_public, "v-not-public", dot},
        {lingering, "v-lingering", two_bars},
        {imported_available, "v-imported-available", lower_part},
        {imported_not_available, "v-imported-not-available", full},
        {imported_error, "v-imported-error", slash},
    }};
    return table;
}

verdict_mark const& mark_of(verdict_kind kind) noexcept {
    auto const& table = verdict_marks();
    return *std::ranges::find(table, kind, &verdict_mark::kind);
}

verdict_word const& word_of(verdict_kind kind) noexcept {
    auto const& table = verdict_words();
    return *std::ranges::find(table, kind, &verdict_word::kind);
}

std::optional<verdict_kind> kind_of(char letter) noexcept {
    for (auto const& mark : verdict_marks()) {
        if (static_cast<char>(mark.kind) == letter) return mark.kind;
    }
    return std::nullopt;
}

std::vector<legend_entry> legend(std::span<verdict_kind const> drawn) {
    std::vector<legend_entry> entries;
    for (auto const& mark : verdict_marks()) {
        if (std::ranges::find(drawn, mark.kind) == drawn.end()) continue;
        auto const& word = word_of(mark.kind);
        std::string swatch =
            R"(<svg class="swatch" viewBox="0 0 7 14" width="9" height="18" aria-hidden="true"><path class=")";
        swatch.append(mark.css_class)
            .append(R"(" fill-rule="evenodd" d=")")
            .append(path_of(mark.cell))
            .append(R"("/></svg>)");
        entries.push_back({mark.kind, word.glyph, word.words, std::move(swatch)});
    }
    return entries;
}

}  // namespace lacuna::charts
