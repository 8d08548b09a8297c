#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace lacuna {

using sha256_digest = std::array<std::uint8_t, 32>;

[[nodiscard]] sha256_digest sha256(std::string_view bytes);
/// Lower-case, 64 characters.
[[nodiscard]] std::string to_hex(sha256_digest const& digest);
/// The first 8 bytes, big-endian, as PostgreSQL's bigint: enough to show that two answers differ.
[[nodiscard]] std::int64_t short_hash(std::string_view bytes);

}  // namespace lacuna
