#pragma once

#include "probes/http_port.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace lacuna::tiktok {

/// A token for two hours, as TikTok's OAuth gives it for client credentials.
struct token_grant {
    std::string token{};
    std::chrono::seconds lifetime{0};
};

/// Reads the token endpoint's answer; pure. The body decides, whatever the status: an error can come with
/// HTTP 200 (PLATFORM-APIS 1.1).
/// @return `refused` for the documented OAuth errors, else what the status says, or `unreadable`.
[[nodiscard]] boost::system::result<token_grant, probe_failure> read_token(unsigned http_status,
                                                                           std::string const& body);
/// The request for a token, form-encoded.
[[nodiscard]] http_question token_question(credentials const& secret);

/// Keeps one access token fresh. One thread, any number of coroutines.
class access_token {
public:
    /// @param now the clock that tells when a token has ended.
    access_token(http_port& api, credentials secret, research_probe::clock now);
    ~access_token();

    /// Gets a token if there is none good for five minutes; callers at the same time share one request.
    /// @return why there is none; none if there is one.
    [[nodiscard]] boost::asio::awaitable<std::optional<probe_failure>> ensure();

    /// Empty if there is none.
    [[nodiscard]] std::string const& value() const noexcept { return token_; }
    /// Forgets `refused`, unless a newer one has come meanwhile.
    void drop(std::string const& refused);

private:
    struct fetch;

    [[nodiscard]] bool good() const;
    [[nodiscard]] boost::asio::awaitable<std::optional<probe_failure>> get_new();

    http_port& api_;
    credentials secret_;
    research_probe::clock now_;
    std::string token_{};
    std::chrono::sys_seconds ends_{};
    std::shared_ptr<fetch> under_way_{};
};

}  // namespace lacuna::tiktok
