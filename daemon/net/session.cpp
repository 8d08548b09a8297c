#include "daemon/net/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

#include <charconv>

namespace lacuna::net {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr int requests_in_a_row = 16;  // Of one client, before others get their turn.

[[noreturn]] void abort_stream() { throw boost::system::system_error{asio::error::operation_aborted}; }

void give(connection& caller, milliseconds time) {
    caller.out_of_time = false;
    caller.deadline = clock::now() + time;
}
void take_time_away(connection& caller) { caller.deadline = clock::time_point::max(); }

enum class got { bytes, nothing_yet, end };

got read_what_is_there(session_context& all, connection& caller) {
    error_code error;
    auto const n = caller.socket.read_some(asio::buffer(all.scratch), error);
    if (!error) {
        caller.unread.append(all.scratch.data(), n);
        return got::bytes;
    }
    bool const later = error == asio::error::would_block || error == asio::error::try_again;
    return later && !caller.out_of_time ? got::nothing_yet : got::end;
}

/// Waits until more has come. @return false if the client is gone, or the deadline passed.
asio::awaitable<bool> read_more(session_context& all, connection& caller) {
    for (;;) {
        switch (read_what_is_there(all, caller)) {
            case got::bytes: co_return true;
            case got::end: co_return false;
            case got::nothing_yet: break;
        }
        auto const [error] = co_await caller.socket.async_wait(tcp::socket::wait_read, quietly);
        if (error) co_return false;
    }
}

/// Head and body as they stand, without a copy; `sent` bytes of both have left already.
error_code write_some(connection& caller, std::string_view head, std::string_view body, std::size_t& sent) {
    error_code error;
    while (!error && sent < head.size() + body.size()) {
        auto const from_body = sent > head.size() ? sent - head.size() : 0;
        auto const left = head.substr(std::min(sent, head.size()));
        std::array const pieces{asio::buffer(left), asio::buffer(body.substr(from_body))};
        sent += caller.socket.write_some(pieces, error);
    }
    return error;
}

/// @return false if the client is gone or takes nothing for too long.
asio::awaitable<bool> write_rest(connection& caller, std::string_view head, std::string_view body,
                                 std::size_t sent, milliseconds time) {
    for (;;) {
        auto const before = sent;
        auto const problem = write_some(caller, head, body, sent);
        if (!problem) break;
        if (problem != asio::error::would_block && problem != asio::error::try_again) co_return false;
        if (sent > before || caller.deadline == clock::time_point::max()) give(caller, time);
        auto const [error] = co_await caller.socket.async_wait(tcp::socket::wait_write, quietly);
        if (error) co_return false;
    }
    take_time_away(caller);
    co_return true;
}

asio::awaitable<bool> write_all(session_context& all, connection& caller, std::string_view head,
                                std::string_view body) {
    std::size_t sent = 0;
    auto const problem = write_some(caller, head, body, sent);  // Nearly always the kernel takes it at once.
    if (!problem) co_return true;
    if (problem != asio::error::would_block && problem != asio::error::try_again) co_return false;
    auto rest = write_rest(caller, head, body, sent, all.limits.write_time);
    co_return co_await std::move(rest);
}

/// The client whose request this is: the peer, or whom a proxy that we trust names.
std::string client_of(session_context const& all, connection const& caller, api::request const& head) {
    error_code error;
    auto const peer = caller.socket.remote_endpoint(error);
    if (error) return "unknown";
    auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    std::string chain;
    for (auto const& [name, value] : head.headers) {
        if (name == "x-forwarded-for") chain += (chain.empty() ? "" : ",") + value;
    }
    // From the nearest hop outwards, for as long as the one who says so is trusted.
    while (!chain.empty() && all.trusted.contains(address)) {
        auto const comma = chain.rfind(',');
        auto hop = chain.substr(comma == chain.npos ? 0 : comma + 1);
        chain.resize(comma == chain.npos ? 0 : comma);
        std::erase(hop, ' ');
        auto const named = asio::ip::make_address(hop, error);
        if (error) break;
        address = named;
    }
    return address.to_string();
}

/// After an answer that ends the connection while the client still sends: a close now would reset it, and the
/// answer be lost.
asio::awaitable<void> linger(session_context& all, connection& caller) {
    error_code ignored;
    caller.socket.shutdown(tcp::socket::shutdown_send, ignored);
    give(caller, all.limits.linger_time);
    for (;;) {
        caller.unread.clear();
        auto reading = read_more(all, caller);
        if (!co_await std::move(reading) || clock::now() > caller.deadline) co_return;
    }
}

bool client_is_gone(connection& caller) {
    char byte = 0;
    return ::recv(caller.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

asio::awaitable<void> send_piece(session_context& all, connection& caller, std::string piece, bool chunked,
                                 bool endless) {
    if (piece.empty()) co_return;  // An empty chunk would end the body.
    if ((endless && all.stopping) || client_is_gone(caller)) abort_stream();
    if (chunked) {
        std::array<char, 16> size{};
        auto const end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
        piece.insert(0, std::string{size.data(), end} + "\r\n").append("\r\n");
    }
    auto writing = write_all(all, caller, piece, {});
    if (!co_await std::move(writing)) abort_stream();
}

/// @return false if the answer could not be ended as it should: the connection must close, so that the client
/// can tell.
asio::awaitable<bool> send_stream(session_context& all, connection& caller, api::response answer,
                                  bool chunked, std::string route) {
    bool endless = false;
    for (auto const& [name, value] : answer.headers) {
        if (value.starts_with("text/event-stream")) endless = true;
    }
    auto* const everybody = &all;
    auto* const to = &caller;
    api::body_sink const sink = [everybody, to, chunked, endless](std::string piece) {
        return send_piece(*everybody, *to, std::move(piece), chunked, endless);
    };
    try {
        auto streaming = answer.stream(sink);
        co_await std::move(streaming);
    } catch (boost::system::system_error const& fault) {
        if (fault.code() != asio::error::operation_aborted) all.routes.report(route, fault);
        co_return false;
    } catch (std::exception const& fault) {
        all.routes.report(route, fault);
        co_return false;
    }
    if (!chunked) co_return false;
    auto ending = write_all(all, caller, "0\r\n\r\n", {});
    co_return co_await std::move(ending);
}

/// @return whether the connection goes on.
asio::awaitable<bool> send(session_context& all, connection& caller, api::response answer, bool head_only,
                           bool http_1_1, bool keep_alive, std::string route) {
    bool const streams = static_cast<bool>(answer.stream);
    if (streams && !http_1_1) keep_alive = false;
    auto const how = !streams ? framing::length : http_1_1 ? framing::chunked : framing::until_close;
    auto const head = response_head(answer, how, keep_alive, all.date_now());
    bool const bodiless =
        head_only || streams || answer.status == 304 || answer.status == 204 || !answer.body;
    std::string_view const body = bodiless ? std::string_view{} : std::string_view{*answer.body};
    auto writing = write_all(all, caller, head, body);
    if (!co_await std::move(writing)) co_return false;
    if (streams && !head_only) {
        auto streaming =
            send_stream(all, caller, std::move(answer), how == framing::chunked, std::move(route));
        if (!co_await std::move(streaming)) co_return false;
    }
    co_return keep_alive;
}

asio::awaitable<void> refuse(session_context& all, connection& caller, unsigned status,
                             std::string_view title, std::string_view detail) {
    auto answer = all.routes.refuse(status, title, detail);
    auto sending = send(all, caller, std::move(answer), false, true, false, "other");
    co_await std::move(sending);
    auto lingering = linger(all, caller);
    co_await std::move(lingering);
}

/// Reads until `reader` is where it wants to be. @return false if the connection is to end; whoever is to
/// know was told.
asio::awaitable<bool> read_until(session_context& all, connection& caller, request_reader& reader,
                                 request_reader::stage wanted) {
    for (;;) {
        auto const now = reader.take(caller.unread);
        if (now == wanted) co_return true;
        if (now == request_reader::stage::refused) {
            auto const& why = reader.why();
            auto refusing = refuse(all, caller, why.status, why.title, why.detail);
            co_await std::move(refusing);
            co_return false;
        }
        auto reading = read_more(all, caller);
        if (co_await std::move(reading)) continue;
        if (caller.out_of_time && !all.stopping) {
            auto refusing = refuse(all, caller, 408, "Too slow", "the request did not arrive in time");
            co_await std::move(refusing);
        }
        co_return false;
    }
}

/// One request and its answer. @return whether the connection goes on.
asio::awaitable<bool> exchange(session_context& all, connection& caller) {
    request_reader reader{all.limits.header_bytes, all.limits.header_fields};
    give(caller, all.limits.header_time);
    auto reading_head = read_until(all, caller, reader, request_reader::stage::has_header);
    if (!co_await std::move(reading_head)) co_return false;
    take_time_away(caller);

    bool const waits = reader.expects_continue();
    reader.head().client = client_of(all, caller, reader.head());
    auto admitting = all.routes.admit(reader.method(), std::move(reader.head()), reader.length());
    auto admitted = co_await std::move(admitting);
    bool const head_only = admitted.asked.head_only;
    bool const body_ignored = admitted.refusal.has_value() && reader.body_follows();
    if (!body_ignored && reader.body_follows()) {
        if (waits && caller.unread.empty()) {
            auto going_on = write_all(all, caller, "HTTP/1.1 100 Continue\r\n\r\n", {});
            if (!co_await std::move(going_on)) co_return false;
        }
        auto const limit = admitted.to->largest_body;
        auto const more = std::chrono::seconds{reader.length().value_or(limit) / (64 * 1024)};
        give(caller, all.limits.body_time + more);
        reader.expect_body(limit);
        auto reading_body = read_until(all, caller, reader, request_reader::stage::whole);
        if (!co_await std::move(reading_body)) co_return false;
        take_time_away(caller);
        admitted.asked.body = std::move(reader.body());
    }
    std::string route = admitted.to == nullptr ? "other" : admitted.to->path;
    auto answering = all.routes.answer(std::move(admitted));
    auto answer = co_await std::move(answering);
    bool const keep_alive = reader.keep_alive() && !body_ignored && !all.stopping;
    auto sending =
        send(all, caller, std::move(answer), head_only, reader.http_1_1(), keep_alive, std::move(route));
    bool const goes_on = co_await std::move(sending);
    if (body_ignored) {
        auto lingering = linger(all, caller);
        co_await std::move(lingering);
    }
    co_return goes_on && !all.stopping;
}

}  // namespace

std::string_view session_context::date_now() {
    auto const now = time.now();
    if (auto const second = std::chrono::floor<std::chrono::seconds>(now);
        second != date_of || date.empty()) {
        date_of = second;
        date = to_http_date(now);
    }
    return date;
}

asio::awaitable<void> serve_connection(session_context& all, std::shared_ptr<connection> caller) {
    for (int in_a_row = 0;; ++in_a_row) {
        if (caller->unread.empty()) {
            std::string{}.swap(caller->unread);
            give(*caller, all.limits.idle_time);
            auto const [error] = co_await caller->socket.async_wait(tcp::socket::wait_read, quietly);
            if (error) co_return;
            auto const came = read_what_is_there(all, *caller);
            if (came == got::end) co_return;
            if (came == got::nothing_yet) continue;
            in_a_row = 0;
        } else if (in_a_row % requests_in_a_row == requests_in_a_row - 1) {
            co_await asio::post(asio::use_awaitable);
        }
        caller->busy = true;
        auto exchanging = exchange(all, *caller);
        bool const goes_on = co_await std::move(exchanging);
        caller->busy = false;
        if (!goes_on) co_return;
    }
}

}  // namespace lacuna::net
