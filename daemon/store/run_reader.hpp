#pragma once

#include "daemon/plan/forecast.hpp"
#include "daemon/run/observations.hpp"
#include "daemon/run/run_ending.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// A row of `run` with what its calls came to. Items of private lists are in the totals of a run only for a
/// key holder.
struct run_summary {
    run_id run{};
    utc_day day{};
    utc_time started_at{};
    std::optional<utc_time> ended_at{};
    std::string api_arm{};       ///< "valid", "void", "" while it runs.
    std::string presence_arm{};  ///< "valid", "void", "off", "".
    std::string void_reason{};
    std::int64_t due = 0;
    std::int64_t measured = 0;
    std::int64_t calls = 0;
    std::int64_t calls_failed = 0;
    std::int64_t presence_readings = 0;
    /// What the run's own checks came to, without the calls themselves; none while it runs, nor for those to
    /// whom items of it are hidden.
    std::optional<run_checks> checks{};
};

struct call_summary {
    call_record call{};  ///< Without body. Its items are filtered for the audience.
    run_id run{};
    utc_day day{};
    std::string vantage{};
    std::vector<std::int64_t> asked{};  ///< Platform ids, in the order of call.items.
    std::vector<std::int64_t> came_back{};
    std::vector<std::int64_t> tested_by{};  ///< Controls.
    char unsound = '-';  ///< 'c' contradicted, 's' silent: what it left out is not believed.
    std::optional<call_id> contradicted_by{};
};

struct quota_line {
    std::string probe{};
    std::string vantage{};
    utc_day day{};
    std::int64_t spent = 0;
};

class run_reader {
public:
    explicit run_reader(database& db) : db_{db} {}

    /// Newest first; `before` none: from the newest.
    [[nodiscard]] boost::asio::awaitable<std::vector<run_summary>> runs(std::optional<run_id> before,
                                                                        std::int64_t limit, audience who);
    [[nodiscard]] boost::asio::awaitable<std::optional<run_summary>> run(run_id run, audience who);
    /// The last run that ended with a valid API arm.
    [[nodiscard]] boost::asio::awaitable<std::optional<run_summary>> last_valid(audience who);
    [[nodiscard]] boost::asio::awaitable<std::optional<utc_day>> last_ended_day();
    /// Calls of a run in order of number, from after `after`.
    [[nodiscard]] boost::asio::awaitable<std::vector<call_summary>> calls(run_id run, call_id after,
                                                                          std::int64_t limit, audience who);
    /// None also where nobody but a key holder may see any of its items.
    [[nodiscard]] boost::asio::awaitable<std::optional<call_summary>> call(call_id call, audience who);
    /// As received; none if it was erased or there was none.
    [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> body(call_id call);
    [[nodiscard]] boost::asio::awaitable<std::vector<quota_line>> quota(utc_day day);
    /// Dated items and shares of the last valid day; pace and budget are left to the caller.
    [[nodiscard]] boost::asio::awaitable<forecast_basis> forecast_basis_of(utc_day day, audience who);

private:
    database& db_;
};

}  // namespace lacuna
