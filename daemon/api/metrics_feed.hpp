#pragma once

#include "daemon/api/rest.hpp"
#include "daemon/telemetry/metrics.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <exception>

namespace lacuna::api {

/// Brings what the database knows into the metrics: gauges of public lists, quota, the last runs, the reach
/// of the partitions, whether the database answers. A scrape never asks the database.
class metrics_feed {
public:
    metrics_feed(rest_sources const& from, metrics& into) : from_{from}, into_{into} {}

    /// Looks at the data version; reads the rest anew only where it changed. Opens the event
    /// `stale` when it is time. A database that is away is a figure, not a fault; a fault is logged once and
    /// keeps the process up.
    [[nodiscard]] boost::asio::awaitable<void> refresh();
    /// Refreshes every 10 s of real time, until cancelled.
    [[nodiscard]] boost::asio::awaitable<void> keep_fresh();

private:
    [[nodiscard]] boost::asio::awaitable<void> read_lists();
    [[nodiscard]] boost::asio::awaitable<void> read_runs();
    [[nodiscard]] boost::asio::awaitable<void> read_partitions();
    [[nodiscard]] boost::asio::awaitable<void> read_quota();

    void note_fault(std::exception const& fault);

    rest_sources const& from_;
    metrics& into_;
    std::int64_t shown_version_ = -1;
    bool failing_ = false;  ///< A fault is in the log already.
};

}  // namespace lacuna::api
