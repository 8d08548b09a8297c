#include "probes/http_date.hpp"

#include <charconv>

namespace lacuna {
namespace {

/// The number of exactly `length` digits at `at`; -1 if it is none.
int number(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    auto const* const first = text.data() + at;
    auto const [end, fault] = std::from_chars(first, first + length, value);
    bool const is_number = fault == std::errc{} && end == first + length && *first != '-';
    return is_number ? value : -1;
}

/// 1 to 12; 0 if it is no month.
unsigned month(std::string_view name) {
    constexpr std::string_view names{"JanFebMarAprMayJunJulAugSepOctNovDec"};
    auto const at = names.find(name);
    return at == names.npos || at % 3 != 0 ? 0 : static_cast<unsigned>(at / 3 + 1);
}

}  // namespace

std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text) {
    constexpr std::string_view shape{"___, __ ___ ____ __:__:__ GMT"};
    if (text.size() != shape.size()) return std::nullopt;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] != '_' && shape[i] != text[i]) return std::nullopt;
    }
    using namespace std::chrono;
    auto const day = number(text, 5, 2), its_year = number(text, 12, 4);
    auto const h = number(text, 17, 2), m = number(text, 20, 2), s = number(text, 23, 2);
    auto const date = year{its_year} / static_cast<int>(month(text.substr(8, 3))) / day;
    bool const is_instant = its_year >= 0 && day >= 0 && date.ok() && h >= 0 && h < 24 && m >= 0 && m < 60 &&
                            s >= 0 && s <= 60;  // 60: a leap second.
    if (!is_instant) return std::nullopt;
    return sys_days{date} + hours{h} + minutes{m} + seconds{s};
}

}  // namespace lacuna
