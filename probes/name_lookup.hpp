#pragma once

#include "probes/failure.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::transport {

/// The addresses of `host`, which may be a number. Ends at `due` although the system's resolver cannot be
/// interrupted: its late answer falls into memory of its own.
/// @return `unreachable` if there is none, `timed_out`.
/// @throws operation_aborted because we are stopping.
[[nodiscard]] boost::asio::awaitable<
    boost::system::result<std::vector<boost::asio::ip::tcp::endpoint>, probe_failure>>
look_up(std::string host, std::uint16_t port, std::chrono::steady_clock::time_point due);

}  // namespace lacuna::transport
