#include "tests/support/scripted_tiktok.hpp"

#include <rapidjson/document.h>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <stdexcept>

namespace lacuna::test {

namespace {

std::chrono::sys_seconds read_date(std::string const& text) {
    auto const year = std::stoi(text.substr(0, 4));
    auto const month = static_cast<unsigned>(std::stoi(text.substr(4, 2)));
    auto const day = static_cast<unsigned>(std::stoi(text.substr(6, 2)));
    return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

}  // namespace

scripted_tiktok::answer scripted_tiktok::status(unsigned code, std::string body) {
    return http_answer{.status = code, .body = std::move(body)};
}

scripted_tiktok::answer scripted_tiktok::error(unsigned status_code, std::string const& code,
                                               std::string const& message) {
    return status(status_code, R"({"data":{},"error":{"code":")" + code + R"(","message":")" + message +
                                   R"(","log_id":"1"}})");
}

boost::asio::awaitable<scripted_tiktok::answer> scripted_tiktok::send(http_question question) {
    if (on_request) on_request();
    most_at_once = std::max(most_at_once, ++at_once_);
    try {
        co_await boost::asio::post(boost::asio::use_awaitable);
    } catch (...) {
        --at_once_;
        throw;
    }
    --at_once_;
    if (on_answer) on_answer();
    if (question.target.starts_with("/v2/oauth/token/")) co_return token();
    if (question.target.starts_with("/oembed")) co_return look(question.target);
    if (question.target.starts_with("/v2/research/video/query/")) co_return query(question);
    co_return status(404, "");
}

scripted_tiktok::answer scripted_tiktok::token() {
    ++tokens;
    if (on_token) {
        if (auto scripted = on_token(tokens)) return *scripted;
    }
    return status(200, R"({"access_token":"clt.)" + std::to_string(tokens) +
                           R"(","expires_in":7200,"token_type":"Bearer"})");
}

scripted_tiktok::answer scripted_tiktok::look(std::string const& target) {
    auto const id = std::stoll(target.substr(target.rfind("%2F") + 3));
    looks.push_back(id);
    if (on_look) {
        if (auto scripted = on_look(id, looks.size())) return *scripted;
    }
    auto const found = videos.find(id);
    if (found == videos.end() || !found->second.is_public) {
        return status(400, R"({"message":"Something went wrong","code":400})");
    }
    return status(200, found->second.shell ? R"({"author_unique_id":""})" : R"({"author_unique_id":"ada"})");
}

scripted_tiktok::answer scripted_tiktok::query(http_question const& question) {
    rapidjson::Document body;
    body.Parse(question.body.c_str());
    scripted_query asked;
    asked.at = time_.now();
    asked.random = body.HasMember("is_random") && body["is_random"].GetBool();
    if (!asked.random) {
        auto const& values = body["query"]["and"][0]["field_values"];
        for (auto const& id : values.GetArray()) asked.ids.push_back(std::stoll(id.GetString()));
    }
    if (body.HasMember("cursor")) asked.cursor = body["cursor"].GetInt64();
    if (body.HasMember("search_id")) asked.search_id = body["search_id"].GetString();
    for (auto const& [name, value] : question.headers) {
        if (name == "Authorization") asked.token = value;
    }
    asked.start = std::chrono::floor<std::chrono::days>(read_date(body["start_date"].GetString()));
    asked.end = std::chrono::floor<std::chrono::days>(read_date(body["end_date"].GetString()));
    queries.push_back(asked);
    if (asked.ids.size() > 100 || asked.end - asked.start > std::chrono::days{30})
        return error(400, "invalid_params");
    if (++spent_[day_of(time_.now())] > daily_calls) return error(429, "daily_quota_limit_exceeded");
    if (on_query) {
        if (auto scripted = on_query(asked, queries.size())) return *scripted;
    }
    if (asked.random) {
        for (auto const& [id, video] : videos) {
            if (has(video, asked) && asked.ids.size() < sample_most) asked.ids.push_back(id);
        }
    }
    std::erase_if(asked.ids, [&](std::int64_t id) {
        auto const found = videos.find(id);
        return found == videos.end() || !has(found->second, asked);
    });
    return status(200, page(asked));
}

bool scripted_tiktok::has(scripted_video const& video, scripted_query const& asked) const {
    auto const posted = video.created_at + video.posted_later;
    return video.in_api && posted >= asked.start && posted < asked.end;
}

std::string scripted_tiktok::page(scripted_query const& asked) {
    auto const from = static_cast<std::size_t>(asked.cursor.value_or(0));
    auto const until = std::min(from + page_size, asked.ids.size());
    std::string rows;
    for (auto at = from; at < until; ++at) {
        if (!rows.empty()) rows += ',';
        auto const& video = videos.at(asked.ids[at]);
        auto const posted = (video.created_at + video.posted_later).time_since_epoch().count();
        rows += R"({"id":)" + std::to_string(video.id) + R"(,"create_time":)" + std::to_string(posted) +
                R"(,"view_count":7,"username":"ada"})";
    }
    return R"({"data":{"videos":[)" + rows + R"(],"has_more":)" +
           (until < asked.ids.size() ? "true" : "false") + R"(,"cursor":)" + std::to_string(until) +
           R"(,"search_id":"s1"},"error":{"code":"ok"}})";
}

}  // namespace lacuna::test
