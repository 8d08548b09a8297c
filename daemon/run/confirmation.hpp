#pragma once

#include "daemon/run/batch_queue.hpp"
#include "daemon/run/day_record.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

inline constexpr std::size_t controls_most = 20;

/// The calls that ask once more for what is absent (DESIGN: planning, rule 4): at most 80 absent items, fewer
/// where a call was contradicted, and up to 20 that were returned today, created within the call's window,
/// spread over creators, different ones each time as `seed` and `round` will have it. A call for one item,
/// with controls, asks for it alone. Items whose confirmation only needs renewing are asked with the others.
/// Pure.
/// @param round how often the day's run planned confirmations before.
[[nodiscard]] std::vector<batch_question> plan_confirmations(day_record const& record, std::int64_t seed,
                                                             int round);

/// New findings, each alone with controls; at most `calls`, chosen by `seed`.
[[nodiscard]] std::vector<batch_question> plan_asking_alone(day_record const& record, std::int64_t seed,
                                                            std::size_t calls);

/// Of what came back in a mass change a random sample of 300 that was not asked again yet.
[[nodiscard]] std::vector<batch_question> plan_mass_sample(day_record const& record, std::int64_t seed);

}  // namespace lacuna
