#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/service_report.hpp"
#include "daemon/commands/site.hpp"
#include "daemon/net/http_server.hpp"
#include "daemon/run/crew.hpp"
#include "daemon/run/daily_loop.hpp"
#include "daemon/run/run_desk.hpp"
#include "daemon/time/system_time.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>

namespace lacuna {
namespace {

namespace asio = boost::asio;

net::server_settings server_settings_of(config const& from) {
    net::server_settings settings;
    settings.limits.connections_most = from.server.connections_max;
    settings.trusted_proxies = from.proxy.trusted;
    return settings;
}

void report_fault(std::string const& task, std::exception const& fault) {
    spdlog::error("fault task={} what={}", task, fault.what());
}

bool has_an_arm(config const& settings) {
    return !settings.tiktok.research.vantages.empty() || settings.tiktok.oembed.enabled;
}

asio::awaitable<std::optional<utc_day>> note_last_ended_day(site& pages, serve_state& now) {
    auto asking = pages.last_ended_day();
    now.last_ended_day = co_await std::move(asking);
    co_return now.last_ended_day;
}

/// One run; the status line has its day at once, and not when the loop looks into the database again.
asio::awaitable<std::optional<run_result>> audit_once(auditing& rig, serve_state& now) {
    auto running = rig.run_today();
    auto const ended = co_await std::move(running);
    if (ended) now.last_ended_day = ended->progress.day;
    co_return ended;
}

/// Audits from the moment that the database is there; returns only where nothing is to be audited.
asio::awaitable<void> audit_every_day(context& use, site& pages, daily_parts parts, serve_state& now) {
    co_await open_database(use);
    pages.show();
    now.waiting_for_database = false;
    if (!now.audits) {
        spdlog::warn("nothing is audited: no vantage and no presence arm is configured");
        co_return;
    }
    co_await run_daily(std::move(parts));
}

/// Lets nothing that is in flight be lost: the run rolls back to its last stored call, answers are finished.
asio::awaitable<void> stop_all(crew& work, net::http_server& server) {
    work.stop();
    co_await server.stop();
    co_await work.ended();
}

}  // namespace

asio::awaitable<int> serve(context& use) {
    system_time time;
    site pages{use, time};
    run_desk desk{use.events.get_executor(), pages.metrics()};
    auditing rig{use, time, desk};
    pages.route(desk);

    net::raise_descriptor_limit(use.settings.server.connections_max + 256);
    net::http_server server{use.events.get_executor(), pages.routes(), time,
                            server_settings_of(use.settings)};
    // Listening before the database is there: /healthz answers, and the others say that it is away.
    auto const port = server.listen(use.settings.server.listen_address, use.settings.server.listen_port);
    spdlog::info("listening on http://{}:{}", use.settings.server.listen_address, port);
    // Ready now and not with the database: what waits for us is to find a page that says what is missing.
    service_manager const manager;
    serve_state now{.audits = has_an_arm(use.settings), .start = use.settings.schedule.start};
    manager.ready();

    // A task that ends by a fault ends the process: nobody is to go on serving another's database, or without
    // audits.
    asio::steady_timer stopped{use.events.get_executor(), asio::steady_timer::time_point::max()};
    std::exception_ptr fatal;
    crew work{use.events.get_executor(), [&](std::string const& task, std::exception const& fault) {
                  report_fault(task, fault);
                  fatal = std::current_exception();
                  stopped.cancel();
              }};
    work.start("http", server.serve());
    daily_parts const daily{time, desk, use.settings.schedule.start,
                            [&rig, &now] { return audit_once(rig, now); },
                            [&pages, &now] { return note_last_ended_day(pages, now); }};
    work.start("daily run", audit_every_day(use, pages, daily, now));
    std::function<serve_state()> const state = [&now, &desk] {
        auto shown = now;
        shown.progress = desk.progress();
        return shown;
    };
    work.start("service manager", keep_informed(manager, state));
    work.start("metrics", pages.keep_metrics());

    // A cancelled coroutine would throw at every further co_await, and leave behind what is still at work.
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await stopped.async_wait(asio::as_tuple(asio::use_awaitable));
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    manager.stopping();
    co_await stop_all(work, server);
    if (fatal) std::rethrow_exception(fatal);
    co_return 0;
}

}  // namespace lacuna
