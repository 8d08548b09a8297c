#pragma once

#include "tests/simulated_platform/platform.hpp"

#include <rapidjson/document.h>

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::simulated {

inline constexpr sys_days bench_day{std::chrono::year{2026} / 11 / 20};
inline std::string const all_fields = "id,create_time,username,region_code,view_count";

/// A platform from a scenario's text at 03:00 of 2026-11-20, with a token of client "key", spoken to without
/// sockets.
struct bench {
    explicit bench(std::string const& json, std::string const& key = "key")
        : it{read_scenario(json, bench_day), bench_day} {
        it.clock().set(sys_seconds{bench_day} + std::chrono::hours{3}, false);
        authorization = "Bearer " + token_for(key);
    }

    answer send(std::string_view method, std::string_view target, std::string_view body = {}) {
        return it.handle({.method = method,
                          .target = target,
                          .authorization = authorization,
                          .content_type = "application/json",
                          .body = body});
    }
    answer token(std::string_view form) {
        return it.handle({.method = "POST",
                          .target = "/v2/oauth/token/",
                          .content_type = "application/x-www-form-urlencoded",
                          .body = form});
    }
    std::string token_for(std::string const& key) {
        auto const got = token("client_key=" + key + "&client_secret=s&grant_type=client_credentials").body;
        auto const start = got.find("clt.");
        return start == std::string::npos ? "" : got.substr(start, got.find('"', start) - start);
    }
    answer query(std::string const& body, std::string const& fields = all_fields) {
        return send("POST", "/v2/research/video/query/?fields=" + fields, body);
    }
    answer oembed(std::int64_t id) {
        return send("GET", "/oembed?url=https%3A%2F%2Fwww.tiktok.com%2F%40_%2Fvideo%2F" + std::to_string(id));
    }
    /// The first `count` videos, oldest first, that `wanted` picks.
    template <typename Predicate>
    std::vector<std::int64_t> some(std::size_t count, Predicate wanted) {
        std::vector<std::int64_t> ids;
        for (auto const& video : it.videos().videos()) {
            if (ids.size() < count && wanted(it.videos().stand(video, it.clock().now())))
                ids.push_back(video.id);
        }
        return ids;
    }

    platform it;
    std::string authorization{};
};

inline std::string compact_day(sys_seconds when) { return write_log_time(when).substr(0, 8); }

/// A query by id for all of these, with dates that reach from the first to the last video's day.
inline std::string by_id(bench& on, std::vector<std::int64_t> const& ids, std::string const& more = {}) {
    sys_seconds first = never;
    sys_seconds last = always;
    std::string list;
    for (auto const id : ids) {
        auto const* const video = on.it.videos().find(id);
        auto const when = video ? video->created : sys_seconds{std::chrono::seconds{id >> 32}};
        first = std::min(first, when);
        last = std::max(last, when);
        list += (list.empty() ? "\"" : ",\"") + std::to_string(id) + "\"";
    }
    return R"({"query":{"and":[{"operation":"IN","field_name":"video_id","field_values":[)" + list +
           R"(]}]},"start_date":")" + compact_day(first) + R"(","end_date":")" + compact_day(last) +
           R"(","max_count":100)" + more + "}";
}

/// The ids in an answer, in its order.
inline std::vector<std::int64_t> ids_in(answer const& got) {
    rapidjson::Document read;
    read.Parse(got.body.data(), got.body.size());
    std::vector<std::int64_t> ids;
    if (read.HasParseError() || !read.HasMember("data") || !read["data"].HasMember("videos")) return ids;
    for (auto const& row : read["data"]["videos"].GetArray()) ids.push_back(row["id"].GetInt64());
    return ids;
}

/// The error's code and message, "ok" and "" for a good answer.
inline std::pair<std::string, std::string> error_in(answer const& got) {
    rapidjson::Document read;
    read.Parse(got.body.data(), got.body.size());
    if (read.HasParseError() || !read.HasMember("error")) return {"no JSON with an error", got.body};
    return {read["error"]["code"].GetString(), read["error"]["message"].GetString()};
}

}  // namespace lacuna::simulated
