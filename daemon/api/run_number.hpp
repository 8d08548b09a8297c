#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lacuna::api {

/// A run's or call's number as it stands in an address: positive, int32. @return nothing for anything else:
/// there is no such thing.
template <class Id>
[[nodiscard]] std::optional<Id> read_number(std::string_view text) {
    std::int32_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number <= 0) return {};
    return static_cast<Id>(number);
}

}  // namespace lacuna::api
