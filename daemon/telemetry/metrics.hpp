#pragma once

#include "daemon/events/event_figures.hpp"
#include "daemon/run/run_observer.hpp"
#include "daemon/telemetry/list_gauges.hpp"
#include "daemon/time/time_source.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// A vantage's calls of today.
struct quota_figure {
    std::string vantage{};
    std::int64_t remaining = 0;
    std::int64_t daily = 0;  ///< Granted.
};

/// How the last run ended, from the database: whoever ran it, and before this process began.
struct ended_run {
    run_ending::arm api = run_ending::arm::off;
    run_ending::arm presence = run_ending::arm::off;
    utc_time started_at{};
    utc_time ended_at{};
};

/// Every metric of the daemon, with bounded labels and never a series per item. It learns of calls as the
/// run's observer, of answers from the router, of lists, quota and the database from whoever looks them up:
/// never by a scrape. Times are UNIX seconds, durations seconds.
class metrics final : public run_observer {
public:
    /// @param time for lacuna_clock_seconds.
    explicit metrics(time_source const& time);
    ~metrics() override;

    void call_stored(call_record const& call, std::string_view vantage) override;
    void block_stored(presence_block const& block) override;
    void progressed(run_progress const& progress) override;
    void run_ended(opened_run const& run, run_ending const& ending, utc_time now) override;

    void http_answered(std::string_view route, unsigned status, std::chrono::nanoseconds taken);
    /// All public lists; a list that is not among them any more loses its series. To be shown before events.
    void show_lists(std::vector<list_figures> const& lists);
    /// Of what everybody may see. Counters never fall, whatever becomes of a list.
    void show_events(event_figures const& figures);
    void show_quota(std::vector<quota_figure> const& vantages);
    void show_database(bool up);
    /// @param end the midnight from which on there is no partition for verdicts.
    void show_partitions_end(utc_day end);
    void show_last_run(ended_run const& run);
    /// The last run with a valid API arm, which need not be the last.
    void show_last_valid_run(utc_time api_arm);

    /// In the text format 0.0.4.
    [[nodiscard]] std::string text();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace lacuna
