#pragma once

#include "probes/inflater.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace lacuna {

/// Reads one HTTP answer as its bytes come: keeps of the header what we use, decompresses the body on the
/// way. A parser of its own, because Beast's message parser allocates each field, and because the body limit
/// has to hold twice: for what arrives and for what it becomes.
class http_answer_reader final : public boost::beast::http::basic_parser<false> {
public:
    /// @param unpack is used until the answer ends.
    http_answer_reader(std::size_t header_limit, std::size_t body_limit, inflater& unpack);

    [[nodiscard]] unsigned status() const noexcept { return status_; }
    [[nodiscard]] std::string& body() noexcept { return body_; }
    [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const noexcept { return retry_after_; }
    [[nodiscard]] std::optional<std::chrono::sys_seconds> date() const noexcept { return date_; }

private:
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;
    using field = boost::beast::http::field;
    enum class coding { identity, gzip, deflate, unknown };

    void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int code, string_view, int, error_code&) override {
        status_ = static_cast<unsigned>(code);
    }
    void on_field_impl(field name, string_view, string_view value, error_code&) override;
    void on_header_impl(error_code& error) override;
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override;
    std::size_t on_body_impl(string_view piece, error_code& error) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code& error) override {
        return on_body_impl(piece, error);
    }
    void on_finish_impl(error_code& error) override;

    inflater& unpack_;
    std::size_t body_limit_;
    unsigned status_ = 0;
    coding coding_ = coding::identity;
    std::optional<std::chrono::seconds> retry_after_{};
    std::optional<std::chrono::sys_seconds> date_{};
    std::string body_{};
};

}  // namespace lacuna
