#include "daemon/run/bell.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace lacuna {

namespace asio = boost::asio;

bell::bell(asio::any_io_executor executor) : never_{executor, asio::steady_timer::time_point::max()} {}

void bell::ring() { never_.cancel(); }

asio::awaitable<void> bell::rung() {
    co_await never_.async_wait(asio::as_tuple(asio::use_awaitable));
    // A ring and a cancellation end the wait alike.
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
        throw boost::system::system_error{asio::error::operation_aborted};
    }
}

}  // namespace lacuna
