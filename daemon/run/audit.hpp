#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/run/run_observer.hpp"
#include "daemon/time/time_source.hpp"
#include "probes/tiktok/oembed_probe.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// One credential of the API arm.
struct api_vantage {
    std::string name{};
    tiktok::research_probe* probe = nullptr;  ///< Owned by whoever wires.
    std::int64_t daily_calls = 1000;
    std::int64_t reserve_calls = 200;  ///< Not for the first pass.
};

struct audit_settings {
    std::chrono::milliseconds settle{std::chrono::hours{72}};
    std::size_t api_concurrency = 4;
    int tries = 3;                ///< Of one batch, the first included; each costs quota.
    std::size_t pages_most = 10;  ///< Of one batch.
    std::string presence_vantage = "here";
    std::size_t presence_concurrency = 8;
    double presence_per_second = 1.0;  ///< 0: unlimited.
    std::chrono::milliseconds presence_max_age{std::chrono::hours{36}};
    bool compare_vantages = false;  ///< Each vantage asks everything, instead of sharing the work.
};

/// What a run came to. `lacuna run` turns it into its exit status.
struct run_result {
    run_id run{};
    run_ending ending{};
    run_progress progress{};
};

/// Carries out a day: presence first and pipelined, first pass, confirmation, reading again, quarantine,
/// verdicts. One run at a time over all processes on one database. Nothing is asked that is already stored
/// for the day.
class audit {
public:
    struct parts {
        time_source& time;
        audit_store& store;
        std::vector<api_vantage> vantages;
        tiktok::oembed_probe* presence;  ///< Null: the presence arm is off.
        run_observer& observer;
        audit_settings settings;
    };

    explicit audit(parts use);

    /// Runs the UTC day of now() to its end: first judges and closes runs of earlier days that were cut off.
    /// Cancelling it ends what is in flight and leaves the run open, to be resumed.
    /// @return none if another process is running.
    [[nodiscard]] boost::asio::awaitable<std::optional<run_result>> run_today();

private:
    parts use_;
};

}  // namespace lacuna
