#pragma once

#include "daemon/run/batch_queue.hpp"
#include "daemon/run/day_record.hpp"

#include <cstdint>
#include <vector>

namespace lacuna {

/// Shuffles the first `most` into place as `seed` will have it, the same on every machine, and drops the
/// rest.
void draw_first(std::vector<dated_item>& items, std::size_t most, std::int64_t seed);

/// Draws controls for confirmation calls: items known to be returned today and public. Reproducible from the
/// run's seed and the round.
class control_drawing {
public:
    control_drawing(day_record const& record, std::int64_t seed, int round);

    /// Widens the window to the longest there may be and adds up to 20 that it covers, of as many creators as
    /// possible.
    void add_to(batch_question& question) const;

private:
    struct candidate {
        dated_item item{};
        std::uint32_t creator = 0;
    };

    std::vector<candidate> known_{};  // In order of creation time.
    std::uint64_t seed_;
};

}  // namespace lacuna
