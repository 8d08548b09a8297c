#pragma once

#include "daemon/api/metrics_feed.hpp"
#include "daemon/api/page_cache.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/api/router.hpp"
#include "daemon/commands/context.hpp"
#include "daemon/run/run_desk.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/key_store.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/store/scope_rules.hpp"
#include "daemon/telemetry/metrics.hpp"
#include "daemon/time/time_source.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace lacuna {

/// All that `serve` shows: pages, REST and metrics over one database.
class site {
public:
    site(context& use, time_source& time);
    site(site const&) = delete;
    site& operator=(site const&) = delete;

    [[nodiscard]] lacuna::metrics& metrics() noexcept { return metrics_; }

    /// Makes the routes; before `routes`. @param desk outlives this.
    void route(run_desk& desk);
    [[nodiscard]] api::router const& routes() const { return *router_; }
    /// The database has been brought up to date: from now on its contents are shown. Before, all that needs
    /// them answers 503.
    void show() noexcept { shown_ = true; }

    /// Keeps the gauges up to date with the database, until cancelled; after `route`.
    [[nodiscard]] boost::asio::awaitable<void> keep_metrics() { return feed_.keep_fresh(); }
    /// Waits out a database that is away.
    [[nodiscard]] boost::asio::awaitable<std::optional<utc_day>> last_ended_day();

private:
    [[nodiscard]] api::router_parts router_parts();
    [[nodiscard]] api::handler once_shown(api::handler answer);

    config const& settings_;
    database& db_;
    time_source& time_;
    lacuna::metrics metrics_;
    list_store lists_;
    item_reader items_;
    rate_reader rates_;
    run_reader runs_;
    key_store keys_;
    scope_rules rules_;
    api::page_cache cache_;
    api::rest_sources rest_;
    api::metrics_feed feed_;
    std::unique_ptr<api::router> router_;
    bool shown_ = false;
};

}  // namespace lacuna
