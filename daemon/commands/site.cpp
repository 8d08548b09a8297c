#include "daemon/commands/site.hpp"

#include "daemon/api/reply.hpp"
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

constexpr std::size_t cache_bytes = std::size_t{24} * 1024 * 1024;

pages::site_facts facts_of(config const& from) {
    return {.title = from.server.title,
            .operator_name = from.server.operated_by,
            .contact = from.server.contact,
            .public_url = from.server.public_url,
            .licence_name = from.server.data_licence.name,
            .licence_url = from.server.data_licence.url,
            .simulated = from.simulated()};
}

std::vector<api::vantage_budget> budgets_of(config const& from) {
    std::vector<api::vantage_budget> budgets;
    for (auto const& vantage : from.tiktok.research.vantages)
        budgets.push_back({vantage.name, vantage.daily_calls});
    return budgets;
}

bool needs_database(std::string_view path) noexcept {
    return path != "/healthz" && path != "/metrics" && !path.starts_with("/static/");
}

/// A migration of years of data takes a minute, and pages would ask for what it is still making.
asio::awaitable<api::response> not_shown_yet() {
    auto answer = api::problem(503, "The database is being opened",
                               "it is brought up to date, or waited for; try again in a few seconds");
    answer.headers.emplace_back("Retry-After", "5");
    co_return answer;
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
      rules_{db_},
      cache_{[this] { return data_version(db_); }, cache_bytes},
      rest_{.db = db_, .lists = lists_, .items = items_, .rates = rates_, .runs = runs_, .time = time_},
      feed_{rest_, metrics_} {}

void site::route(run_desk& desk) {
    rest_.desk = &desk;
    rest_.set_budget = [this](forecast_basis& basis) { set_budget(basis, settings_); };
    rest_.metrics_text = [this] { return metrics_.text(); };
    rest_.budgets = budgets_of(settings_);
    rest_.settle = settings_.schedule.settle;
    auto const facts = facts_of(settings_);
    rest_.site = {.title = facts.title, .author = facts.operator_name, .public_url = facts.public_url};

    auto routes = api::rest_routes(rest_);
    pages::page_sources const sources{db_, lists_, items_, rates_, runs_, time_, cache_, rules_, rest_};
    std::ranges::move(pages::page_routes(sources, facts_of(settings_)), std::back_inserter(routes));
    for (auto& route : routes) {
        if (needs_database(route.path)) route.handle = once_shown(std::move(route.handle));
    }
    router_ = std::make_unique<api::router>(std::move(routes), router_parts());
}

api::handler site::once_shown(api::handler answer) {
    return [this, answer = std::move(answer)](api::request asked) {
        return shown_ ? answer(std::move(asked)) : not_shown_yet();
    };
}

api::router_parts site::router_parts() {
    return {
        .find_key = [this](std::string presented) { return keys_.find(std::move(presented), time_.now()); },
        .report = [](std::string_view incident, std::string_view route,
                     std::exception const& fault) { log_incident(incident, route, fault.what()); },
        .missing_page = [this](api::request const& asked) -> std::optional<api::response> {
            if (!pages::wants_html(asked)) return std::nullopt;
            return pages::not_found_page(facts_of(settings_), time_.now());
        },
        .count = [this](std::string_view route, unsigned status,
                        std::chrono::nanoseconds taken) { metrics_.http_answered(route, status, taken); }};
}

asio::awaitable<std::optional<utc_day>> site::last_ended_day() {
    co_await wait_until_ready(db_);
    co_return co_await runs_.last_ended_day();
}

}  // namespace lacuna
