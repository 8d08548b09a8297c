#include "probes/tiktok/research_probe.hpp"

#include "probes/tiktok/access_token.hpp"

#include <algorithm>
#include <string_view>

namespace lacuna::tiktok {
namespace {

namespace asio = boost::asio;

/// All documented fields, and no others: an unknown one fails the whole query (QV, read 2026-09-01).
constexpr std::string_view target =
    "/v2/research/video/query/"
    "?fields=id,video_description,create_time,region_code,share_count,view_count,like_count,"
    "comment_count,music_id,hashtag_names,username,effect_ids,playlist_id,voice_to_text,is_stem_verified,"
    "favorites_count,video_duration,hashtag_info_list,sticker_info_list,effect_info_list,video_mention_list,"
    "video_label,video_tag";

void put_foreign_rows_last(video_page& page, std::vector<std::int64_t> asked) {
    std::sort(asked.begin(), asked.end());
    auto const foreign = std::stable_partition(page.rows.begin(), page.rows.end(), [&asked](auto const& row) {
        return std::binary_search(asked.begin(), asked.end(), row.id);
    });
    page.foreign_rows = static_cast<std::size_t>(page.rows.end() - foreign);
}

}  // namespace

class research_probe::impl {
public:
    impl(http_port& api, credentials secret, clock now)
        : api_{api}, token_{api, std::move(secret), std::move(now)} {}

    asio::awaitable<std::optional<probe_failure>> ensure_token() { return token_.ensure(); }

    asio::awaitable<video_page> ask(video_query query) {
        http_question question{.method = http_question::verb::post, .target = std::string{target}};
        question.body = video_query_body(query);
        auto const request_hash = sha256(question.body);

        if (token_.value().empty()) {
            auto const none = co_await token_.ensure();
            if (none) co_return without_answer(*none, {}, request_hash);
        }
        auto const token = token_.value();
        question.headers.emplace_back("Authorization", "Bearer " + token);
        question.headers.emplace_back("Content-Type", "application/json");

        auto answer = co_await api_.send(std::move(question));
        if (!answer) co_return without_answer(answer.error().why, answer.error().latency, request_hash);

        auto page = read_video_page(answer->status, std::move(answer->body));
        page.latency = answer->latency;
        page.request_sha256 = request_hash;
        bool const token_refused = page.failure == probe_failure::refused && page.then == advice::back_off;
        if (token_refused) token_.drop(token);
        if (page.then == advice::back_off && !page.retry_after) page.retry_after = answer->retry_after;
        if (page.then == advice::restart_search && !query.cursor) page.then = advice::give_up;
        put_foreign_rows_last(page, std::move(query.ids));
        co_return page;
    }

private:
    static video_page without_answer(probe_failure why, std::chrono::milliseconds latency,
                                     sha256_digest const& request_hash) {
        video_page page{.failure = why, .latency = latency, .request_sha256 = request_hash};
        page.then = why == probe_failure::refused ? advice::give_up : advice::back_off;
        return page;
    }

    http_port& api_;
    access_token token_;
};

research_probe::research_probe(http_port& api, credentials secret, clock now)
    : impl_{std::make_unique<impl>(api, std::move(secret), std::move(now))} {}

research_probe::~research_probe() = default;

asio::awaitable<std::optional<probe_failure>> research_probe::ensure_token() { return impl_->ensure_token(); }

asio::awaitable<video_page> research_probe::ask(video_query query) { return impl_->ask(std::move(query)); }

}  // namespace lacuna::tiktok
