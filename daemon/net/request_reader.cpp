#include "daemon/net/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <limits>

namespace lacuna::net {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

class request_reader::parser final : public http::basic_parser<true> {
public:
    parser(std::size_t header_limit, std::size_t most_fields)
        : header_limit_{header_limit}, most_fields_{most_fields} {
        this->header_limit(static_cast<std::uint32_t>(header_limit));
        this->body_limit(boost::none);  // Known only when the header has been read.
    }

    stage take(std::string& bytes) {
        std::size_t eaten = 0;
        while (now_ != stage::refused && now_ != stage::whole) {
            if (is_done()) {
                now_ = now_ == stage::wants_header ? stage::has_header : stage::whole;
                break;
            }
            if (is_header_done() && now_ == stage::wants_header) {
                now_ = stage::has_header;
                break;
            }
            if (eaten == bytes.size()) break;
            error_code error;
            std::string_view const rest = std::string_view{bytes}.substr(eaten);
            auto const used = put(boost::asio::buffer(rest.data(), rest.size()), error);
            eaten += used;
            if (!is_header_done()) header_bytes_ += used;
            if (error == http::error::need_more) {
                auto const waiting = bytes.size() - eaten;
                if (now_ == stage::wants_header && header_bytes_ + waiting > header_limit_)
                    refuse(header_too_large);
                // A chunk's header, or what trails the last chunk.
                if (now_ == stage::wants_body && waiting > header_limit_) refuse(bad_chunks);
                break;
            }
            if (error) refuse_for(error, rest);
        }
        bytes.erase(0, eaten);
        if (now_ == stage::has_header && !checked_) check_header();
        return now_;
    }

    void expect_body(std::size_t limit) {
        now_ = stage::wants_body;
        this->body_limit(limit);
        if (auto const announced = content_length())
            body_.reserve(std::min<std::size_t>(*announced, 64 * 1024));
    }

    [[nodiscard]] bool version_is_1_1() const { return version_ >= 11; }

    refusal why_{};
    std::string method_{};
    api::request head_{};
    std::string body_{};

private:
    static constexpr refusal header_too_large{431, "The header is too large",
                                              "a header of at most 16 kB and 100 fields is taken"};
    static constexpr refusal bad_chunks{400, "This is not HTTP", "the body's chunks cannot be read"};

    void refuse(refusal const& why) {
        why_ = why;
        now_ = stage::refused;
    }

    void refuse_for(error_code error, std::string_view rest) {
        if (why_set_) return refuse(why_);
        if (error == http::error::header_limit) return refuse(header_too_large);
        if (error == http::error::body_limit)
            return refuse({413, "The body is too large", "it is longer than is taken here"});
        if (error == http::error::bad_version && rest.substr(0, rest.find('\n')).find("HTTP/1.") == rest.npos)
            return refuse({505, "Unknown version of HTTP", "HTTP/1.1 is spoken here"});
        if (error == http::error::bad_content_length || error == http::error::multiple_content_length ||
            error == http::error::bad_transfer_encoding) {
            return refuse(
                {400, "The body's length is ambiguous", "send one Content-Length, or chunks, not both"});
        }
        if (now_ == stage::wants_body) return refuse(bad_chunks);
        refuse({400, "This is not HTTP", "the request line or a header field cannot be read"});
    }

    void check_header() {
        checked_ = true;
        if (lengths_ > 1 || (codings_ > 0 && lengths_ > 0)) {
            return refuse(
                {400, "The body's length is ambiguous", "send one Content-Length, or chunks, not both"});
        }
        if (codings_ > 0 && (!chunked() || codings_ > 1 || !plain_chunked_)) {
            return refuse({501, "Unknown transfer coding", "only chunked is understood"});
        }
        if (codings_ > 0 && version_ < 11) return refuse({400, "This is not HTTP", "HTTP/1.0 has no chunks"});
        if (hosts_ > 1 || (hosts_ == 0 && version_ >= 11)) {
            return refuse({400, "One Host is needed", "send exactly one Host header"});
        }
        if (auto const wish = head_.header("expect");
            !wish.empty() && !beast::iequals("100-continue", beast::string_view{wish.data(), wish.size()})) {
            refuse({417, "Unknown expectation", "only 100-continue is understood"});
        }
    }

    void on_request_impl(http::verb, beast::string_view method, beast::string_view target, int version,
                         error_code&) override {
        method_.assign(method.data(), method.size());
        head_.target.assign(target.data(), target.size());
        version_ = version;
    }

    void on_field_impl(http::field field, beast::string_view name, beast::string_view value,
                       error_code& error) override {
        if (checked_) return;  // A trailer: nothing of ours is allowed to come that late.
        if (head_.headers.size() == most_fields_) {
            why_ = header_too_large;
            why_set_ = true;
            error = http::error::header_limit;
            return;
        }
        if (field == http::field::content_length) ++lengths_;
        if (field == http::field::host) ++hosts_;
        if (field == http::field::transfer_encoding) {
            ++codings_;
            plain_chunked_ = beast::iequals(value, "chunked");
        }
        std::string lower{name.data(), name.size()};
        for (auto& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        head_.headers.emplace_back(std::move(lower), std::string{value.data(), value.size()});
    }

    std::size_t on_body_impl(beast::string_view bytes, error_code&) override {
        body_.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code&) override {
        body_.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_response_impl(int, beast::string_view, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
    void on_finish_impl(error_code&) override {}

    std::size_t header_limit_;
    std::size_t most_fields_;
    std::size_t header_bytes_ = 0;
    stage now_ = stage::wants_header;
    bool checked_ = false;
    bool why_set_ = false;
    bool plain_chunked_ = false;
    int version_ = 11;
    int lengths_ = 0;
    int codings_ = 0;
    int hosts_ = 0;
};

request_reader::request_reader(std::size_t header_limit, std::size_t most_fields)
    : parser_{std::make_unique<parser>(header_limit, most_fields)} {}
request_reader::~request_reader() = default;

request_reader::stage request_reader::take(std::string& bytes) { return parser_->take(bytes); }
void request_reader::expect_body(std::size_t limit) { parser_->expect_body(limit); }
request_reader::refusal const& request_reader::why() const noexcept { return parser_->why_; }
std::string const& request_reader::method() const noexcept { return parser_->method_; }
api::request& request_reader::head() noexcept { return parser_->head_; }
std::string& request_reader::body() noexcept { return parser_->body_; }
bool request_reader::body_follows() const { return !parser_->is_done(); }
bool request_reader::keep_alive() const { return parser_->keep_alive(); }
bool request_reader::http_1_1() const { return parser_->version_is_1_1(); }

std::optional<std::size_t> request_reader::length() const {
    if (parser_->chunked()) return {};
    auto const announced = parser_->content_length();
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    return announced ? static_cast<std::size_t>(std::min<std::uint64_t>(*announced, most)) : 0;
}

bool request_reader::expects_continue() const {
    return parser_->version_is_1_1() && !parser_->head_.header("expect").empty();
}

}  // namespace lacuna::net
