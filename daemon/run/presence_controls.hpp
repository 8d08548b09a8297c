#pragma once

#include "daemon/run/day_record.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

/// What tests the public endpoint in one sweep: items that were public when last read, different ones each
/// time, and ids that nobody has. They follow from the run's seed.
class presence_controls {
public:
    /// @param record must outlive it.
    presence_controls(day_record const& record, std::int64_t seed, block_purpose purpose);

    /// Places of up to three to be asked before the sweep's block of that number, one after another until one
    /// is found public; none where nothing is known to be live.
    [[nodiscard]] std::vector<std::size_t> known_live(std::size_t ordinal) const;
    /// A plausible platform id of some second of 2020 to 2024.
    [[nodiscard]] std::int64_t invented(std::size_t ordinal) const;

private:
    day_record const& record_;
    std::uint64_t seed_;
};

}  // namespace lacuna
