#pragma once

#include "daemon/time/time_source.hpp"
#include "probes/http_port.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::test {

struct scripted_video {
    std::int64_t id = 0;
    std::chrono::sys_seconds created_at{};
    bool is_public = true;
    bool in_api = true;
    bool shell = false;
    std::chrono::seconds posted_later{0};  ///< Than its id says: the API knows it by that time.
};

/// One question about videos as it arrived.
struct scripted_query {
    std::vector<std::int64_t> ids{};
    std::optional<std::int64_t> cursor{};
    std::string search_id{};
    std::string token{};
    utc_time at{};
    bool random = false;  ///< A random sample of the window, no ids.
    utc_day start{};
    utc_day end{};
};

/// A small TikTok in this process: token, video query with pages, oEmbed, a quota by UTC day. Knows nothing
/// of the daemon's insides.
class scripted_tiktok final : public http_port {
public:
    using answer = boost::system::result<http_answer, http_failure>;

    explicit scripted_tiktok(time_source const& time) : time_{time} {}

    std::map<std::int64_t, scripted_video> videos{};
    std::size_t page_size = 100;
    std::size_t sample_most = 100;  ///< Rows of a random sample.
    std::int64_t daily_calls = 1'000'000;

    /// Takes the place of the right answer to the n-th video query (from 1), if it gives one. It has cost
    /// quota.
    std::function<std::optional<answer>(scripted_query const&, std::size_t n)> on_query{};
    std::function<std::optional<answer>(std::int64_t id, std::size_t n)> on_look{};
    std::function<std::optional<answer>(std::size_t n)> on_token{};

    std::function<void()> on_request{};  ///< Before any.
    std::function<void()> on_answer{};   ///< After any: time passes.

    // What it was asked.
    std::vector<scripted_query> queries{};
    std::vector<std::int64_t> looks{};
    std::size_t tokens = 0;
    std::size_t most_at_once = 0;

    boost::asio::awaitable<answer> send(http_question question) override;

    [[nodiscard]] static answer status(unsigned code, std::string body);
    /// An error in the platform's envelope.
    [[nodiscard]] static answer error(unsigned status_code, std::string const& code,
                                      std::string const& message = "");

private:
    answer token();
    answer look(std::string const& target);
    answer query(http_question const& question);
    [[nodiscard]] bool has(scripted_video const& video, scripted_query const& asked) const;
    std::string page(scripted_query const& asked);

    time_source const& time_;
    std::map<utc_day, std::int64_t> spent_{};
    std::size_t at_once_ = 0;
};

}  // namespace lacuna::test
