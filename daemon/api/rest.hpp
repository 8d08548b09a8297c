#pragma once

#include "daemon/api/event_feed.hpp"
#include "daemon/api/http.hpp"
#include "daemon/plan/forecast.hpp"
#include "daemon/run/run_desk.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/key_store.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/time/time_source.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lacuna::api {

/// What one credential may spend a day; for /quota.
struct vantage_budget {
    std::string name{};
    std::int64_t daily_calls = 0;
};

/// What the REST routes read and write. Everything in it, and the struct itself, outlives the routes.
struct rest_sources {
    database& db;
    list_store& lists;
    item_reader& items;
    rate_reader& rates;
    run_reader& runs;
    time_source& time;
    run_desk* desk = nullptr;  ///< Null: nothing audits in this process; POST /runs says so.
    std::function<void(forecast_basis&)> set_budget{};  ///< Pace and budget of a plan.
    std::function<std::string()> metrics_text{};        ///< For /metrics.
    std::vector<vantage_budget> budgets{};
    std::chrono::hours settle{72};  ///< Age below which an absence is not judged.
    feed_site site{};               ///< What feeds say of whoever publishes them.
    std::chrono::milliseconds progress_interval{
        1000};  ///< Between two events of a run's progress; real time.
    std::size_t progress_streams_most = 200;
};

/// Every route under /api/v1, and /metrics, /healthz, /readyz. Each has its promise in web/openapi.json.
[[nodiscard]] std::vector<route> rest_routes(rest_sources const& from);

// By subject; rest_routes puts them together.
[[nodiscard]] std::vector<route> list_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> completeness_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> creator_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> creator_history_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> stratum_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> lag_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> count_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> item_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> event_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> item_adding_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> run_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> call_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> plan_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> scope_rule_routes(rest_sources const& from);
[[nodiscard]] std::vector<route> service_routes(rest_sources const& from);

/// A handler over the sources.
using rest_handler = boost::asio::awaitable<response> (*)(rest_sources const&, request);
[[nodiscard]] handler with(rest_sources const& from, rest_handler what);
/// The route of a table: "/x", which answers CSV to `Accept: text/csv`, and its twin "/x.csv".
void add_table(std::vector<route>& routes, std::string const& path, rest_sources const& from,
               rest_handler what, std::string const& scope = "");
[[nodiscard]] bool wants_csv(request const& asked);

}  // namespace lacuna::api
