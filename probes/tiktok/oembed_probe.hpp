#pragma once

#include "probes/http_port.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna::tiktok {

/// What oEmbed said about one video, from our vantage (PLATFORM-APIS 3.1).
struct presence_reading {
    enum class state : char {
        is_public = 'p',  ///< 200 with a non-empty author_unique_id.
        not_public =
            'n',       ///< The one documented failure: 400, {"message":"Something went wrong","code":400}.
        shell = 's',   ///< 200 whose author_unique_id is empty: cause unknown, so not known.
        failed = 'f',  ///< All else, also a 200 without author_unique_id; `failure` says what.
    } is = state::failed;
    std::optional<probe_failure> failure{};  ///< Only with `failed`.
    std::string username{};                  ///< author_unique_id, only with `is_public`; at most 100 bytes.
    unsigned http_status = 0;
    std::chrono::milliseconds latency{0};
    std::int64_t hash = 0;  ///< short_hash of the body; 0 without one.
};

/// "/oembed?url=https%3A%2F%2Fwww.tiktok.com%2F%40…%2Fvideo%2FID"; the handle is ignored there, so it is
/// always "_".
[[nodiscard]] std::string oembed_target(std::int64_t video_id);
/// Reads an answer; pure.
[[nodiscard]] presence_reading read_oembed(unsigned http_status, std::string_view body);

/// Asks whether a video is public. Keeps no state: one object serves any number of coroutines on one thread.
class oembed_probe {
public:
    explicit oembed_probe(http_port& api) : api_{api} {}

    [[nodiscard]] boost::asio::awaitable<presence_reading> look(std::int64_t video_id);

private:
    http_port& api_;
};

}  // namespace lacuna::tiktok
