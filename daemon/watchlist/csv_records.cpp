#include "daemon/watchlist/csv_records.hpp"

#include <algorithm>

namespace lacuna {
namespace {

/// Up to the end of the line, without its CR.
std::string_view first_line(std::string_view text) {
    auto const line = text.substr(0, text.find('\n'));
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// The length of the UTF-8 sequence that `lead` begins, and what its second byte must lie between.
struct sequence {
    std::size_t length;
    unsigned char low;
    unsigned char high;
};
sequence sequence_of(unsigned char lead) noexcept {
    if (lead < 0x80) return {1, 0, 0};
    if (lead < 0xC2) return {0, 0, 0};
    if (lead < 0xE0) return {2, 0x80, 0xBF};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead < 0xF0) return {3, 0x80, 0xBF};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead < 0xF4) return {4, 0x80, 0xBF};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

/// Takes one field off `text`, up to the comma or line end that follows it.
/// @return false if its quote never ends.
bool take_field(std::string_view& text, std::string& into, bool& well_quoted) {
    if (!text.starts_with('"')) {
        auto const end = std::min(text.find_first_of(",\n"), text.size());
        into = first_line(text.substr(0, end));
        well_quoted = well_quoted && into.find('"') == std::string::npos;
        text.remove_prefix(end);
        return true;
    }
    text.remove_prefix(1);
    while (true) {
        auto const quote = text.find('"');
        if (quote == std::string_view::npos) return false;
        into.append(text.substr(0, quote));
        text.remove_prefix(quote + 1);
        if (!text.starts_with('"')) break;
        into.push_back('"');
        text.remove_prefix(1);
    }
    auto const end = std::min(text.find_first_of(",\n"), text.size());
    well_quoted = well_quoted && is_blank(text.substr(0, end));
    text.remove_prefix(end);
    return true;
}

}  // namespace

void csv_reader::skip_blank_lines() {
    while (!left_.empty()) {
        auto const end = left_.find('\n');
        if (!is_blank(left_.substr(0, end))) return;
        left_.remove_prefix(std::min(end, left_.size() - 1) + 1);
        ++line_;
    }
}

checked<csv_record> csv_reader::next() {
    skip_blank_lines();
    csv_record record{.line = line_};
    auto const begin = left_;
    while (!left_.empty()) {
        if (!take_field(left_, record.fields.emplace_back(), record.well_quoted)) {
            return bad_input{.where = "line " + std::to_string(record.line),
                             .wrong = "has a quote that never ends"};
        }
        if (!left_.starts_with(',')) break;
        left_.remove_prefix(1);
        if (left_.empty()) record.fields.emplace_back();
    }
    auto const whole = begin.substr(0, begin.size() - left_.size());
    record.text = whole.ends_with('\r') ? whole.substr(0, whole.size() - 1) : whole;
    line_ += static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '\n'));
    if (left_.starts_with('\n')) {
        left_.remove_prefix(1);
        ++line_;
    }
    return record;
}

csv_record csv_reader::next_line() {
    skip_blank_lines();
    if (left_.empty()) return {};
    csv_record record{.line = line_, .text = first_line(left_)};
    record.fields.emplace_back(record.text);
    left_.remove_prefix(std::min(left_.find('\n'), left_.size() - 1) + 1);
    ++line_;
    return record;
}

bool is_utf8(std::string_view text) noexcept {
    auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t at = 0; at < text.size();) {
        auto const [length, low, high] = sequence_of(byte(at));
        if (length == 0 || length > text.size() - at) return false;
        if (length > 1 && (byte(at + 1) < low || byte(at + 1) > high)) return false;
        for (std::size_t more = 2; more < length; ++more) {
            if ((byte(at + more) & 0xC0) != 0x80) return false;
        }
        at += length;
    }
    return true;
}

}  // namespace lacuna
