#pragma once

#include "daemon/api/router.hpp"
#include "daemon/net/http_server.hpp"
#include "daemon/net/request_reader.hpp"
#include "daemon/net/response_head.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace lacuna::net {

/// One client's connection. While it is idle there is only this and one small coroutine.
struct connection {
    explicit connection(boost::asio::ip::tcp::socket taken) : socket{std::move(taken)} {}

    boost::asio::ip::tcp::socket socket;
    std::string unread{};  ///< Bytes that came and are not understood yet; pipelined requests among them.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    bool out_of_time = false;  ///< The deadline passed; what waited on the socket was cancelled.
    bool busy = false;         ///< A request has begun.
    boost::asio::cancellation_signal cut{};
};

/// What all sessions of a server share.
struct session_context {
    api::router const& routes;
    time_source& time;
    server_limits limits;
    std::set<boost::asio::ip::address> trusted{};
    bool stopping = false;
    std::array<char, 64 * 1024>
        scratch{};  ///< Every read lands here first: an idle connection owns no buffer.
    std::string date{};
    std::chrono::sys_seconds date_of{};

    /// The Date header's value, written once a second.
    [[nodiscard]] std::string_view date_now();
};

/// Serves one connection until it ends. @throws operation_aborted when cut.
[[nodiscard]] boost::asio::awaitable<void> serve_connection(session_context& all,
                                                            std::shared_ptr<connection> caller);

}  // namespace lacuna::net
