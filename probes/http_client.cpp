#include "probes/http_client.hpp"

#include "probes/http_connection.hpp"
#include "probes/name_lookup.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <stdexcept>
#include <string_view>
#include <type_traits>

namespace lacuna {
namespace {

using namespace transport;
using outcome = boost::system::result<http_answer, http_failure>;
using std::chrono::steady_clock;

/// Words for a request's line or header. @throws std::invalid_argument if they could end the line: a fault of
/// ours.
std::string_view one_line(std::string_view text, bool spaces_too = false) {
    auto const ends_it = [spaces_too](char letter) {
        auto const code = static_cast<unsigned char>(letter);
        return code < 0x20 || code == 0x7f || (spaces_too && code == ' ');
    };
    if (std::any_of(text.begin(), text.end(), ends_it))
        throw std::invalid_argument{"a request's target or header holds a control character"};
    return text;
}

std::string host_header(http_address const& to) {
    auto host = to.host.find(':') == std::string::npos ? to.host : "[" + to.host + "]";
    if (to.port != (to.tls ? 443 : 80)) host += ":" + std::to_string(to.port);
    return host;
}

/// What every request to one address says of itself.
std::string standing_headers(http_address const& to) {
    std::string text{" HTTP/1.1\r\nHost: "};
    text.append(one_line(host_header(to)));
    if (!to.user_agent.empty()) text.append("\r\nUser-Agent: ").append(one_line(to.user_agent));
    text.append("\r\nAccept: application/json\r\nAccept-Encoding: gzip, deflate\r\n");
    return text;
}

void write_request(http_question const& ask, std::string_view base_path, std::string_view standing,
                   std::string& into) {
    bool const posts = ask.method == http_question::verb::post;
    into.assign(posts ? "POST " : "GET ")
        .append(base_path)
        .append(one_line(ask.target, true))
        .append(standing);
    for (auto const& [name, value] : ask.headers)
        into.append(one_line(name, true)).append(": ").append(one_line(value)).append("\r\n");
    if (posts) into.append("Content-Length: ").append(std::to_string(ask.body.size())).append("\r\n");
    into.append("\r\n").append(posts ? std::string_view{ask.body} : std::string_view{});
}

/// Nothing has come from the other side since its last answer: neither a close nor bytes nobody asked for.
bool still_quiet(tcp::socket& socket) {
    char byte = 0;
    auto const count = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

asio::ssl::context trusted_context(http_address const& address) {
    asio::ssl::context context{asio::ssl::context::tls_client};
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_verify_mode(asio::ssl::verify_peer);
    if (address.ca_file.empty()) {
        context.set_default_verify_paths();
        return context;
    }
    error_code error;
    context.load_verify_file(address.ca_file, error);
    if (error)
        throw std::runtime_error{"the CA file " + address.ca_file + " cannot be read: " + error.message()};
    return context;
}

}  // namespace

class http_client::impl {
public:
    virtual ~impl() = default;
    virtual asio::awaitable<outcome> send(http_question question) = 0;
};

namespace {

template <class Stream>
class client_over final : public http_client::impl {
public:
    client_over(asio::any_io_executor executor, http_address address)
        : executor_{std::move(executor)}, to_{std::move(address)}, standing_{standing_headers(to_)} {
        if constexpr (over_tls) tls_.emplace(trusted_context(to_));
    }

