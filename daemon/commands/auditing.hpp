#pragma once

#include "daemon/commands/context.hpp"
#include "daemon/plan/forecast.hpp"
#include "daemon/run/audit.hpp"
#include "daemon/time/time_source.hpp"
#include "probes/http_client.hpp"
#include "probes/tiktok/oembed_probe.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace lacuna {

/// Waits for the database, brings its schema up to date, and makes sure that simulated and live data do not
/// mix.
[[nodiscard]] boost::asio::awaitable<void> open_database(context& use);

/// Completes a forecast's basis with pace and budget.
void set_budget(forecast_basis& basis, config const& settings);

/// Both arms as the configuration describes them, wired to the store: everything that a run needs.
class auditing {
public:
    /// @param observer outlives this.
    auditing(context& use, time_source& time, run_observer& observer);
    ~auditing();
    auditing(auditing const&) = delete;
    auditing& operator=(auditing const&) = delete;

    /// One whole run; then what the platform's terms want gone is erased (`retention.metadata`).
    [[nodiscard]] boost::asio::awaitable<std::optional<run_result>> run_today();

private:
    context& use_;
    time_source& time_;
    std::unique_ptr<audit_store> store_;
    std::unique_ptr<http_client> research_api_;
    std::vector<std::unique_ptr<tiktok::research_probe>> research_;
    std::unique_ptr<http_client> oembed_api_;
    std::unique_ptr<tiktok::oembed_probe> oembed_;
    std::unique_ptr<audit> audit_;
};

}  // namespace lacuna
