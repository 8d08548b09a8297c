#pragma once

#include "probes/http_port.hpp"
#include "probes/sha256.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::tiktok {

/// One request to /v2/research/video/query/ by id, or for a random sample of a window.
struct video_query {
    std::vector<std::int64_t>
        ids{};                      ///< 1 to 100; none: up to 100 videos at random, of all regions there are.
    std::chrono::sys_days start{};  ///< Window, both ends as sent; at most 30 days apart (PLATFORM-APIS 1.2).
    std::chrono::sys_days end{};
    std::optional<std::int64_t>
        cursor{};  ///< With search_id: the next page, exactly as the page before returned it.
    std::string search_id{};
};

/// views, likes, comments, shares, favourites; none where the field is absent.
using five_counts = std::array<std::optional<std::int64_t>, 5>;

/// One video as returned. Texts are free of U+0000 (which PostgreSQL cannot store): it is replaced by U+FFFD.
struct video_row {
    std::int64_t id = 0;
    std::optional<std::chrono::sys_seconds> created_at{};
    five_counts counts{};
    std::string username{};
    std::string region{};
    /// Canonical JSON (keys sorted, no spaces) of everything but id, create_time and the counts, unknown
    /// fields included; whole numbers beyond int64 as text. At most `metadata_limit` bytes: of a larger row
    /// the largest fields are left out, and "lacuna_fields_dropped" says how many.
    std::string metadata{};
};

inline constexpr std::size_t metadata_limit = std::size_t{64} * 1024;

/// What the caller is to do after an answer (PLATFORM-APIS 1.4). A probe never waits, retries or gives up by
/// itself.
enum class advice {
    proceed,              ///< Use what came.
    stop_until_midnight,  ///< daily_quota_limit_exceeded: nothing more before 00:00 UTC.
    back_off,             ///< 429 of the other kind, 5xx, transport, undecodable: wait, then try again.
    restart_search,       ///< The search_id or cursor is no longer accepted: ask from the first page again.
    give_up,              ///< Refused for good: the same question would be refused again.
};

/// What one call brought, with what is kept as evidence. Always one, also when the API failed: that is a
/// finding.
struct video_page {
    std::optional<probe_failure> failure{};  ///< None: the envelope said ok.
    advice then = advice::proceed;
    std::optional<std::chrono::seconds> retry_after{};
    std::vector<video_row> rows{};  ///< Each id once (its first row); those asked for before all others.
    std::size_t foreign_rows = 0;   ///< Of `rows`, those at the end that were not asked for; set by `ask`.
    std::size_t duplicate_rows = 0;
    std::size_t unreadable_rows =
        0;  ///< An id that overflows int64, no id, not an object; rows beyond 1,000.
    bool has_more = false;
    std::int64_t cursor = 0;
    std::string search_id{};
    unsigned http_status = 0;
    std::string error_code{};     ///< As sent, at most 100 bytes; empty without an envelope.
    std::string error_message{};  ///< At most 300 bytes.
    std::string log_id{};         ///< At most 100 bytes.
    std::chrono::milliseconds latency{0};
    sha256_digest request_sha256{};  ///< Of the body sent; the token is not in it.
    std::string body{};              ///< As received, after decompression; empty without an answer.
};

/// The body of `query`, as documented: max_count 100, ids as strings; is_random only without ids, with a
/// condition that every documented region code meets, because a query needs one.
/// @throws std::invalid_argument if `query` is not what video_query promises: a fault of ours.
[[nodiscard]] std::string video_query_body(video_query const& query);
/// Reads an answer; pure. Survives anything: HTML, no data, depth bombs (limit 32), NUL, duplicates,
/// overflowing ids. The envelope's code decides, with the status where it says nothing (PLATFORM-APIS 1.4);
/// `restart_search` assumes that a page was asked for by cursor.
[[nodiscard]] video_page read_video_page(unsigned http_status, std::string body);

/// Client credentials. Never printed: there is no operator<< and no to_string.
struct credentials {
    std::string client_key{};
    std::string client_secret{};
};

/// Asks TikTok's Research API with an access token that it keeps (2 h, renewed 5 minutes before its end or
/// after a 401). One object a vantage; any number of coroutines on one thread.
class research_probe {
public:
    using clock = std::function<std::chrono::sys_seconds()>;

    research_probe(http_port& api, credentials secret, clock now);
    ~research_probe();

    /// Gets a token if there is none good for five minutes. Costs no quota. Callers at the same time share
    /// one request.
    /// @return the failure, if there is still none afterwards: `refused` for invalid_client (also in a body
    /// with
    ///         HTTP 200, PLATFORM-APIS 1.1), else as the transport or the status says.
    [[nodiscard]] boost::asio::awaitable<std::optional<probe_failure>> ensure_token();

    /// Sends `query` once with the token there is; where another coroutine has just dropped it, gets one
    /// first, and without one returns its failure with http_status 0 and no body: nothing was asked. On a 401
    /// the token is dropped, `then` is `back_off` with retry_after 0, and the next ensure_token gets a new
    /// one; the caller charges and asks again, once. A `restart_search` for a query without cursor becomes
    /// `give_up`: there is no search to restart.
    [[nodiscard]] boost::asio::awaitable<video_page> ask(video_query query);

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace lacuna::tiktok
