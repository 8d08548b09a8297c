#pragma once

#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"
#include "probes/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// How long an endpoint took: half of its answers came sooner than `median`, and so on.
struct latencies {
    std::chrono::milliseconds median{0}, p90{0}, p99{0};
};

/// What questions to one endpoint came to. A question is a call of the API arm, or one item of the presence
/// arm.
struct asked_tally {
    std::int64_t asked = 0;
    std::int64_t answered = 0;  ///< Usably.
    std::int64_t shells = 0;    ///< Of the public endpoint: 200 without an author, which says nothing.
    std::map<probe_failure, std::int64_t> failures{};  ///< Only those that occurred.
    std::optional<latencies> took{};                   ///< Of all of them; none if nothing was asked.

    [[nodiscard]] std::int64_t failed() const { return asked - answered; }
};

struct control_tally {
    std::int64_t asked = 0;
    std::int64_t failed = 0;
};

/// One endpoint, asked from one vantage.
struct endpoint_status {
    enum class arm { api, presence } side = arm::api;
    std::string probe{};
    std::string vantage{};
    asked_tally all{};
    std::map<utc_time, asked_tally> hours{};  ///< By the hour in which they were asked; only those with any.
    /// API arm: places of controls in batches that were answered, and those that did not come back.
    control_tally controls{};
    std::int64_t contradicted = 0, silent = 0;  ///< Batches that are not believed.
    /// Presence arm: known-live items and invented ids that said something, and those that said the wrong
    /// thing.
    control_tally live{}, invented{};
};

/// Reads how the endpoints answered. To whom items are hidden only what was asked for others is counted.
class status_reader {
public:
    explicit status_reader(database& db) : db_{db} {}

    /// Endpoints that were asked from `since` until before `until`, the API arm first.
    [[nodiscard]] boost::asio::awaitable<std::vector<endpoint_status>> endpoints(utc_time since,
                                                                                 utc_time until,
                                                                                 audience who);

private:
    database& db_;
};

}  // namespace lacuna
