#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::api {

/// Undoes percent-encoding. @param plus_is_space true in a query.
/// @return nothing for a '%' without two hexadecimal digits, U+0000 and other control characters, or what is
/// not UTF-8.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

/// `text` with every byte that is not part of a UTF-8 character replaced by U+FFFD.
[[nodiscard]] std::string as_utf8(std::string_view text);

/// The decoded segments of an origin-form target's path: "/api/v1/items?x=1" gives {"api", "v1", "items"},
/// "/" gives none.
/// A segment holds a '/' or a '\' where these were encoded: whoever takes such a segment has to want it.
/// @return nothing where the target cannot be meant: no leading '/', a segment that is empty, "." or ".."
///         (encoded or not), a '#' or a '\' as they are, bytes outside printable ASCII, or what
///         `percent_decoded` refuses, in path or query.
[[nodiscard]] std::optional<std::vector<std::string>> read_target(std::string_view target);

}  // namespace lacuna::api
