#include "daemon/net/http_server.hpp"

#include "daemon/net/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <list>

namespace lacuna::net {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

std::set<asio::ip::address> read_addresses(std::vector<std::string> const& texts) {
    std::set<asio::ip::address> addresses;
    for (auto const& text : texts) addresses.insert(asio::ip::make_address(text));
    return addresses;
}

}  // namespace

struct http_server::impl {
    using place = std::list<std::shared_ptr<connection>>::iterator;

    impl(asio::any_io_executor runs_on, api::router const& routes, time_source& time,
         server_settings const& settings)
        : executor{std::move(runs_on)},
          all{.routes = routes,
              .time = time,
              .limits = settings.limits,
              .trusted = read_addresses(settings.trusted_proxies)},
          acceptor{executor},
          sweeping{executor},
          all_left{executor, clock::time_point::max()} {}

    /// Between two looks at the deadlines: a second, less where a limit is that short.
    [[nodiscard]] std::chrono::milliseconds sweep_interval() const {
        auto const& limits = all.limits;
        auto const shortest = std::min({limits.header_time, limits.body_time, limits.idle_time,
                                        limits.write_time, limits.linger_time, limits.stop_time});
        return std::clamp(shortest / 4, std::chrono::milliseconds{2}, std::chrono::milliseconds{1000});
    }

    void sweep_later() {
        if (swept || connections.empty()) return;
        swept = true;
        sweeping.expires_after(sweep_interval());
        sweeping.async_wait([this](error_code error) {
            swept = false;
            if (error) return;
            sweep();
            sweep_later();
        });
    }

    void sweep() {
        auto const now = clock::now();
        for (auto const& one : connections) {
            if (one->deadline > now) continue;
            one->out_of_time = true;
            error_code ignored;
            one->socket.cancel(ignored);
        }
    }

    void take(tcp::socket caller) {
        error_code ignored;
        caller.non_blocking(true, ignored);
        if (connections.size() >= all.limits.connections_most) {
            auto const answer = all.routes.refuse(503, "Too many connections", "try again in a few seconds");
            auto const head = response_head(answer, framing::length, false, all.date_now());
            std::array const pieces{asio::buffer(head), asio::buffer(*answer.body)};
            caller.write_some(pieces, ignored);
            caller.shutdown(tcp::socket::shutdown_both, ignored);
            return;
        }
        caller.set_option(tcp::no_delay{true}, ignored);
        auto const one = std::make_shared<connection>(std::move(caller));
        auto const where = connections.insert(connections.end(), one);
        asio::co_spawn(executor, serve_connection(all, one),
                       asio::bind_cancellation_slot(
                           one->cut.slot(), [this, where](std::exception_ptr error) { left(where, error); }));
        sweep_later();
    }

    void left(place where, std::exception_ptr error) {
        try {
            if (error) std::rethrow_exception(error);
        } catch (boost::system::system_error const& fault) {
            if (fault.code() != asio::error::operation_aborted) all.routes.report("connection", fault);
        } catch (std::exception const& fault) {
            all.routes.report("connection", fault);
        }
        error_code ignored;
        (*where)->socket.shutdown(tcp::socket::shutdown_both, ignored);
        (*where)->socket.close(ignored);
        connections.erase(where);
        if (connections.empty()) {
            all_left.cancel();
            sweeping.cancel();
        }
    }

    asio::any_io_executor executor;
    session_context all;
    tcp::acceptor acceptor;
    asio::steady_timer sweeping;
    bool swept = false;
    std::list<std::shared_ptr<connection>> connections;
    asio::steady_timer all_left;
};

http_server::http_server(asio::any_io_executor executor, api::router const& routes, time_source& time,
                         server_settings settings)
    : impl_{std::make_unique<impl>(std::move(executor), routes, time, settings)} {}
http_server::~http_server() = default;

std::uint16_t http_server::listen(std::string const& address, std::uint16_t port) {
    tcp::endpoint const where{asio::ip::make_address(address), port};
    auto& acceptor = impl_->acceptor;
    acceptor.open(where.protocol());
    acceptor.set_option(asio::socket_base::reuse_address{true});
    acceptor.bind(where);
    acceptor.listen(4096);
    return acceptor.local_endpoint().port();
}

asio::awaitable<void> http_server::serve() {
    auto& self = *impl_;
    while (!self.all.stopping) {
        auto [error, caller] = co_await self.acceptor.async_accept(quietly);
        if (self.all.stopping) break;
        if (error == asio::error::operation_aborted) throw boost::system::system_error{error};
        if (error) {  // Out of descriptors, or the caller was gone already: not a reason to stop serving.
            asio::steady_timer pause{self.executor, 100ms};
            co_await pause.async_wait(asio::use_awaitable);
            continue;
        }
        self.take(std::move(caller));
    }
}

asio::awaitable<void> http_server::stop() {
    auto& self = *impl_;
    self.all.stopping = true;
    error_code ignored;
    self.acceptor.close(ignored);
    for (auto const& one : self.connections) {
        if (!one->busy) one->socket.cancel(ignored);
    }
    if (!self.connections.empty()) {
        self.all_left.expires_after(self.all.limits.stop_time);
        co_await self.all_left.async_wait(quietly);
    }
    for (auto next = self.connections.begin(); next != self.connections.end();) {
        auto const one = *next++;
        one->socket.cancel(ignored);
        one->cut.emit(asio::cancellation_type::terminal);
    }
    while (!self.connections.empty()) {
        self.all_left.expires_at(clock::time_point::max());
        co_await self.all_left.async_wait(quietly);
    }
}

std::size_t http_server::connections() const noexcept { return impl_->connections.size(); }

std::size_t raise_descriptor_limit(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur;
}

std::optional<std::pair<std::string, std::uint16_t>> read_listen_address(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == text.npos) return {};
    auto host = text.substr(0, colon);
    auto const digits = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return {};
    error_code bad;
    auto const address = asio::ip::make_address(std::string{host}, bad);
    if (bad) return {};
    return std::pair{address.to_string(), port};
}

}  // namespace lacuna::net
