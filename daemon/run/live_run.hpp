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
    std::int64_t answered = 0;    ///< Calls that did not fail …
    std::int64_t productive = 0;  ///< … and of those that returned something.

    [[nodiscard]] bool day_over() const { return use.time.now() >= midnight; }
    /// Waits, but not beyond midnight.
    [[nodiscard]] boost::asio::awaitable<void> pause(std::chrono::milliseconds span);

    /// Harvested videos become controls of the record. @return their keys.
    [[nodiscard]] boost::asio::awaitable<std::vector<item_key>> keep_harvest(
        std::vector<harvested_item> found);

    /// A stored block becomes part of the record.
    void took(presence_block const& block);
    /// A stored call becomes part of the record. @param batch_items of the whole batch, also for a further
    /// page.
    void took(call_record const& call, std::vector<item_key> const& batch_items, std::string_view vantage);

    /// Queues a question, where vantages are compared once for each. @return how often.
    std::size_t push(batch_queue& queue, batch_question question) const;
    /// Questions that may still be asked.
    [[nodiscard]] std::int64_t questions_left(allowance what) const;

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

}  // namespace lacuna
