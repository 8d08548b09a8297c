#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::pages {

/// A file of web/ as it was compiled in.
/// @throws std::logic_error if there is none.
[[nodiscard]] std::string_view embedded_text(std::string_view file);

/// The address of an embedded file ("style.css") that changes with its content:
/// "/static/style-1a2b3c4d5e6f.css".
[[nodiscard]] std::string const& static_address(std::string_view file);

/// Packed once a process: its bytes never change.
struct static_file {
    std::shared_ptr<std::string const> bytes{}, gzip{}, brotli{};
    std::string_view content_type{};
};
/// @param name the last segment of an address: "style-1a2b3c4d5e6f.css". None where the content is another by
/// now.
[[nodiscard]] std::optional<static_file> find_static(std::string_view name);

}  // namespace lacuna::pages
