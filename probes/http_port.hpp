#pragma once

#include "probes/failure.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lacuna {

struct http_question {
    enum class verb { get, post } method = verb::get;
    std::string target{};  ///< Origin form with its query, percent-encoded.
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
};

struct http_answer {
    unsigned status = 0;
    std::string body{};                                 ///< Decompressed.
    std::optional<std::chrono::seconds> retry_after{};  ///< From the header, whole seconds up to a day.
    std::optional<std::chrono::sys_seconds> date{};     ///< What the server's clock showed; from the header.
    std::chrono::milliseconds latency{0};               ///< Real time from sending to the last byte.
};

/// A failure before there was a whole HTTP answer, and how long it took to learn it.
struct http_failure {
    probe_failure why = probe_failure::unreachable;
    std::chrono::milliseconds latency{0};
};
/// What boost::system::result calls when a failure is used as an answer: a logic_error, our own fault.
[[noreturn]] void throw_exception_from_error(http_failure const& failure,
                                             boost::source_location const& where);

/// How a probe reaches its endpoint: one host. The daemon hands in the real client, a test a script; a probe
/// cannot tell.
class http_port {
public:
    virtual ~http_port() = default;

    /// Sends one request and reads the whole answer, whatever its status. Never sends a POST twice that may
    /// have been received.
    /// @throws boost::system::system_error(operation_aborted) because we are stopping; std::invalid_argument
    /// for a
    ///         control character in target or headers, a fault of ours.
    [[nodiscard]] virtual boost::asio::awaitable<boost::system::result<http_answer, http_failure>> send(
        http_question question) = 0;
};

}  // namespace lacuna
