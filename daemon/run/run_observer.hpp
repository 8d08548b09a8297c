#pragma once

#include "daemon/run/audit_store.hpp"

#include <cstdint>
#include <string_view>

namespace lacuna {

/// How far a run is; a snapshot for progress bars, /runs/{id}/progress and metrics.
struct run_progress {
    run_id run{};
    utc_day day{};
    std::string_view phase = "opening";  ///< opening, sweep, asking_again, reading_again, confirmation,
                                         ///< asking_alone, later_windows, quarantine, judging, ended
    std::int64_t items_due = 0;
    std::int64_t items_read = 0;      ///< By the presence arm.
    std::int64_t items_measured = 0;  ///< By the API arm.
    std::int64_t calls = 0;           ///< Sent in this run, by this process.
    std::int64_t calls_expected = 0;  ///< First pass and confirmations as far as known; at least `calls`.
    std::int64_t quota_left = 0;      ///< Over all vantages.
};

/// Who wants to know what a run does: telemetry, a progress bar. Called on the event loop; must not throw or
/// block.
class run_observer {
public:
    virtual ~run_observer() = default;

    virtual void call_stored(call_record const& call, std::string_view vantage) = 0;
    virtual void block_stored(presence_block const& block) = 0;
    virtual void progressed(run_progress const& progress) = 0;
    virtual void run_ended(opened_run const& run, run_ending const& ending, utc_time now) = 0;
};

}  // namespace lacuna
