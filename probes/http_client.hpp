#pragma once

#include "probes/http_port.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace lacuna {

/// Where a client connects to and within what limits. All limits are real time and bytes.
struct http_address {
    bool tls = true;
    std::string host{};
    std::uint16_t port = 443;
    std::string base_path{};   ///< Put before every target; "" or "/x".
    std::string user_agent{};  ///< "Lacuna/<version> (+<contact>)".
    std::string ca_file{};     ///< PEM; empty: the system's store.
    std::chrono::milliseconds connect_limit{10'000};
    std::chrono::milliseconds total_limit{60'000};
    std::size_t header_limit = std::size_t{32} * 1024;
    std::size_t body_limit =
        std::size_t{16} * 1024 * 1024;  ///< Of what arrives and, again, of what it decompresses to.
    std::size_t idle_connections = 64;  ///< Kept open for reuse.
    std::chrono::seconds idle_limit{30};
};

/// Reads "https://host[:port][/path]". http:// only for loopback addresses and localhost: credentials never
/// travel in the clear.
/// @return what is wrong, in words for the configuration's reader.
[[nodiscard]] boost::system::result<http_address, std::string> read_base_url(std::string const& url);

/// An HTTP/1.1 client for one address: keeps connections, verifies certificates (TLS 1.2 or later) and host
/// name, decompresses gzip and deflate. Any number of requests at a time, on one thread.
///
/// A connection is looked at before it is used again. If the server closes it all the same before any byte of
/// an answer, a GET is sent once more on a new connection; a POST only if it had not gone out whole, for it
/// may have been counted. Redirects are not followed: they are answers.
///
/// Cancelling `send` ends it with operation_aborted and closes its connection. The client must outlive its
/// requests.
class http_client final : public http_port {
public:
    /// @throws std::runtime_error if the CA file cannot be read: our own configuration's fault.
    http_client(boost::asio::any_io_executor executor, http_address address);
    ~http_client() override;

    [[nodiscard]] boost::asio::awaitable<boost::system::result<http_answer, http_failure>> send(
        http_question question) override;

    class impl;  ///< Of http_client.cpp: over TLS or plain.

private:
    std::unique_ptr<impl> impl_;
};

}  // namespace lacuna
