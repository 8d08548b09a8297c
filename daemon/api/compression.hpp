#pragma once

#include <string>
#include <string_view>

namespace lacuna::api {

[[nodiscard]] std::string gzipped(std::string_view bytes);
/// Quality 5: about gzip's time for a fifth fewer bytes.
[[nodiscard]] std::string brotli(std::string_view bytes);

enum class coding { identity, gzip, brotli };
/// The best that an Accept-Encoding header takes; identity where it names neither.
[[nodiscard]] coding best_coding(std::string_view accept_encoding);

}  // namespace lacuna::api
