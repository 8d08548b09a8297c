#pragma once

#include "tests/support/test_authority.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::test {

/// A platform's endpoint on 127.0.0.1, in this process, that answers from a script and can misbehave.
class scripted_upstream {
public:
    enum class manner {
        answer,               ///< Properly; the connection is kept.
        answer_then_close,    ///< Properly, as if it kept the connection, but closes it.
        close,                ///< Reads the request and closes without a byte.
        reset,                ///< The same with a TCP reset.
        cut_off,              ///< The head and half of the body, then closes.
        verbatim,             ///< `body` is all that is sent; the connection is kept.
        verbatim_then_close,  ///< The same, then closes.
        drip,                 ///< A status line, then a header that never ends, a byte at a time.
        silence,              ///< Reads the request and never answers.
    };

    struct turn {
        unsigned status = 200;
        std::string body{};
        manner how = manner::answer;
        std::string headers{};  ///< More of them, each ending in CRLF.
    };

    using request = boost::beast::http::request<boost::beast::http::string_body>;

    /// @param script one turn for each request, in order; the last one repeats.
    /// @param identity what it shows over TLS; none: plain.
    scripted_upstream(boost::asio::io_context& events, std::vector<turn> script,
                      std::optional<tls_identity> identity = {});
    ~scripted_upstream();
    scripted_upstream(scripted_upstream const&) = delete;
    scripted_upstream& operator=(scripted_upstream const&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::vector<request> const& requests() const noexcept;
    [[nodiscard]] std::size_t connections() const noexcept;  ///< Accepted so far.
    [[nodiscard]] std::size_t open() const noexcept;         ///< Of these, not yet closed by either side.

private:
    class impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace lacuna::test
