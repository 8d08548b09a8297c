#pragma once

#include "daemon/api/router.hpp"
#include "daemon/time/time_source.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lacuna::net {

/// What a client may take of us. All times are real time: they guard this process.
struct server_limits {
    std::size_t header_bytes = std::size_t{16} * 1024;
    std::size_t header_fields = 100;
    std::size_t connections_most = 12'000;          ///< More are accepted, told 503 and closed.
    std::chrono::milliseconds header_time{10'000};  ///< From a request's first byte to the end of its header.
    std::chrono::milliseconds body_time{30'000};    ///< For a body, and one second more for each 64 kB of it.
    std::chrono::milliseconds idle_time{60'000};    ///< Between requests.
    std::chrono::milliseconds write_time{30'000};   ///< Without the client taking anything.
    std::chrono::milliseconds linger_time{
        2'000};  ///< Reading on after a refusal, so that the client can read it.
    std::chrono::milliseconds stop_time{5'000};  ///< For what is in flight when we stop; then it is cut.
};

struct server_settings {
    server_limits limits{};
    std::vector<std::string> trusted_proxies{};  ///< Addresses whose X-Forwarded-For is believed.
};

/// An HTTP/1.1 server on one thread: keep-alive, pipelining, chunked streams, no TLS (a proxy does that). An
/// idle connection costs a few kB and no timer. A body is read only after the router has admitted its
/// request.
class http_server {
public:
    /// @param time for Date headers. All references must outlive the server.
    http_server(boost::asio::any_io_executor executor, api::router const& routes, time_source& time,
                server_settings settings = {});
    ~http_server();

    /// Binds and listens; connections are taken once `serve` runs.
    /// @param port 0: any free one. @return the port. @throws boost::system::system_error if the address
    /// cannot be had.
    std::uint16_t listen(std::string const& address, std::uint16_t port);

    /// Accepts until `stop` or cancellation; either way `stop` must be awaited before the server goes.
    [[nodiscard]] boost::asio::awaitable<void> serve();

    /// Stops accepting, closes idle connections, lets what is in flight end within `stop_time`, cuts the
    /// rest.
    [[nodiscard]] boost::asio::awaitable<void> stop();

    [[nodiscard]] std::size_t connections() const noexcept;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

/// Raises the soft limit of open files to the hard one, at most to `wanted`. @return what it is now.
std::size_t raise_descriptor_limit(std::size_t wanted);

/// "127.0.0.1:8080" or "[::1]:8080" as address and port; nothing if it is not that.
[[nodiscard]] std::optional<std::pair<std::string, std::uint16_t>> read_listen_address(std::string_view text);

}  // namespace lacuna::net
