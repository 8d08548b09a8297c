#include "daemon/config/units.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace lacuna {
namespace {

/// Largest first, so that the first one that divides gives the shortest text.
constexpr std::array<std::pair<char, std::int64_t>, 4> units{
    {{'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}}};
constexpr std::int64_t longest = std::int64_t{366'000} * 86'400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<std::chrono::seconds> read_duration(std::string_view text) {
    if (text.size() < 2 || !is_digit(text.front())) return std::nullopt;
    std::int64_t count = 0;
    auto const digits = text.substr(0, text.size() - 1);
    auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    for (auto const& [letter, length] : units) {
        if (text.back() == letter && count <= longest / length) return std::chrono::seconds{count * length};
    }
    return std::nullopt;
}

std::string to_text(std::chrono::seconds span) {
    for (auto const& [letter, length] : units) {
        if (span.count() % length == 0) return std::to_string(span.count() / length) + letter;
    }
    return {};
}

std::optional<std::chrono::minutes> read_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (std::size_t const at : {0U, 1U, 3U, 4U}) {
        if (!is_digit(text[at])) return std::nullopt;
    }
    auto const number = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    if (number(0) > 23 || number(3) > 59) return std::nullopt;
    return std::chrono::hours{number(0)} + std::chrono::minutes{number(3)};
}

}  // namespace lacuna
