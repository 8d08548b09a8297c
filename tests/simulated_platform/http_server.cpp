#include "tests/simulated_platform/http_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <cstdio>
#include <ctime>

namespace lacuna::simulated {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t body_limit = 1 << 20;
constexpr std::uint32_t header_limit = 16 << 10;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// "Fri, 20 Nov 2026 05:12:09 GMT".
std::string http_date(sys_seconds now) {
    auto const seconds = static_cast<std::time_t>(now.time_since_epoch().count());
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

void write_head_and_body(std::string& out, answer const& reply, bool keep_alive, sys_seconds now) {
    out.clear();
    out.reserve(reply.body.size() + 200);
    out.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ");
    out.append(view(http::obsolete_reason(static_cast<http::status>(reply.status))));
    out.append("\r\nServer: simulated\r\nDate: ")
        .append(http_date(now))
        .append("\r\nContent-Type: ")
        .append(reply.type);
    out.append("\r\nContent-Length: ").append(std::to_string(reply.body.size()));
    out.append(keep_alive ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
    out.append(reply.body);
}

asio::awaitable<void> converse(tcp::socket socket, platform& answers, bool log) {
    boost::beast::flat_buffer buffer;
    std::string out;
    boost::system::error_code ignored;
    auto const peer = socket.remote_endpoint(ignored);
    socket.set_option(tcp::no_delay{true}, ignored);
    for (;;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(body_limit);
        parser.header_limit(header_limit);
        auto const [failed, bytes] = co_await http::async_read(socket, buffer, parser, quietly);
        if (failed) co_return;
        auto const& message = parser.get();
        request const asked{.method = view(message.method_string()),
                            .target = view(message.target()),
                            .authorization = view(message[http::field::authorization]),
                            .content_type = view(message[http::field::content_type]),
                            .body = message.body(),
                            .from_loopback = peer.address().is_loopback()};
        auto const reply = answers.handle(asked);
        if (log) {
            std::fprintf(stderr, "%s %.*s %.*s %u%s\n", write_instant(answers.clock().now()).c_str(),
                         static_cast<int>(asked.method.size()), asked.method.data(),
                         static_cast<int>(asked.target.size()), asked.target.data(), reply.status,
                         reply.drop ? " dropped" : "");
        }
        if (reply.delay.count() > 0) {
            asio::steady_timer timer{socket.get_executor(), reply.delay};
            auto const [cut] = co_await timer.async_wait(quietly);
            if (cut) co_return;
        }
        if (reply.drop) co_return;
        write_head_and_body(out, reply, message.keep_alive(), answers.clock().now());
        auto const [broken, sent] = co_await asio::async_write(socket, asio::buffer(out), quietly);
        if (broken || !message.keep_alive()) co_return;
    }
}

asio::awaitable<void> accept(tcp::acceptor& listener, platform& answers, bool log) {
    for (;;) {
        auto [failed, socket] = co_await listener.async_accept(quietly);
        if (failed == asio::error::operation_aborted) co_return;
        if (failed) {
            // Out of descriptors, most likely: what is open must end first.
            asio::steady_timer pause{listener.get_executor(), std::chrono::milliseconds{50}};
            auto const [cut] = co_await pause.async_wait(quietly);
            if (cut) co_return;
            continue;
        }
        asio::co_spawn(listener.get_executor(), converse(std::move(socket), answers, log), asio::detached);
    }
}

}  // namespace

void serve(asio::io_context& context, tcp::acceptor& listener, platform& answers, bool log) {
    asio::co_spawn(context, accept(listener, answers, log), asio::detached);
}

}  // namespace lacuna::simulated
