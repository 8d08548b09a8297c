#include "daemon/run/daily_loop.hpp"

#include "daemon/run/schedule.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace lacuna {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds look_again = std::chrono::minutes{1};
constexpr std::chrono::milliseconds longest_rest = std::chrono::minutes{60};

/// Until `span` has passed or a run is requested.
asio::awaitable<void> rest(time_source& time, run_desk& desk, std::chrono::milliseconds span) {
    if (desk.requested()) co_return;
    auto const executor = co_await asio::this_coro::executor;
    auto race = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, time.pause(span), asio::deferred),
        asio::co_spawn(executor, desk.requests().rung(), asio::deferred));
    auto [order, timer_error, bell_error] =
        co_await race.async_wait(asio::experimental::wait_for_one{}, asio::use_awaitable);
    auto const error = order.front() == 0 ? timer_error : bell_error;
    if (error) std::rethrow_exception(error);
}

class at_work {
public:
    explicit at_work(run_desk& desk) : desk_{desk} { desk_.begin(); }
    ~at_work() { desk_.end(); }
    at_work(at_work const&) = delete;
    at_work& operator=(at_work const&) = delete;

private:
    run_desk& desk_;
};

bool is_stopping(std::exception const& fault) {
    auto const* system = dynamic_cast<boost::system::system_error const*>(&fault);
    return system && system->code() == asio::error::operation_aborted;
}

}  // namespace

asio::awaitable<void> run_daily(daily_parts use) {
    std::chrono::milliseconds pause{0};
    std::chrono::milliseconds after_fault = look_again;
    bool asked = false;  // For a run that has not been yet.
    while (true) {
        if (pause.count() > 0) co_await rest(use.time, use.desk, pause);
        asked = use.desk.take_request() || asked;
        try {
            auto const last = co_await use.last_ended_day();
            auto const now = use.time.now();
            auto const wait = next_start(now, use.start, last) - now;
            if (wait.count() > 0 && !asked) {
                pause = std::min<std::chrono::milliseconds>(wait, look_again);
                continue;
            }
            at_work const shown{use.desk};
            auto const result = co_await use.run();
            if (!result) spdlog::info("another process is running: looking again in a minute");
            if (result) asked = false;
            pause = look_again;
            after_fault = look_again;
        } catch (std::exception const& fault) {
            if (is_stopping(fault)) throw;
            pause = after_fault;
            after_fault = std::min(after_fault * 2, longest_rest);
            spdlog::error("daily run failed fault=\"{}\" again_in_minutes={}", fault.what(),
                          std::chrono::duration_cast<std::chrono::minutes>(pause).count());
        }
    }
}

}  // namespace lacuna
