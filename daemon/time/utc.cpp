#include "daemon/time/utc.hpp"

#include <array>
#include <cstdio>

namespace lacuna {
namespace {

using namespace std::chrono;

constexpr std::array<char const*, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<char const*, 7> weekday_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

template <class... Values>
std::string print(char const* format, Values... values) {
    std::array<char, 64> text{};
    auto const length = std::snprintf(text.data(), text.size(), format, values...);
    return {text.data(), static_cast<std::size_t>(length)};
}

struct calendar {
    explicit calendar(utc_day of) : date{of} {}
    [[nodiscard]] int year() const { return static_cast<int>(date.year()); }
    [[nodiscard]] unsigned month() const { return static_cast<unsigned>(date.month()); }
    [[nodiscard]] unsigned day() const { return static_cast<unsigned>(date.day()); }
    [[nodiscard]] char const* month_name() const { return month_names.at(month() - 1); }
    year_month_day date;
};

/// Takes parts off the front of a text; every part says whether it was there.
class reader {
public:
    explicit reader(std::string_view text) : left_{text} {}

    [[nodiscard]] bool at_end() const { return left_.empty(); }
    [[nodiscard]] bool next_is(char wanted) const { return !left_.empty() && left_.front() == wanted; }
    bool take(char wanted) {
        if (!next_is(wanted)) return false;
        left_.remove_prefix(1);
        return true;
    }
    /// Exactly `digits` digits, or nothing.
    std::optional<int> number(std::size_t digits) {
        if (left_.size() < digits) return std::nullopt;
        int value = 0;
        for (auto const c : left_.substr(0, digits)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        left_.remove_prefix(digits);
        return value;
    }
    /// One to nine digits after a point, as milliseconds; what is finer is cut off.
    std::optional<milliseconds> fraction() {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < 9 && !left_.empty(); ++digits) {
            auto const digit = number(1);
            if (!digit) break;
            if (digits < 3) value = value * 10 + *digit;
        }
        if (digits == 0) return std::nullopt;
        for (auto missing = digits; missing < 3; ++missing) value *= 10;
        return milliseconds{value};
    }

private:
    std::string_view left_;
};

std::optional<utc_day> take_day(reader& text) {
    auto const y = text.number(4);
    if (!y || !text.take('-')) return std::nullopt;
    auto const m = text.number(2);
    if (!m || !text.take('-')) return std::nullopt;
    auto const d = text.number(2);
    if (!d) return std::nullopt;
    if (*y == 0) return std::nullopt;  // PostgreSQL's calendar has no such year, and neither has history.
    year_month_day const date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    return sys_days{date};
}

std::optional<milliseconds> take_time(reader& text) {
    auto const h = text.number(2);
    if (!h || !text.take(':')) return std::nullopt;
    auto const m = text.number(2);
    if (!m || !text.take(':')) return std::nullopt;
    auto const s = text.number(2);
    if (!s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    auto const whole = hours{*h} + minutes{*m} + seconds{*s};
    if (!text.take('.')) return whole;
    auto const part = text.fraction();
    if (!part) return std::nullopt;
    return whole + *part;
}

/// "Z" or "+hh:mm": what must be taken off the clock's reading to get UTC.
std::optional<minutes> take_offset(reader& text) {
    if (text.take('Z') || text.take('z')) return minutes{0};
    bool const east = text.take('+');
    if (!east && !text.take('-')) return std::nullopt;
    auto const h = text.number(2);
    if (!h || !text.take(':')) return std::nullopt;
    auto const m = text.number(2);
    if (!m || *h > 23 || *m > 59) return std::nullopt;
    auto const span = hours{*h} + minutes{*m};
    return east ? span : -span;
}

}  // namespace

std::string to_string(utc_day day) {
    calendar const c{day};
    return print("%04d-%02u-%02u", c.year(), c.month(), c.day());
}

std::string to_compact(utc_day day) {
    calendar const c{day};
    return print("%04d%02u%02u", c.year(), c.month(), c.day());
}

std::string to_rfc3339(utc_time instant) {
    auto const day = day_of(instant);
    hh_mm_ss const time{floor<seconds>(instant - day)};
    return to_string(day) + print("T%02ld:%02ld:%02ldZ", static_cast<long>(time.hours().count()),
                                  static_cast<long>(time.minutes().count()),
                                  static_cast<long>(time.seconds().count()));
}

std::string to_http_date(utc_time instant) {
    auto const day = day_of(instant);
    calendar const c{day};
    hh_mm_ss const time{floor<seconds>(instant - day)};
    return print("%s, %02u %s %04d %02ld:%02ld:%02ld GMT", weekday_names.at(weekday{day}.c_encoding()),
                 c.day(), c.month_name(), c.year(), static_cast<long>(time.hours().count()),
                 static_cast<long>(time.minutes().count()), static_cast<long>(time.seconds().count()));
}

std::string to_words(utc_day day) {
    calendar const c{day};
    return print("%u %s %d", c.day(), c.month_name(), c.year());
}

std::optional<utc_day> read_day(std::string_view text) {
    reader rest{text};
    auto const day = take_day(rest);
    return rest.at_end() ? day : std::nullopt;
}

std::optional<utc_time> read_instant(std::string_view text) {
    reader rest{text};
    auto const day = take_day(rest);
    if (!day || !(rest.take('T') || rest.take('t') || rest.take(' '))) return std::nullopt;
    auto const time = take_time(rest);
    if (!time) return std::nullopt;
    auto const offset = take_offset(rest);
    if (!offset || !rest.at_end()) return std::nullopt;
    return utc_time{*day} + *time - *offset;
}

}  // namespace lacuna
