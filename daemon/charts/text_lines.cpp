#include "daemon/charts/text_lines.hpp"

#include <algorithm>

namespace lacuna::charts {
namespace {

/// Bytes of the UTF-8 character at the beginning of `text`, which is not empty; 1 for what is none.
std::size_t character_length(std::string_view text) {
    auto const first = static_cast<unsigned char>(text.front());
    std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    return std::min(length, text.size());
}

/// In parts of the font's size.
double width_of(std::string_view character) {
    if (character.size() == 2) return 0.66;
    if (character.size() > 2) return character.starts_with("\xe2\x80") ? 0.6 : 1.05;  // Dashes and quotes.
    char const c = character.front();
    if (std::string_view{"iIjl.,:;'|!()[] "}.find(c) != std::string_view::npos) return 0.34;
    if (std::string_view{"mwMW@%"}.find(c) != std::string_view::npos) return 0.92;
    return c >= 'A' && c <= 'Z' ? 0.7 : 0.58;
}

/// The bytes at the beginning of `text` that fit into `width`, at least one character.
std::size_t that_fit(std::string_view text, double width, double size) {
    std::size_t end = 0;
    for (double taken = 0; end < text.size();) {
        auto const character = text.substr(end, character_length(text.substr(end)));
        taken += width_of(character) * size;
        if (taken > width && end > 0) break;
        end += character.size();
    }
    return end;
}

}  // namespace

double text_width(std::string_view text, double size) {
    double width = 0;
    while (!text.empty()) {
        auto const character = text.substr(0, character_length(text));
        width += width_of(character) * size;
        text.remove_prefix(character.size());
    }
    return width;
}

std::vector<std::string> text_lines(std::string_view text, double width, double size, std::size_t most) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto end = that_fit(text, width, size);
        if (lines.size() + 1 == most && end < text.size()) {
            lines.push_back(std::string{text.substr(0, that_fit(text, width - size, size))} + "…");
            break;
        }
        if (end < text.size()) {
            auto const space = text.rfind(' ', end);
            if (space != std::string_view::npos && space > 0) end = space;
        }
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    }
    return lines;
}

}  // namespace lacuna::charts
