#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace lacuna {

/// Wakes coroutines that wait for something to change; they look again for themselves. One thread only.
class bell {
public:
    explicit bell(boost::asio::any_io_executor executor);

    /// Wakes everybody who waits now.
    void ring();
    /// Waits for the next ring.
    /// @throws boost::system::system_error with `operation_aborted` if cancelled.
    [[nodiscard]] boost::asio::awaitable<void> rung();

private:
    boost::asio::steady_timer never_;
};

}  // namespace lacuna
