#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

/// What the texts of a configuration must look like. Each says why one does not fit ("must be …"), or
/// nothing.
namespace lacuna::texts {

/// One line, not empty, up to `longest` bytes, without control characters.
[[nodiscard]] std::function<std::string(std::string const&)> any_line(std::size_t longest);

/// "127.0.0.1:8080" or "[::1]:8080".
[[nodiscard]] std::string endpoint(std::string const& text);
/// Address and port of what `endpoint` accepts.
[[nodiscard]] std::optional<std::pair<std::string, std::uint16_t>> read_endpoint(std::string const& text);

/// http:// or https:// with a host, without user information, query and fragment.
[[nodiscard]] std::string page_url(std::string const& text);
/// https:// with a host, up to 300 bytes.
[[nodiscard]] std::string web_address(std::string const& text);
/// "mailto:…" or "https://…" that can stand in a header's comment.
[[nodiscard]] std::string contact(std::string const& text);
/// a-z, 0-9 and '-', up to 40.
[[nodiscard]] std::string name(std::string const& text);
[[nodiscard]] std::string ip_address(std::string const& text);
/// http:// on this machine.
[[nodiscard]] std::string control_url(std::string const& text);

/// A loopback address or localhost.
[[nodiscard]] bool is_this_machine(std::string const& host);

}  // namespace lacuna::texts
