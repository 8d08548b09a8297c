#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace lacuna {

/// Lets `work` run for at most `limit` of real, monotonic time: a limit guards this process against others,
/// so it must not follow a rehearsal's clock.
///
/// @return what `work` returned; nothing if the limit came first, and then `work` has been cancelled
///         and has ended, so it touches nothing any more.
/// @throws whatever `work` throws; `operation_aborted` if the caller itself is cancelled.
///
/// Not `work || timer`: that waits for one *success*, so an exception would look like a timeout.
template <class T>
boost::asio::awaitable<std::optional<T>> within(std::chrono::milliseconds limit,
                                                boost::asio::awaitable<T> work) {
    namespace asio = boost::asio;
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, limit};
    auto race = asio::experimental::make_parallel_group(  //
        asio::co_spawn(executor, std::move(work), asio::deferred), timer.async_wait(asio::deferred));

    auto [finished, work_error, value, timer_error] =
        co_await race.async_wait(asio::experimental::wait_for_one{}, asio::use_awaitable);

    bool const out_of_time = finished.front() == 1 && !timer_error;
    if (out_of_time) co_return std::nullopt;
    if (work_error) std::rethrow_exception(work_error);
    co_return std::move(value);
}

}  // namespace lacuna
