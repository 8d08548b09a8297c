#pragma once

#include "tests/simulated_platform/platform.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace lacuna::simulated {

/// Serves `answers` over HTTP/1.1 with keep-alive on `listener` until `context` is stopped. Requests of one
/// connection are answered in order; a delayed answer delays only its own connection. Both references outlive
/// the context's run.
void serve(boost::asio::io_context& context, boost::asio::ip::tcp::acceptor& listener, platform& answers,
           bool log);

}  // namespace lacuna::simulated
