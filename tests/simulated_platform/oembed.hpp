#pragma once

#include "tests/simulated_platform/population.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::simulated {

/// The one body of every failure, 45 bytes (recorded).
inline constexpr std::string_view oembed_refusal = R"({"message":"Something went wrong","code":400})";

/// The id in a video's address: https://www.tiktok.com/@ANY/video/ID. The handle is not looked at. @return
/// nothing for a foreign host, a missing "www.", /photo/, or an id that is no number
[[nodiscard]] std::optional<std::int64_t> video_in_address(std::string_view address);
/// The recorded answer's keys for a public video.
[[nodiscard]] std::string oembed_body(population const& videos, video const& of, sys_seconds now);
/// 813 bytes with an empty author and an empty title. Only that is recorded; the rest of it is assumed.
[[nodiscard]] std::string oembed_shell_body(std::int64_t id);

}  // namespace lacuna::simulated
