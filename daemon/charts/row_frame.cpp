#include "daemon/charts/row_frame.hpp"

#include "daemon/charts/svg_text.hpp"

namespace lacuna::charts {
namespace {

/// Bytes of the UTF-8 character that begins with `first`.
std::size_t length_of(char first) {
    auto const byte = static_cast<unsigned char>(first);
    return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

double width_of(std::string_view character) {
    if (character.size() >= 3) return 12.5;
    if (character.size() == 1 && std::string_view{"il.,'|:;! "}.find(character) != std::string_view::npos)
        return 3.6;
    return std::string_view{"mwMW@%"}.find(character) != std::string_view::npos ? 10.5 : 6.9;
}

}  // namespace

row_frame wide_rows(bool with_parts) noexcept {
    row_frame drawn;
    if (with_parts) drawn.pitch = 46;
    return drawn;
}

row_frame narrow_rows(bool with_parts) noexcept {
    row_frame drawn{.width = 350, .left = 4, .right = 4, .pitch = 44, .words_above = true};
    if (with_parts) drawn.pitch = 60;
    return drawn;
}

std::string row_words(row_frame const& drawn, std::size_t row, std::string_view name,
                      std::string_view result) {
    double const beside = drawn.bar_top(row) + drawn.bar / 2 + 4;
    double const y = drawn.words_above ? drawn.row_top(row) + 13 : beside;
    double const room = drawn.words_above ? drawn.width * 0.5 : drawn.left - 14;
    double const name_at = drawn.words_above ? drawn.left : drawn.left - 10;
    double const result_at = drawn.words_above ? drawn.end() : drawn.end() + 10;
    std::string svg = std::string{"<text class=\""} + (drawn.words_above ? "name" : "name end") + "\" x=\"" +
                      px(name_at) + "\" y=\"" + px(y) + "\">" + escaped(cut_to(name, room)) + "</text>";
    if (result.empty()) return svg;
    return svg + std::string{"<text class=\""} + (drawn.words_above ? "result end" : "result") + "\" x=\"" +
           px(result_at) + "\" y=\"" + px(y) + "\">" + escaped(result) + "</text>";
}

std::string cut_to(std::string_view text, double pixels) {
    double taken = 0;
    std::size_t kept = 0;  // Bytes that leave room for an ellipsis.
    for (std::size_t at = 0; at < text.size();) {
        auto const length = length_of(text[at]);
        taken += width_of(text.substr(at, length));
        if (taken > pixels) return std::string{text.substr(0, kept)} + "…";
        at += length;
        if (taken + 12 <= pixels) kept = std::min(at, text.size());
    }
    return std::string{text};
}

}  // namespace lacuna::charts
