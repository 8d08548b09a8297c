#pragma once

#include "daemon/run/day_record.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

struct mass_finding {
    mass_change what = mass_change::none;
    std::int64_t changed = 0;           ///< Items, as it stands after asking again.
    std::vector<std::size_t> places{};  ///< Of those that changed.
};

/// Of those that changed so many are asked again.
inline constexpr std::size_t mass_sample = 300;

/// Pure. Known before: returned, or confirmed absent, on the last day on which anything was returned or
/// since.
[[nodiscard]] mass_finding find_mass_change(day_record const& record);

}  // namespace lacuna
