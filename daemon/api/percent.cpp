#include "daemon/api/percent.hpp"

#include <algorithm>
#include <charconv>

namespace lacuna::api {
namespace {

/// Length of the UTF-8 character that begins at `at`; 0 if none does (RFC 3629: no overlong forms, no
/// surrogates).
std::size_t character_length(std::string_view text, std::size_t at) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const first = byte(at);
    if (first < 0x80) return 1;
    std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    }
    unsigned const second = byte(at + 1);
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    if (first == 0xF0 && second < 0x90) return 0;
    if (first == 0xF4 && second > 0x8F) return 0;
    return length;
}

bool printable_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const length = character_length(text, at);
        if (length == 0 || static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7F) return false;
        at += length;
    }
    return true;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus_is_space) {
            decoded += ' ';
        } else if (text[at] != '%') {
            decoded += text[at];
        } else {
            unsigned value = 0;
            auto const digits = text.substr(at + 1, 2);
            auto const* const end = digits.data() + digits.size();
            auto const [stop, error] = std::from_chars(digits.data(), end, value, 16);
            if (digits.size() != 2 || error != std::errc{} || stop != end) return {};
            decoded += static_cast<char>(value);
            at += 2;
        }
    }
    if (!printable_utf8(decoded)) return {};
    return decoded;
}

std::string as_utf8(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const length = character_length(text, at);
        clean += length == 0 ? std::string_view{"\uFFFD"} : text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return clean;
}

std::optional<std::vector<std::string>> read_target(std::string_view target) {
    auto const odd = [](char c) { return c <= ' ' || c > '~' || c == '#' || c == '\\'; };
    if (!target.starts_with('/') || std::any_of(target.begin(), target.end(), odd)) return {};
    auto const question = target.find('?');
    if (question != target.npos && !percent_decoded(target.substr(question + 1), true)) return {};

    std::vector<std::string> segments;
    auto rest = target.substr(1, question == target.npos ? target.npos : question - 1);
    if (rest.empty()) return segments;
    for (;;) {
        auto const slash = rest.find('/');
        auto segment = percent_decoded(rest.substr(0, slash), false);
        if (!segment || segment->empty() || *segment == "." || *segment == "..") return {};
        segments.push_back(std::move(*segment));
        if (slash == rest.npos) return segments;
        rest.remove_prefix(slash + 1);
    }
}

}  // namespace lacuna::api
