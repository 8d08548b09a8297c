#include "daemon/charts/palette.hpp"

#include <algorithm>
#include <utility>

namespace lacuna::charts {
namespace {

constexpr std::string_view full = "h7v14h-7z";
constexpr std::string_view lower_part = "m0 5h7v9h-7zm0 -5";
constexpr std::string_view frame = "h7v14h-7zm2 2v10h3v-10zm-2 -2";
constexpr std::string_view two_bars = "h7v5h-7zm0 9h7v5h-7zm0 -9";
constexpr std::string_view dot = "m2 5h3v4h-3zm-2 -5";
constexpr std::string_view dash = "m0 11h7v3h-7zm0 -11";
constexpr std::string_view slash = "m4.5 0h2.5l-4.5 14h-2.5zm-4.5 0";
constexpr std::string_view wedge = "m0 14l3.5 -7l3.5 7zm0 -14";
constexpr std::string_view cross = "l1.5 0l2 5l2 -5l1.5 0l-2.7 7l2.7 7l-1.5 0l-2 -5l-2 5l-1.5 0l2.7 -7z";

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
            .append(R"(" fill-rule="evenodd" d="M0 0)")
            .append(mark.cell)
            .append(R"("/></svg>)");
        entries.push_back({mark.kind, word.glyph, word.words, std::move(swatch)});
    }
    return entries;
}

}  // namespace lacuna::charts