    asio::awaitable<outcome> send(http_question question) override {
        auto const began = steady_clock::now();
        auto const due = began + to_.total_limit;
        auto const finish = [began](exchange_end&& end) -> outcome {
            auto const latency = std::chrono::round<std::chrono::milliseconds>(steady_clock::now() - began);
            if (!end.answer) return http_failure{end.why, latency};
            end.answer->latency = latency;
            return std::move(*end.answer);
        };

        if (auto kept = take_idle()) {
            write_request(question, to_.base_path, standing_, kept->to_send);
            auto end = co_await exchange(kept, to_, due);
            if (end.reusable) keep(std::move(kept));
            // What can be asked twice without harm is; of the rest, only what never went out.
            bool const harmless = !end.sent || question.method == http_question::verb::get;
            if (!end.untouched || !harmless) co_return finish(std::move(end));
        }

        auto fresh = make_connection();
        write_request(question, to_.base_path, standing_, fresh->to_send);
        exchange_end end;
        auto const unopened = co_await open(fresh, std::min(due, steady_clock::now() + to_.connect_limit));
        if (unopened) {
            end.why = *unopened;
            co_return finish(std::move(end));
        }
        end = co_await exchange(fresh, to_, due);
        if (end.reusable) keep(std::move(fresh));
        co_return finish(std::move(end));
    }

private:
    static constexpr bool over_tls = std::is_same_v<Stream, tls_stream>;
    using link = std::shared_ptr<connection<Stream>>;

    link make_connection() {
        if constexpr (over_tls) {
            return std::make_shared<connection<Stream>>(executor_, *tls_);
        } else {
            return std::make_shared<connection<Stream>>(executor_);
        }
    }

    link take_idle() {
        while (!idle_.empty()) {
            auto last = std::move(idle_.back());
            idle_.pop_back();
            bool const fresh = steady_clock::now() - last->idle_since < to_.idle_limit;
            if (fresh && still_quiet(last->socket())) return last;
        }
        return nullptr;
    }

    void keep(link used) {
        auto const now = steady_clock::now();
        while (!idle_.empty() && now - idle_.front()->idle_since >= to_.idle_limit) idle_.pop_front();
        if (idle_.size() >= to_.idle_connections) return;
        used->idle_since = now;
        idle_.push_back(std::move(used));
    }

    /// @return why there is no connection; none if there is one.
    asio::awaitable<std::optional<probe_failure>> open(link fresh, instant due) {
        auto const found = co_await look_up(to_.host, to_.port, due);
        if (!found) co_return found.error();

        limited<Stream> const clock{*fresh, due};
        error_code error = asio::error::host_not_found;
        for (auto const& endpoint : *found) {
            error_code ignored;
            fresh->socket().close(ignored);
            auto const [refused] = co_await fresh->socket().async_connect(endpoint, quietly);
            error = refused;
            if (!error || fresh->out_of_time || error == asio::error::operation_aborted) break;
        }
        if (error) co_return name_of(error, *fresh, probe_failure::unreachable);

        error_code ignored;
        fresh->socket().set_option(tcp::no_delay{true}, ignored);
        if constexpr (over_tls) co_return co_await shake_hands(*fresh);
        co_return std::nullopt;
    }

    asio::awaitable<std::optional<probe_failure>> shake_hands(connection<Stream>& fresh) {
        auto* const tls = fresh.stream.native_handle();
        fresh.stream.set_verify_callback(asio::ssl::host_name_verification{to_.host});
        error_code not_a_number;
        asio::ip::make_address(to_.host, not_a_number);
        bool const has_name = bool{not_a_number};  // RFC 6066 3: no addresses in the server name.
        if (has_name && SSL_set_tlsext_host_name(tls, to_.host.c_str()) != 1) throw std::bad_alloc{};
        auto const [error] = co_await fresh.stream.async_handshake(asio::ssl::stream_base::client, quietly);
        if (error) co_return name_of(error, fresh, probe_failure::tls);
        co_return std::nullopt;
    }

    asio::any_io_executor executor_;
    http_address to_;
    std::string standing_;
    std::optional<asio::ssl::context> tls_{};
    std::deque<link> idle_{};  ///< Longest idle first.
};

}  // namespace

http_client::http_client(asio::any_io_executor executor, http_address address) {
    if (address.tls) {
        impl_ = std::make_unique<client_over<tls_stream>>(std::move(executor), std::move(address));
    } else {
        impl_ = std::make_unique<client_over<plain_stream>>(std::move(executor), std::move(address));
    }
}

http_client::~http_client() = default;

asio::awaitable<boost::system::result<http_answer, http_failure>> http_client::send(http_question question) {
    return impl_->send(std::move(question));
}

}  // namespace lacuna
