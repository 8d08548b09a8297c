#pragma once

#include "daemon/run/batch_queue.hpp"
#include "daemon/run/later_windows.hpp"
#include "daemon/run/live_run.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

/// The item as the planner wants it. @pre its creation time is known.
[[nodiscard]] dated_item dated(day_record::standing const& item);

/// Marks what a budget of `calls` cannot reach as out of quota, before anything is asked: dated items that
/// may yet turn out public are packed; when there are more batches than calls, whole batches are left out by
/// the run's seed, never by age.
void leave_out_unreachable(day_record& record, std::int64_t calls, std::int64_t seed);

/// Packs the public items for the first pass in order of creation time while the presence arm still reads,
/// and queues each batch as soon as it is full.
class first_pass {
public:
    first_pass(live_run& run, batch_queue& queue) : run_{run}, queue_{queue}, riders_{run.record} {}

    /// All items before `place` are read as far as they will be: those due are packed. Items read on an
    /// earlier occasion come in at their place.
    void read_before(std::size_t place);
    /// Packs one that came out of turn.
    void add(std::size_t place);
    /// Queues what is left; a later item opens a new batch.
    void flush();

private:
    void push(batch full);

    live_run& run_;
    batch_queue& queue_;
    riders riders_;
    packer packer_{};
    std::size_t next_ = 0;
    std::size_t open_ = 0;  // Items in the packer.
};

}  // namespace lacuna
