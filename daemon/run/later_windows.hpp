#pragma once

#include "daemon/run/batch_queue.hpp"
#include "daemon/run/day_record.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

/// Absent items whose creation time is known from their ids only, once in their lives, in calls of the
/// windows after their own: one real video was posted 49 days after its id says (DESIGN: planning, rule 5;
/// PLATFORM-APIS 5). Where there is free room they cost nothing.
class riders {
public:
    /// @param record must outlive it; whether a rider is public and not returned meanwhile is asked when it
    /// is to ride.
    explicit riders(day_record const& record);

    /// Adds, to a call with free room, those with unsearched days in its window, which is widened for them.
    /// Riders of one object do not ride twice for the same days.
    void add_to(batch_question& question);

    /// Calls of their own: as many as can be afforded easily, or as are needed to have searched all within a
    /// week.
    [[nodiscard]] std::vector<batch_question> calls_of_their_own(utc_day today, std::size_t easily) const;

private:
    struct rider {
        dated_item item{};
        std::size_t place = 0;
        utc_day absent_since{};
        std::uint64_t searched = 0;
    };

    [[nodiscard]] bool still_due(rider const& one) const;

    day_record const& record_;
    std::vector<rider> waiting_{};  // In order of creation time.
};

}  // namespace lacuna
