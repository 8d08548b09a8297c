#pragma once

#include "tests/simulated_platform/scenario.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::simulated {

/// Where a video comes from: an id, when it was posted, by whom.
struct video_source {
    std::int64_t id = 0;
    sys_seconds created{};
    std::string username{};
    std::string region{};  ///< Empty: to be drawn.
};

/// `items` invented videos: ids as TikTok makes them (creation second, milliseconds, counter, shard).
/// Distinct.
[[nodiscard]] std::vector<video_source> generated_sources(scenario const& from);
/// Those of the CSV file `ids_from` (a header with video_id, perhaps username and region), each once. What
/// has no id that fits 63 bits is left out. @throws bad_scenario without such a file or header
[[nodiscard]] std::vector<video_source> read_sources(scenario const& from);

}  // namespace lacuna::simulated
