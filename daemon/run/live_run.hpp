#pragma once

#include "daemon/run/audit.hpp"
#include "daemon/run/day_record.hpp"
#include "daemon/run/pacer.hpp"
#include "daemon/run/vantage_desk.hpp"

#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

namespace lacuna {

/// What the phases of one run share: the day's record as it grows, the budget, the pace, and how far it is.
/// Lives as long as the run.
struct live_run {
    live_run(audit::parts& parts, opened_run run, day_record known);

    audit::parts& use;
    opened_run const opened;
    utc_time const midnight;  ///< 24:00 of its day: nothing is asked from then on.
    day_record record;
    vantage_desk desk;
    pacer presence_pace;
    vantage_id presence_vantage{};
    run_progress progress{};

    [[nodiscard]] bool day_over() const { return use.time.now() >= midnight; }
    /// Waits, but not beyond midnight.
    [[nodiscard]] boost::asio::awaitable<void> pause(std::chrono::milliseconds span);

    /// A stored block becomes part of the record.
    void took(presence_block const& block);
    /// A stored call becomes part of the record. @param batch_items of the whole batch, also for a further
    /// page.
    void took(call_record const& call, std::vector<item_key> const& batch_items, std::string_view vantage);

    void enter(std::string_view phase);
    /// Tells the observer, at most ten times a second.
    void report();

private:
    void tell();
    void count_item(std::size_t place);

    std::vector<bool> read_;
    std::vector<bool> measured_;
    std::chrono::steady_clock::time_point told_{};
};

/// Measured by the API arm: returned, or left out by a call that may be believed.
[[nodiscard]] bool is_measured(day_record::standing const& item);

}  // namespace lacuna
