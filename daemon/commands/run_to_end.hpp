#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace lacuna {

/// Drives `work` on `events` until it ends. SIGINT or SIGTERM cancels it; a second one, or ten seconds, ends
/// the process.
/// @return what `work` returned; 130 if it ended because of a signal.
/// @throws whatever `work` throws.
[[nodiscard]] int run_to_end(boost::asio::io_context& events, boost::asio::awaitable<int> work);

}  // namespace lacuna
