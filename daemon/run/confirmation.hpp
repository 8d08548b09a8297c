#pragma once

#include "daemon/run/batch_queue.hpp"
#include "daemon/run/day_record.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

inline constexpr std::size_t controls_most = 20;

/// The calls that ask once more for what is absent (DESIGN: planning, rule 4): at most 80 absent items and up
/// to 20 that were returned today, created within the window that the absent ones need, different ones each
/// time as `seed` will have it. Pure.
[[nodiscard]] std::vector<batch_question> plan_confirmations(day_record const& record, std::int64_t seed);

}  // namespace lacuna
