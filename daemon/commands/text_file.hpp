#pragma once

#include <string>

namespace lacuna {

/// The whole file.
/// @throws std::runtime_error naming it, if it cannot be read or is over 1 GiB.
[[nodiscard]] std::string text_of_file(std::string const& path);

}  // namespace lacuna
