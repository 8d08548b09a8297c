#include "daemon/watchlist/donated_text.hpp"

#include <algorithm>
#include <optional>

namespace lacuna {
namespace {

constexpr std::size_t most_lines = 4;
constexpr std::size_t longest_label = 200;
constexpr std::string_view wide_colon{"\xEF\xBC\x9A"};  // As Chinese and Japanese have it.

/// "Word: rest", in any script.
bool has_label(std::string_view line) {
    auto const colon = std::min(line.find(':'), line.find(wide_colon));
    return colon != std::string_view::npos && colon > 0 && colon <= longest_label;
}

/// What follows the label, if that is an address; CSV and bare addresses have no label.
std::optional<std::string_view> address_in(std::string_view line) {
    auto const at = std::min(line.find("https://"), line.find("http://"));
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    auto const label = line.substr(0, at);
    if (!has_label(label) || label.find_first_of(",;\"\t") != std::string_view::npos) return std::nullopt;
    // Right after the label's colon, but for blanks and marks of writing direction.
    auto const between = label.substr(std::min(label.find(':'), label.find(wide_colon)) + 1);
    auto const is_visible = [](char c) { return c > ' '; };
    if (std::any_of(between.begin(), between.end(), is_visible)) return std::nullopt;
    auto const address = line.substr(at);
    if (address.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
    return address;
}

}  // namespace

bool donated_text::next_line(export_bytes& file, std::string& line) const {
    line.clear();
    if (file.at_end()) return false;
    while (!file.at_end()) {
        char const c = file.Take();
        if (c == '\n') break;
        if (line.size() < longest_line_) line += c;
    }
    file.passed();
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
        line.pop_back();
    return true;
}

bool donated_text::end_block() {
    if (block_.empty()) return true;
    std::size_t addresses = 0, place = 0;
    std::string_view address;
    for (std::size_t i = 0; i < block_.size(); ++i) {
        auto const found = address_in(block_[i]);
        if (!found) continue;
        ++addresses;
        place = i;
        address = *found;
    }
    bool const fits = block_.size() == 2 || (block_.size() == most_lines && place == 2);
    bool const is_entry = fits && addresses == 1 && std::all_of(block_.begin(), block_.end(), has_label);
    is_entry ? ++entries_ : ++others_;
    bool const goes_on = !is_entry || link_found_(address);
    block_.clear();
    return goes_on;
}

bool donated_text::read(export_bytes& file) {
    std::string line;
    while (next_line(file, line)) {
        if (!line.empty()) {
            if (block_.size() <= most_lines) block_.push_back(line);
        } else if (!end_block()) {
            return false;
        }
    }
    return end_block();
}

}  // namespace lacuna
