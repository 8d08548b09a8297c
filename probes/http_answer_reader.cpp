#include "probes/http_answer_reader.hpp"

#include "probes/http_date.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <charconv>

namespace lacuna {
namespace {

namespace http = boost::beast::http;

/// Whole seconds, at most a day; none for a date, which would need the server's clock.
std::optional<std::chrono::seconds> read_retry_after(boost::beast::string_view value) {
    constexpr std::int64_t day = 86'400;
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (end != value.data() + value.size() || value.empty() || value.front() == '-') return std::nullopt;
    if (error == std::errc::result_out_of_range) return std::chrono::seconds{day};
    if (error != std::errc{}) return std::nullopt;
    return std::chrono::seconds{std::min(seconds, day)};
}

}  // namespace

http_answer_reader::http_answer_reader(std::size_t header_limit, std::size_t body_limit, inflater& unpack)
    : unpack_{unpack}, body_limit_{body_limit} {
    this->header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(header_limit, 1U << 30U)));
    this->body_limit(std::uint64_t{body_limit});
    eager(true);
}

void http_answer_reader::on_field_impl(field name, string_view, string_view value, error_code&) {
    if (name == field::retry_after) {
        retry_after_ = read_retry_after(value);
    } else if (name == field::date) {
        date_ = read_http_date({value.data(), value.size()});
    } else if (name == field::content_encoding) {
        auto const is = [value](char const* word) { return boost::beast::iequals(value, word); };
        bool const first = coding_ == coding::identity;
        if (is("identity") || value.empty()) return;
        coding_ = !first                       ? coding::unknown
                  : is("gzip") || is("x-gzip") ? coding::gzip
                  : is("deflate")              ? coding::deflate
                                               : coding::unknown;
    }
}

void http_answer_reader::on_header_impl(error_code& error) {
    if (coding_ == coding::unknown) error = http::error::bad_value;
    unpack_.start(coding_ == coding::deflate);
}

void http_answer_reader::on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) {
    if (!length || coding_ != coding::identity) return;
    // What a header claims is reserved only so far: the bytes have yet to come.
    body_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 1U << 20U)));
}

std::size_t http_answer_reader::on_body_impl(string_view piece, error_code& error) {
    if (coding_ == coding::identity) {
        body_.append(piece.data(), piece.size());
        return piece.size();
    }
    switch (unpack_.feed({piece.data(), piece.size()}, body_, body_limit_)) {
        case inflater::outcome::fine: break;
        case inflater::outcome::malformed: error = http::error::bad_value; break;
        case inflater::outcome::too_large: error = http::error::body_limit; break;
    }
    return piece.size();
}

void http_answer_reader::on_finish_impl(error_code& error) {
    bool const packed = coding_ == coding::gzip || coding_ == coding::deflate;
    if (packed && !unpack_.complete()) error = http::error::partial_message;
}

}  // namespace lacuna
