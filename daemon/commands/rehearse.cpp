#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/import_watchlist.hpp"
#include "daemon/commands/progress_bar.hpp"
#include "daemon/commands/simulated_clock.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/time/rehearsal_time.hpp"
#include "daemon/time/system_time.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace lacuna {
namespace {

constexpr int bad_input_given = 2;

/// Today if its run would have begun by now, else yesterday: a rehearsal does not run ahead of the real time.
utc_day newest_day(std::chrono::minutes start) {
    auto const now = system_time{}.now();
    return now - day_of(now) >= start ? day_of(now) : day_of(now) - std::chrono::days{1};
}

boost::asio::awaitable<void> rehearse_days(context& use, rehearsal_time& time, utc_day first, utc_day last) {
    progress_bar bar{stderr};
    auditing rig{use, time, bar};
    for (auto day = first; day <= last; day += std::chrono::days{1}) {
        bar.begin(fmt::format("day {} of {}  ", (day - first).count() + 1, (last - first).count() + 1));
        co_await time.leap_to(day + use.settings.schedule.start);
        auto const ended = co_await rig.run_today();
        if (!ended) throw std::runtime_error{"another process is running an audit on this database"};
    }
}

}  // namespace

boost::asio::awaitable<int> rehearse(context& use, rehearsal_order order) {
    if (!use.settings.simulated()) {
        fmt::print(stderr, "lacuna: a rehearsal needs [simulation] control_url in the configuration\n");
        co_return bad_input_given;
    }
    auto const last = order.until.empty() ? newest_day(use.settings.schedule.start) : read_day(order.until);
    if (!last) {
        fmt::print(stderr, "lacuna: --until must be a day like 2026-11-20\n");
        co_return bad_input_given;
    }
    co_await open_database(use);
    run_reader runs{use.db};
    auto const ended = co_await runs.last_ended_day();
    auto first = *last - std::chrono::days{order.days - 1};
    if (ended && *ended >= first) first = *ended + std::chrono::days{1};

    simulated_clock platform{use.events.get_executor(), *use.settings.simulation.control_url};
    rehearsal_time time{first + use.settings.schedule.start,
                        [&platform](utc_time now) { return platform.set(now); }};
    if (order.watchlist) {
        auto const status = co_await import_watchlist(use.db, *order.watchlist, time.now());
        if (status != 0) co_return status;
    }
    if (first > *last) {
        fmt::print(stderr, "nothing to rehearse: {} has its run\n", to_string(*last));
        co_return 0;
    }
    // The bar shows the days; each day's lines in the log, failed calls among them, would drown it.
    auto const level = spdlog::get_level();
    if (level == spdlog::level::info) spdlog::set_level(spdlog::level::err);
    co_await rehearse_days(use, time, first, *last);
    spdlog::set_level(level);
    co_await platform.set(system_time{}.now());
    co_return 0;
}

}  // namespace lacuna
