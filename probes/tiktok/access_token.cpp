#include "probes/tiktok/access_token.hpp"

#include "probes/json_reading.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace lacuna::tiktok {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto documented_lifetime = 7200s;
constexpr auto renewed_before_end = 5min;
constexpr std::array<std::string_view, 8> oauth_errors{
    "access_denied", "invalid_client",      "invalid_grant",          "invalid_request",
    "invalid_scope", "unauthorized_client", "unsupported_grant_type", "unsupported_response_type"};

std::string form_encoded(std::string const& text) {
    return boost::urls::encode(text, boost::urls::unreserved_chars);
}

/// What travels in a header: an odd token would otherwise end the line.
bool printable(std::string_view token) {
    return std::all_of(token.begin(), token.end(),
                       [](char letter) { return letter > 0x20 && letter < 0x7f; });
}

}  // namespace

http_question token_question(credentials const& secret) {
    http_question question{.method = http_question::verb::post, .target = "/v2/oauth/token/"};
    question.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    question.headers.emplace_back("Cache-Control", "no-cache");
    question.body = "client_key=" + form_encoded(secret.client_key) +
                    "&client_secret=" + form_encoded(secret.client_secret) + "&grant_type=client_credentials";
    return question;
}

boost::system::result<token_grant, probe_failure> read_token(unsigned http_status, std::string const& body) {
    auto const answer = read_json(body);
    if (answer) {
        auto const token = text_member(*answer, "access_token");
        if (!token.empty() && printable(token)) {
            token_grant grant{std::string{token}, documented_lifetime};
            auto const* const given = member_of(*answer, "expires_in");
            auto const seconds = given != nullptr ? whole_number(*given) : std::nullopt;
            if (seconds && *seconds > 0)
                grant.lifetime = std::min<std::chrono::seconds>(24h, std::chrono::seconds{*seconds});
            return grant;
        }
        auto const error = text_member(*answer, "error");
        bool const refused = std::find(oauth_errors.begin(), oauth_errors.end(), error) != oauth_errors.end();
        if (refused && http_status != 429 && http_status < 500) return probe_failure::refused;
    }
    return failure_of_status(http_status).value_or(probe_failure::unreadable);
}

/// A request for a token that several coroutines may wait for.
struct access_token::fetch {
    explicit fetch(asio::any_io_executor const& executor)
        : over{executor, asio::steady_timer::time_point::max()} {}

    asio::steady_timer over;  ///< Cancelled when the request has ended.
    bool answered = false;    ///< False at the end: who asked was stopped before the answer.
    std::optional<probe_failure> failure{};
};

access_token::access_token(http_port& api, credentials secret, research_probe::clock now)
    : api_{api}, secret_{std::move(secret)}, now_{std::move(now)} {}

access_token::~access_token() = default;

bool access_token::good() const { return !token_.empty() && now_() + renewed_before_end < ends_; }

void access_token::drop(std::string const& refused) {
    if (token_ == refused) token_.clear();
}

asio::awaitable<std::optional<probe_failure>> access_token::ensure() {
    while (!good()) {
        auto const other = under_way_;
        if (!other) co_return co_await get_new();

        co_await other->over.async_wait(asio::as_tuple(asio::use_awaitable));
        auto const stopping = co_await asio::this_coro::cancellation_state;
        if (stopping.cancelled() != asio::cancellation_type::none)
            throw boost::system::system_error{asio::error::operation_aborted};
        if (other->answered) co_return other->failure;
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<probe_failure>> access_token::get_new() {
    auto const mine = std::make_shared<fetch>(co_await asio::this_coro::executor);
    under_way_ = mine;
    // Wakes the others however this ends; if it was stopped, the first of them asks instead.
    struct end_of_fetch {
        access_token& self;
        fetch& ended;
        ~end_of_fetch() {
            self.under_way_.reset();
            ended.over.cancel();
        }
    } const end{*this, *mine};

    auto const asked_at = now_();
    auto question = token_question(secret_);
    auto const answer = co_await api_.send(std::move(question));
    mine->answered = true;
    if (!answer) {
        mine->failure = answer.error().why;
        co_return mine->failure;
    }
    auto grant = read_token(answer->status, answer->body);
    if (grant) {
        token_ = std::move(grant->token);
        ends_ = asked_at + grant->lifetime;
    } else {
        mine->failure = grant.error();
    }
    co_return mine->failure;
}

}  // namespace lacuna::tiktok
