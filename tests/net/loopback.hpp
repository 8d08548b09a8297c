#pragma once

#include "daemon/api/reply.hpp"
#include "daemon/net/http_server.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/run_coro.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::test {

namespace asio = boost::asio;

/// One answer as it stood on the wire.
struct wire_answer {
    unsigned status = 0;
    std::string head{};
    std::string body{};

    [[nodiscard]] std::string header(std::string_view name) const {
        auto const at = head.find("\r\n" + std::string{name} + ": ");
        if (at == head.npos) return {};
        auto const from = at + name.size() + 4;
        return head.substr(from, head.find("\r\n", from) - from);
    }
};

/// A client that sends raw bytes; driven by the same loop as the server.
class raw_client {
public:
    raw_client(asio::io_context& events, std::uint16_t port) : events_{events}, socket_{events} {
        socket_.connect({asio::ip::address_v4::loopback(), port});
        socket_.non_blocking(true);
    }

    void send(std::string_view bytes) {
        std::size_t sent = 0;
        poll_until(events_, [&] {
            boost::system::error_code error;
            sent += socket_.write_some(asio::buffer(bytes.substr(sent)), error);
            return sent == bytes.size() || (error && error != asio::error::would_block);
        });
    }
    /// Everything until the server closes.
    std::string rest() {
        poll_until(events_, [&] { return !take(); });
        return std::exchange(inbox_, {});
    }
    [[nodiscard]] bool closed() { return !take(); }
    /// One answer with a Content-Length, or a chunked one as it came; of `head_only` no body.
    wire_answer answer(bool head_only = false) {
        wire_answer got;
        poll_until(events_, [&] { return inbox_.find("\r\n\r\n") != inbox_.npos || !take(); });
        auto const end = inbox_.find("\r\n\r\n");
        if (end == inbox_.npos) return got;
        got.head = inbox_.substr(0, end + 2);
        inbox_.erase(0, end + 4);
        got.status = static_cast<unsigned>(std::atoi(got.head.c_str() + 9));
        if (head_only || got.status == 304 || got.status == 204 || got.status == 100) return got;
        if (got.header("Transfer-Encoding") == "chunked") {
            poll_until(events_, [&] { return inbox_.find("0\r\n\r\n") != inbox_.npos || !take(); });
            got.body = std::exchange(inbox_, {});
            return got;
        }
        auto const length = static_cast<std::size_t>(std::atoll(got.header("Content-Length").c_str()));
        poll_until(events_, [&] { return inbox_.size() >= length || !take(); });
        got.body = inbox_.substr(0, length);
        inbox_.erase(0, length);
        return got;
    }
    wire_answer ask(std::string_view bytes) {
        send(bytes);
        return answer();
    }
    void close() { socket_.close(); }

private:
    /// @return false once the server has closed.
    bool take() {
        std::array<char, 65536> piece{};
        boost::system::error_code error;
        for (;;) {
            auto const n = socket_.read_some(asio::buffer(piece), error);
            if (error) return error == asio::error::would_block;
            inbox_.append(piece.data(), n);
        }
    }

    asio::io_context& events_;
    asio::ip::tcp::socket socket_;
    std::string inbox_;
};

inline asio::awaitable<api::response> say(std::string words) {
    co_return api::text(std::move(words), "text/plain");
}

/// A server over some routes on a port of its own; stopped at the end of the test.
class served {
public:
    explicit served(std::vector<api::route> table, net::server_settings settings = {},
                    api::router_parts parts = {})
        : routes{std::move(table), std::move(parts)},
          server{events.get_executor(), routes, time, std::move(settings)} {
        port = server.listen("127.0.0.1", 0);
        accepting.emplace(events, server.serve());
    }
    ~served() { stop(); }
    void stop() { running{events, server.stop()}.get(); }
    [[nodiscard]] std::unique_ptr<raw_client> client() { return std::make_unique<raw_client>(events, port); }

    asio::io_context events;
    fake_clock time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};
    api::router routes;
    net::http_server server;
    std::uint16_t port = 0;
    std::optional<running<void>> accepting;
};

}  // namespace lacuna::test
