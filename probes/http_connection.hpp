#pragma once

#include "probes/http_answer_reader.hpp"
#include "probes/http_client.hpp"
#include "probes/inflater.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

/// The inside of http_client: one connection, plain or TLS, with the buffers that it keeps from request to
/// request. Included by http_client.cpp only, so that Asio's and Beast's templates are instantiated once.
namespace lacuna::transport {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using instant = std::chrono::steady_clock::time_point;
using plain_stream = tcp::socket;
using tls_stream = asio::ssl::stream<tcp::socket>;

inline constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

/// A socket whose operations all end when its time is up, because the timer closes it. Shared, so that a
/// timer's late handler finds it alive.
template <class Stream>
struct connection : std::enable_shared_from_this<connection<Stream>> {
    template <class... More>
    explicit connection(asio::any_io_executor const& executor, More&... more)
        : stream{executor, more...}, bell{executor} {}

    Stream stream;
    asio::steady_timer bell;
    boost::beast::flat_buffer received{};
    std::string to_send{};
    inflater unpack{};
    instant idle_since{};
    std::uint64_t turn = 0;  ///< Which limit holds; a handler of an older one does nothing.
    bool out_of_time = false;

    [[nodiscard]] tcp::socket& socket() noexcept {
        if constexpr (std::is_same_v<Stream, tls_stream>) {
            return stream.next_layer();
        } else {
            return stream;
        }
    }

    void limit(instant due) {
        ++turn;
        bell.expires_at(due);
        bell.async_wait([self = this->shared_from_this(), mine = turn](error_code error) {
            if (error || self->turn != mine) return;
            self->out_of_time = true;
            error_code ignored;
            self->socket().close(ignored);
        });
    }
    void lift_limit() {
        ++turn;
        bell.cancel();
    }
};

/// Holds a connection to a limit while in scope.
template <class Stream>
class limited {
public:
    limited(connection<Stream>& link, instant due) : link_{link} { link_.limit(due); }
    ~limited() { link_.lift_limit(); }
    limited(limited const&) = delete;
    limited& operator=(limited const&) = delete;

private:
    connection<Stream>& link_;
};

/// Gives an error its name. @throws operation_aborted, which means that the caller is being stopped.
template <class Stream>
probe_failure name_of(error_code error, connection<Stream> const& link, probe_failure otherwise) {
    if (link.out_of_time) return probe_failure::timed_out;
    if (error == asio::error::operation_aborted) throw boost::system::system_error{error};
    bool const from_tls = error.category() == asio::error::get_ssl_category();
    return from_tls ? probe_failure::tls : otherwise;
}

/// How an exchange ended.
struct exchange_end {
    std::optional<http_answer> answer{};
    probe_failure why = probe_failure::unreachable;  ///< Without an answer.
    bool sent = false;       ///< The whole request went out, so the other side may have acted on it.
    bool untouched = false;  ///< The other side closed the connection without a byte of an answer.
    bool reusable = false;
};

/// Parses what has come; asks for more through `parser` being unfinished.
/// @return the failure if it is not HTTP, or beyond a limit.
inline std::optional<probe_failure> digest(http_answer_reader& parser, boost::beast::flat_buffer& received,
                                           std::size_t header_limit) {
    namespace http = boost::beast::http;
    while (received.size() > 0 && !parser.is_done()) {
        error_code error;
        auto const used = parser.put(received.data(), error);
        received.consume(used);
        if (error == http::error::need_more) {
            // Of a header, a chunk's header or a trailer only part is there; the last two have no limit of
            // their own.
            if (received.size() > header_limit) return probe_failure::too_large;
            break;
        }
        if (error == http::error::header_limit || error == http::error::body_limit ||
            error == http::error::buffer_overflow)
            return probe_failure::too_large;
        if (error) return probe_failure::unreadable;
    }
    return std::nullopt;
}

/// Reads until `parser` has a whole answer. @return nothing then, else what went wrong.
template <class Stream>
asio::awaitable<std::optional<probe_failure>> read_answer(connection<Stream>& link,
                                                          http_answer_reader& parser,
                                                          std::size_t header_limit) {
    constexpr std::size_t piece = std::size_t{16} * 1024;
    for (;;) {
        auto const wrong = digest(parser, link.received, header_limit);
        if (wrong) co_return wrong;
        if (parser.is_done()) co_return std::nullopt;

        auto const space = link.received.prepare(piece);
        auto const [error, count] = co_await link.stream.async_read_some(space, quietly);
        link.received.commit(count);
        if (!error) continue;

        bool const begun = parser.got_some() || link.received.size() > 0;
        if (error == asio::error::eof && parser.got_some() && !link.out_of_time) {
            error_code cut_off;
            parser.put_eof(cut_off);
            if (!cut_off && parser.is_done()) co_return std::nullopt;
        }
        co_return name_of(error, link, begun ? probe_failure::unreadable : probe_failure::unreachable);
    }
}

/// Sends `link.to_send` and reads the answer to it.
template <class Stream>
asio::awaitable<exchange_end> exchange(std::shared_ptr<connection<Stream>> link, http_address const& limits,
                                       instant due) {
    limited<Stream> const clock{*link, due};
    exchange_end end;
    auto const request = asio::buffer(link->to_send);
    auto const [write_error, written] = co_await asio::async_write(link->stream, request, quietly);
    if (write_error) {
        end.why = name_of(write_error, *link, probe_failure::unreachable);
        end.untouched = end.why == probe_failure::unreachable;
        co_return end;
    }
    end.sent = true;

    constexpr int most_interim_answers = 8;  // 100 Continue, 103 Early Hints.
    for (int interim = 0; interim <= most_interim_answers; ++interim) {
        http_answer_reader parser{limits.header_limit, limits.body_limit, link->unpack};
        auto const wrong = co_await read_answer(*link, parser, limits.header_limit);
        if (wrong) {
            end.why = *wrong;
            end.untouched = *wrong == probe_failure::unreachable && interim == 0;
            co_return end;
        }
        if (parser.status() / 100 == 1 && parser.status() != 101) continue;

        end.reusable = parser.keep_alive() && link->received.size() == 0 && parser.status() != 101;
        end.answer.emplace();
        end.answer->status = parser.status();
        end.answer->body = std::move(parser.body());
        end.answer->retry_after = parser.retry_after();
        end.answer->date = parser.date();
        co_return end;
    }
    end.why = probe_failure::unreadable;
    co_return end;
}

}  // namespace lacuna::transport
