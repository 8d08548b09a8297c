#pragma once

#include <rapidjson/document.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna {

/// How deep foreign JSON may nest: what platforms send is under 8 deep, and readers may then be recursive.
inline constexpr unsigned json_depth_limit = 32;

/// `text` as PostgreSQL can store it: U+0000 and what is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string storable(std::string_view text);
/// The same for a text that may be long: at most `most` bytes, cut between characters.
[[nodiscard]] std::string storable(std::string_view text, std::size_t most);

/// Reads JSON that others wrote. Whole numbers that fit are int64; larger ones become strings, so that no
/// digit is lost; the rest are doubles. Every text is `storable`. A lone surrogate escape is read as U+FFFD.
/// @return nothing if it is not JSON from the first byte to the last, or nests deeper than
/// `json_depth_limit`.
[[nodiscard]] std::optional<rapidjson::Document> read_json(std::string const& text);

/// JSON text in which escapes that name half a character (\uD83D alone: somebody cut by UTF-16 units) became
/// \uFFFD.
[[nodiscard]] std::string without_lone_surrogates(std::string text);

[[nodiscard]] inline std::string_view text_of(rapidjson::Value const& value) noexcept {
    return {value.GetString(), value.GetStringLength()};
}
/// The member `name` of an object; none if it is absent, null, or `value` is no object.
[[nodiscard]] rapidjson::Value const* member_of(rapidjson::Value const& value,
                                                std::string_view name) noexcept;
/// The member `name` if it is a text, else empty.
[[nodiscard]] std::string_view text_member(rapidjson::Value const& value, std::string_view name) noexcept;
/// A whole number, or a text of nothing but one; none if it does not fit int64.
[[nodiscard]] std::optional<std::int64_t> whole_number(rapidjson::Value const& value) noexcept;

}  // namespace lacuna
