#include "daemon/commands/service_report.hpp"

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace lacuna {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::microseconds often_enough = std::chrono::seconds{10};

}  // namespace

std::string status_line(serve_state const& now) {
    if (now.waiting_for_database) return "Waiting for PostgreSQL";
    if (now.progress) {
        return fmt::format("Auditing {}: {}, {} of {} items read, {} measured, {} calls left",
                           to_string(now.progress->day), now.progress->phase, now.progress->items_read,
                           now.progress->items_due, now.progress->items_measured, now.progress->quota_left);
    }
    if (!now.audits) return "Serving; nothing is audited: no vantage and no presence arm is configured";
    auto const last = now.last_ended_day ? "last run " + to_string(*now.last_ended_day) : "no run yet";
    return fmt::format("Serving; {}, daily at {:02}:{:02} UTC", last, now.start.count() / 60,
                       now.start.count() % 60);
}

asio::awaitable<void> keep_informed(service_manager const& manager, std::function<serve_state()> state) {
    if (!manager.listens()) co_return;
    auto const interval = manager.watchdog_interval();
    asio::steady_timer timer{co_await asio::this_coro::executor};
    std::string shown;
    for (;;) {
        auto line = status_line(state());
        if (line != shown) manager.show(line);
        shown = std::move(line);
        if (interval) manager.alive();
        timer.expires_after(interval ? std::min(*interval, often_enough) : often_enough);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

}  // namespace lacuna
