#pragma once

#include <string>
#include <string_view>

namespace lacuna {

/// zstd, level 3. Empty for nothing.
[[nodiscard]] std::string compressed(std::string_view bytes);
/// @throws std::runtime_error if `bytes` are not what `compressed` made: a fault of ours.
[[nodiscard]] std::string decompressed(std::string_view bytes);

}  // namespace lacuna
