#include "daemon/commands/auditing.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/progress_bar.hpp"
#include "daemon/time/system_time.hpp"

#include <cstdio>

namespace lacuna {

namespace {

/// 0 valid, 3 void (either arm), 1 nothing was done because another process runs.
int exit_status_of(std::optional<run_result> const& ended) {
    constexpr int fault = 1;
    constexpr int invalid = 3;
    if (!ended) {
        std::fputs("lacuna: another process is running an audit on this database; nothing was done\n",
                   stderr);
        return fault;
    }
    bool const is_void =
        ended->ending.api == run_ending::arm::invalid || ended->ending.presence == run_ending::arm::invalid;
    return is_void ? invalid : 0;
}

}  // namespace

boost::asio::awaitable<int> run_once(context& use) {
    co_await open_database(use);
    system_time time;
    progress_bar bar{stderr};
    auditing rig{use, time, bar};
    auto const ended = co_await rig.run_today();
    co_return exit_status_of(ended);
}

}  // namespace lacuna
