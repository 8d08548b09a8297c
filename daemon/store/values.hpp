#pragma once

#include "daemon/time/utc.hpp"
#include "daemon/watchlist/item.hpp"

#include <pqxx/pqxx>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lacuna {

// How our values look to PostgreSQL. Instants travel as milliseconds since 1970, days as days since then:
// queries say `to_timestamp($1 / 1000.0)` and `date '1970-01-01' + $1`, and back.

[[nodiscard]] inline std::int64_t as_number(utc_time instant) { return instant.time_since_epoch().count(); }
[[nodiscard]] inline int as_number(utc_day day) { return static_cast<int>(day.time_since_epoch().count()); }

[[nodiscard]] inline utc_day read_day(pqxx::field const& field) {
    return utc_day{std::chrono::days{field.as<int>()}};
}
[[nodiscard]] inline utc_time read_instant(pqxx::field const& field) {
    return utc_time{std::chrono::milliseconds{field.as<std::int64_t>()}};
}
[[nodiscard]] inline std::string read_text(pqxx::field const& field) {
    return field.is_null() ? std::string{} : field.c_str();
}
/// An integer, or a number of our own that wraps one.
template <class Number>
[[nodiscard]] Number read_number(pqxx::field const& field) {
    return static_cast<Number>(field.as<std::int64_t>());
}
template <class Number>
[[nodiscard]] std::optional<Number> read_optional(pqxx::field const& field) {
    return field.is_null() ? std::nullopt : std::optional{read_number<Number>(field)};
}
[[nodiscard]] inline std::optional<utc_day> read_optional_day(pqxx::field const& field) {
    return field.is_null() ? std::nullopt : std::optional{read_day(field)};
}
/// From columns `created_at` (Unix seconds) and `created_at_source`.
[[nodiscard]] std::optional<creation> read_creation(pqxx::field const& at, pqxx::field const& source);

inline void append_number(std::string& to, std::int64_t number) {
    char digits[24];
    auto const written = std::to_chars(digits, digits + sizeof digits, number);
    to.append(digits, written.ptr);
}

/// "{1,2,NULL}": integers, our own numbers, or optional ones of either.
template <class Number>
void append_element(std::string& to, Number const& number) {
    append_number(to, static_cast<std::int64_t>(number));
}
template <class Number>
void append_element(std::string& to, std::optional<Number> const& number) {
    if (number) {
        append_element(to, *number);
    } else {
        to += "NULL";
    }
}
template <class Numbers>
[[nodiscard]] std::string number_array(Numbers const& numbers) {
    std::string text{"{"};
    for (auto const& number : numbers) {
        if (text.size() > 1) text += ',';
        append_element(text, number);
    }
    return text += '}';
}
/// Every element quoted. @param texts free of U+0000.
[[nodiscard]] std::string text_array(std::vector<std::string> const& texts);
void append_quoted_element(std::string& to, std::string_view text);

/// Of what PostgreSQL writes for an array of numbers.
/// @throws std::runtime_error if it is anything else: a fault of ours.
template <class Number>
[[nodiscard]] std::vector<std::optional<Number>> read_optional_numbers(std::string_view text);
template <class Number>
[[nodiscard]] std::vector<Number> read_numbers(std::string_view text);
/// Of "char"[], none of whose elements needs quoting.
[[nodiscard]] std::vector<char> read_letters(std::string_view text);

[[noreturn]] void refuse_array(std::string_view text);

template <class Number>
std::vector<std::optional<Number>> read_optional_numbers(std::string_view text) {
    std::vector<std::optional<Number>> numbers;
    if (text == "{}") return numbers;
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') refuse_array(text);
    numbers.reserve(text.size() / 4);
    auto const* at = text.data();
    auto const* const end = text.data() + text.size();
    while (++at < end) {
        if (*at == 'N') {
            at += 4;
            numbers.emplace_back();
        } else {
            std::int64_t number = 0;
            auto const [next, error] = std::from_chars(at, end, number);
            if (error != std::errc{}) refuse_array(text);
            at = next;
            numbers.emplace_back(static_cast<Number>(number));
        }
    }
    return numbers;
}

template <class Number>
std::vector<Number> read_numbers(std::string_view text) {
    std::vector<Number> numbers;
    for (auto const& number : read_optional_numbers<Number>(text)) {
        if (!number) refuse_array(text);
        numbers.push_back(*number);
    }
    return numbers;
}

}  // namespace lacuna
