#pragma once

#include "daemon/api/http.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::net {

/// Takes one request's bytes as they come and hands out what it means. Refuses whatever two parties could
/// read differently: two lengths, a length beside chunks, a transfer coding that is not chunked, no host or
/// two.
class request_reader {
public:
    enum class stage { wants_header, has_header, wants_body, whole, refused };
    struct refusal {
        unsigned status = 400;
        std::string_view title{};
        std::string_view detail{};
    };

    request_reader(std::size_t header_limit, std::size_t most_fields);
    ~request_reader();

    /// Eats what it understands from the front of `bytes`, up to the end of the header or of the request; the
    /// rest stays.
    stage take(std::string& bytes);

    /// After `has_header`: go on with the body.
    void expect_body(std::size_t limit);

    [[nodiscard]] refusal const& why() const noexcept;
    [[nodiscard]] std::string const& method() const noexcept;
    [[nodiscard]] api::request& head() noexcept;
    /// The body, after `whole`.
    [[nodiscard]] std::string& body() noexcept;
    /// The announced length; none in chunks.
    [[nodiscard]] std::optional<std::size_t> length() const;
    [[nodiscard]] bool body_follows() const;  ///< Some of it has not been read.
    [[nodiscard]] bool expects_continue() const;
    [[nodiscard]] bool keep_alive() const;
    [[nodiscard]] bool http_1_1() const;

private:
    class parser;
    std::unique_ptr<parser> parser_;
};

}  // namespace lacuna::net
