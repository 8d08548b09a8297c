#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/time/system_time.hpp"

#include <fmt/format.h>

namespace lacuna {

boost::asio::awaitable<int> show_plan(context& use) {
    co_await open_database(use);
    run_reader runs{use.db};
    auto day = day_of(system_time{}.now());
    // A simulated installation has a calendar of its own.
    auto const last = co_await runs.last_ended_day();
    if (use.settings.simulated() && last) day = *last + std::chrono::days{1};
    auto basis = co_await runs.forecast_basis_of(day, audience::key_holder);
    set_budget(basis, use.settings);
    auto const expected = forecast_day(basis);
    fmt::print("items                {}\n", expected.items);
    fmt::print("  not plannable      {}  (no creation time is known, so a query by id has no window)\n",
               expected.unplannable);
    fmt::print("calls, first pass    {}  (at most)\n", expected.first_pass_calls);
    fmt::print("calls, confirmations {}  (expected)\n", expected.confirmation_calls);
    fmt::print("calls, quarantine    {}  (expected)\n", expected.quarantine_calls);
    fmt::print("presence arm         {:.1f} hours\n", expected.presence_hours);
    fmt::print("all judged after     {} {}\n", expected.days, expected.days == 1 ? "day" : "days");
    if (expected.shares_assumed)
        fmt::print("No valid day yet: the shares of public and absent items are assumed.\n");
    co_return 0;
}

}  // namespace lacuna
