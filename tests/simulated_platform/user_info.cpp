#include "tests/simulated_platform/chance.hpp"
#include "tests/simulated_platform/platform.hpp"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>

namespace lacuna::simulated {
namespace {

constexpr std::array<std::string_view, 10> known_fields{
    "display_name",    "bio_description", "avatar_url",  "is_verified", "follower_count",
    "following_count", "likes_count",     "video_count", "bio_url",     "author_profile_URL"};

/// The value of one field as JSON; empty for what this creator has not.
std::string field_value(std::string_view field, std::string const& name, std::uint64_t bits) {
    std::string out;
    if (field == "display_name") append_json_text(out, name);
    if (field == "bio_description") append_json_text(out, "This is " + name);
    if (field == "avatar_url") append_json_text(out, "https://p16.example/avatar/" + name);
    if (field == "author_profile_URL") append_json_text(out, "https://www.tiktok.com/@" + name);
    if (field == "is_verified") out = (bits & 63) == 0 ? "true" : "false";
    if (field == "follower_count") out = std::to_string(bits % 1'000'000);
    if (field == "following_count") out = std::to_string(bits % 999);
    if (field == "likes_count") out = std::to_string(bits % 9'000'000);
    if (field == "video_count") out = std::to_string(bits % 500);
    return out;
}

}  // namespace

answer platform::answer_user_info(request const& asked) {
    auto const now = clock_.now();
    auto const client = access_.client_of(asked.authorization, now);
    auto const question = draw(4, fingerprint(asked.body), fingerprint(asked.target), fingerprint(client));
    occasion const when{"user_info", now, question, attempts_.count(question, now), client};
    if (when.attempt) statistics_.count_repeated(when.endpoint);
    answer out;
    std::int64_t number = 0;
    if (!admitted(asked, when, number, out)) return out;
    auto const refuse = [&](std::string_view why) {
        out = error(when, 400, "invalid_params", why);
        finish(out, when, "invalid_params");
        return out;
    };
    rapidjson::Document body;
    body.Parse<rapidjson::kParseIterativeFlag>(asked.body.data(), asked.body.size());
    if (body.HasParseError() || !body.IsObject() || !body.HasMember("username") ||
        !body["username"].IsString()) {
        return refuse("Invalid username");
    }
    std::string const name{body["username"].GetString(), body["username"].GetStringLength()};
    auto const creator = videos_.creator_called(name, now);
    if (creator < 0) return refuse(name + " is invalid: cannot find the user");
    if (videos_.creator_withheld(static_cast<std::uint32_t>(creator))) {
        return refuse("API cannot return this user's information");
    }
    auto const bits = draw(videos_.seed(), 0x05E4, creator);
    std::string data;
    std::string rest = query_value(query_of(asked.target), "fields");
    if (rest.empty()) return refuse("The fields are empty");
    for (rest += ','; !rest.empty(); rest.erase(0, rest.find(',') + 1)) {
        auto const field = std::string_view{rest}.substr(0, rest.find(','));
        if (std::find(known_fields.begin(), known_fields.end(), field) == known_fields.end()) {
            return refuse("Invalid fields");
        }
        auto const value = field_value(field, name, bits);
        if (value.empty()) continue;
        data.append(data.empty() ? "\"" : ",\"").append(field).append("\":").append(value);
    }
    out.body = "{\"data\":{" + data + "},\"error\":{\"code\":\"ok\",\"message\":\"\",\"log_id\":\"" +
               log_id(when) + "\"}}";
    finish(out, when, "ok");
    return out;
}

}  // namespace lacuna::simulated
