#include "tests/support/scripted_upstream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <utility>

namespace lacuna::test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using manner = scripted_upstream::manner;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

tcp::socket& socket_of(tcp::socket& stream) { return stream; }
tcp::socket& socket_of(asio::ssl::stream<tcp::socket>& stream) { return stream.next_layer(); }

std::string as_bytes(scripted_upstream::turn const& turn) {
    if (turn.how == manner::verbatim || turn.how == manner::verbatim_then_close) return turn.body;
    auto const head = "HTTP/1.1 " + std::to_string(turn.status) + " Scripted\r\n" + turn.headers +
                      "Content-Length: " + std::to_string(turn.body.size()) + "\r\n\r\n";
    return head + (turn.how == manner::cut_off ? turn.body.substr(0, turn.body.size() / 2) : turn.body);
}

bool keeps(manner how) { return how == manner::answer || how == manner::verbatim; }

template <class Stream>
asio::awaitable<void> drip(Stream& stream) {
    std::string bytes{"HTTP/1.1 200 OK\r\nX-Slow: "};
    asio::steady_timer pause{stream.get_executor()};
    for (;;) {
        auto const [error, count] = co_await asio::async_write(stream, asio::buffer(bytes), quietly);
        if (error) co_return;
        bytes = "a";
        pause.expires_after(std::chrono::milliseconds{1});
        co_await pause.async_wait(quietly);
    }
}

}  // namespace

class scripted_upstream::impl {
public:
    impl(asio::io_context& events, std::vector<turn> script)
        : acceptor{events, tcp::endpoint{asio::ip::address_v4::loopback(), 0}}, script_{std::move(script)} {}

    /// Shared ownership on purpose: sessions may outlive the test's object until the context is destroyed.
    static asio::awaitable<void> accept_all(std::shared_ptr<impl> self) {
        for (;;) {
            auto [error, caller] = co_await self->acceptor.async_accept(quietly);
            if (error) co_return;
            ++self->connections;
            ++self->open;
            auto session = serve(self, std::move(caller));
            asio::co_spawn(self->acceptor.get_executor(), std::move(session), asio::detached);
        }
    }

    tcp::acceptor acceptor;
    std::optional<asio::ssl::context> tls{};
    std::vector<request> requests{};
    std::size_t connections = 0;
    std::size_t open = 0;

private:
    static asio::awaitable<void> serve(std::shared_ptr<impl> self, tcp::socket caller) {
        if (!self->tls) {
            co_await converse(self, caller);
        } else {
            asio::ssl::stream<tcp::socket> secure{std::move(caller), *self->tls};
            auto const [error] = co_await secure.async_handshake(asio::ssl::stream_base::server, quietly);
            if (!error) co_await converse(self, secure);
        }
        --self->open;
    }

    template <class Stream>
    static asio::awaitable<void> converse(std::shared_ptr<impl> self, Stream& stream) {
        boost::beast::flat_buffer buffer;
        for (;;) {
            http::request_parser<http::string_body> parser;
            auto const [read_error, read] = co_await http::async_read(stream, buffer, parser, quietly);
            if (read_error) co_return;
            auto const& now = self->script_.at(std::min(self->requests.size(), self->script_.size() - 1));
            self->requests.push_back(parser.release());

            if (now.how == manner::drip) co_await drip(stream);
            if (now.how == manner::silence) {
                char byte = 0;
                co_await stream.async_read_some(asio::buffer(&byte, 1), quietly);
                co_return;
            }
            if (now.how == manner::reset) socket_of(stream).set_option(asio::socket_base::linger{true, 0});
            if (now.how == manner::close || now.how == manner::reset) co_return;
            auto const bytes = as_bytes(now);
            auto const [write_error, written] =
                co_await asio::async_write(stream, asio::buffer(bytes), quietly);
            if (write_error || !keeps(now.how)) co_return;
        }
    }

    std::vector<turn> script_;
};

scripted_upstream::scripted_upstream(asio::io_context& events, std::vector<turn> script,
                                     std::optional<tls_identity> identity)
    : impl_{std::make_shared<impl>(events, std::move(script))} {
    if (identity) {
        impl_->tls.emplace(asio::ssl::context::tls_server);
        impl_->tls->use_certificate_chain_file(identity->certificate_file);
        impl_->tls->use_private_key_file(identity->key_file, asio::ssl::context::pem);
        if (identity->newest_protocol != 0)
            SSL_CTX_set_max_proto_version(impl_->tls->native_handle(), identity->newest_protocol);
        // OpenSSL 3 signs with SHA-1 for TLS 1.1 and older, which its default level forbids.
        if (identity->newest_protocol != 0) SSL_CTX_set_security_level(impl_->tls->native_handle(), 0);
    }
    asio::co_spawn(events, impl::accept_all(impl_), asio::detached);
}

scripted_upstream::~scripted_upstream() {
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
}

std::uint16_t scripted_upstream::port() const { return impl_->acceptor.local_endpoint().port(); }
std::vector<scripted_upstream::request> const& scripted_upstream::requests() const noexcept {
    return impl_->requests;
}
std::size_t scripted_upstream::connections() const noexcept { return impl_->connections; }
std::size_t scripted_upstream::open() const noexcept { return impl_->open; }

}  // namespace lacuna::test
