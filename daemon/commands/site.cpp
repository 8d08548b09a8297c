#include "daemon/commands/site.hpp"

#include "daemon/commands/auditing.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/telemetry/log.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

namespace lacuna {

namespace asio = boost::asio;

namespace {

constexpr std::size_t cache_bytes = 24 * 1024 * 1024;
constexpr std::chrono::seconds refresh_interval{5};

pages::site_facts facts_of(config const& from) {
    return {.title = from.server.title,
            .operator_name = from.server.operated_by,
            .contact = from.server.contact,
            .public_url = from.server.public_url,
            .simulated = from.simulated()};
}

std::vector<api::vantage_budget> budgets_of(config const& from) {
    std::vector<api::vantage_budget> budgets;
    for (auto const& vantage : from.tiktok.research.vantages)
        budgets.push_back({vantage.name, vantage.daily_calls});
    return budgets;
}

}  // namespace

site::site(context& use, time_source& time)
    : settings_{use.settings},
      db_{use.db},
      time_{time},
      metrics_{time},
      lists_{db_},
      items_{db_},
      rates_{db_},
      runs_{db_},
      keys_{db_},
      cache_{[this] { return data_version(db_); }, cache_bytes},
      rest_{.db = db_, .lists = lists_, .items = items_, .rates = rates_, .runs = runs_, .time = time_} {}

void site::route(run_desk& desk) {
    rest_.desk = &desk;
    rest_.set_budget = [this](forecast_basis& basis) { set_budget(basis, settings_); };
    rest_.metrics_text = [this] { return metrics_.text(); };
    rest_.budgets = budgets_of(settings_);

    auto routes = api::rest_routes(rest_);
    pages::page_sources const sources{lists_, items_, rates_, runs_, time_, cache_};
    std::ranges::move(pages::page_routes(sources, facts_of(settings_)), std::back_inserter(routes));
    router_ = std::make_unique<api::router>(std::move(routes), router_parts());
}

api::router_parts site::router_parts() {
    return {
        .find_key = [this](std::string presented) { return keys_.find(std::move(presented), time_.now()); },
        .report = [](std::string_view incident, std::string_view route,
                     std::exception const& fault) { log_incident(incident, route, fault.what()); },
        .count = [this](std::string_view route, unsigned status,
                        std::chrono::nanoseconds taken) { metrics_.http_answered(route, status, taken); }};
}

asio::awaitable<std::optional<utc_day>> site::last_ended_day() {
    co_await wait_until_ready(db_);
    co_return co_await runs_.last_ended_day();
}

asio::awaitable<void> site::keep_metrics() {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        if (ready_) {
            bool up = true;
            try {
                co_await refresh_metrics();
            } catch (database_away const&) {
                up = false;
            }
            metrics_.show_database(up);
        }
        timer.expires_after(refresh_interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> site::refresh_metrics() {
    co_await refresh_quota();
    auto const version = co_await data_version(db_);
    if (version == shown_version_) co_return;
    co_await refresh_lists();
    shown_version_ = version;
}

asio::awaitable<void> site::refresh_lists() {
    std::vector<list_figures> figures;
    auto const lists = co_await lists_.all(audience::everyone);
    for (auto const& list : lists) {
        auto const rule = list.imported ? imported_rule_version : rule_version;
        auto const newest = co_await rates_.newest(list.key, rule);
        list_figures shown{.slug = list.slug};
        if (newest) {
            shown.day = newest->day;
            shown.counts = newest->counts;
            shown.completeness = newest->rate.completeness;
            shown.low = newest->rate.low;
            shown.high = newest->rate.high;
        }
        figures.push_back(std::move(shown));
    }
    metrics_.show_lists(figures);
    auto const last = co_await runs_.last_valid(audience::everyone);
    if (last && last->ended_at) metrics_.show_last_valid_run(*last->ended_at);
}

asio::awaitable<void> site::refresh_quota() {
    auto const spent = co_await runs_.quota(day_of(time_.now()));
    std::vector<quota_figure> figures;
    for (auto const& vantage : settings_.tiktok.research.vantages) {
        auto const found = std::ranges::find_if(spent, [&](quota_line const& line) {
            return line.probe == "tiktok.research" && line.vantage == vantage.name;
        });
        auto const used = found == spent.end() ? 0 : found->spent;
        figures.push_back({vantage.name, std::max<std::int64_t>(vantage.daily_calls - used, 0)});
    }
    metrics_.show_quota(figures);
}

}  // namespace lacuna
