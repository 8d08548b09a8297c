#include "tests/simulated_platform/calendar.hpp"

#include <charconv>
#include <cstdio>

namespace lacuna::simulated {
namespace {

std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return text.empty() ? std::nullopt : std::optional{value};
}

std::optional<sys_days> day_of(std::string_view year, std::string_view month, std::string_view day) {
    auto const y = digits(year);
    auto const m = digits(month);
    auto const d = digits(day);
    if (!y || !m || !d) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{*y},
                                           std::chrono::month{static_cast<unsigned>(*m)},
                                           std::chrono::day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional{sys_days{date}} : std::nullopt;
}

std::string formatted(char const* format, sys_seconds when) {
    auto const day = std::chrono::floor<std::chrono::days>(when);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{when - day};
    char text[64];
    int const size = std::snprintf(
        text, sizeof text, format, static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

std::optional<sys_days> read_compact_day(std::string_view text) {
    if (text.size() != 8) return std::nullopt;
    return day_of(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
}

std::optional<std::chrono::seconds> read_time_of_day(std::string_view text) {
    if (text.size() != 5 && text.size() != 8) return std::nullopt;
    auto const hours = digits(text.substr(0, 2));
    auto const minutes = digits(text.substr(3, 2));
    auto const seconds = text.size() == 8 ? digits(text.substr(6, 2)) : std::optional{0};
    if (text[2] != ':' || (text.size() == 8 && text[5] != ':')) return std::nullopt;
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} + std::chrono::seconds{*seconds};
}

std::optional<sys_seconds> read_instant(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const day = day_of(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
    if (!day) return std::nullopt;
    if (text.size() == 10) return sys_seconds{*day};
    if (text[10] != 'T' || text.back() != 'Z') return std::nullopt;
    auto const time = read_time_of_day(text.substr(11, text.size() - 12));
    return time ? std::optional{sys_seconds{*day} + *time} : std::nullopt;
}

std::string write_day(sys_days day) { return formatted("%04d-%02u-%02u", day); }
std::string write_instant(sys_seconds when) { return formatted("%04d-%02u-%02uT%02d:%02d:%02dZ", when); }
std::string write_log_time(sys_seconds when) { return formatted("%04d%02u%02u%02d%02d%02d", when); }

}  // namespace lacuna::simulated
