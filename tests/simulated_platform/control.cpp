#include "tests/simulated_platform/platform.hpp"

#include <rapidjson/document.h>

namespace lacuna::simulated {
namespace {

constexpr std::string_view csv = "text/csv; charset=utf-8";
/// When a day's truth is taken where nobody says: the daemon's usual hour.
constexpr std::chrono::hours usual_hour{3};

answer wrong(unsigned status, std::string_view why) {
    answer out{.status = status, .body = "{\"wrong\":"};
    append_json_text(out.body, why);
    out.body += "}\n";
    return out;
}

}  // namespace

std::string truth_csv(population const& videos, sys_seconds when) {
    std::string out = "video_id,public,in_api,state\n";
    out.reserve(videos.videos().size() * 40);
    for (auto const& it : videos.videos()) {
        auto const now = videos.stand(it, when);
        out += std::to_string(it.id);
        out += now.is_public ? ",1" : ",0";
        out += now.in_api ? ",1," : ",0,";
        out.append(now.reason).append("\n");
    }
    return out;
}

std::string watchlist_csv(population const& videos, std::string_view columns, sys_seconds by) {
    std::string out{columns};
    for (auto const& it : videos.videos()) {
        if (it.created > by) continue;
        char before = '\n';
        for (auto rest = columns; !rest.empty();) {
            auto const name = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), name.size() + 1));
            out += std::exchange(before, ',');
            if (name == "platform") out += "tiktok";
            if (name == "video_id") out += std::to_string(it.id);
            if (name == "username") out += videos.first_username(it);
            if (name == "region") out += videos.region_code(it);
            if (name == "created_at") out += write_instant(it.created);
        }
    }
    out += '\n';
    return out;
}

answer platform::set_clock(std::string_view body) {
    rapidjson::Document read;
    read.Parse<rapidjson::kParseIterativeFlag>(body.data(), body.size());
    bool const has_now =
        !read.HasParseError() && read.IsObject() && read.HasMember("now") && read["now"].IsString();
    auto const now = has_now ? read_instant(read["now"].GetString()) : std::nullopt;
    if (!now) return wrong(400, "expected {\"now\":\"2026-11-20T03:00:00Z\"}, perhaps with \"runs\":false");
    bool const runs = !read.HasMember("runs") || !read["runs"].IsBool() || read["runs"].GetBool();
    clock_.set(*now, runs);
    return {.body = "{\"now\":\"" + write_instant(clock_.now()) + "\"}\n"};
}

answer platform::truth(std::string_view query) {
    auto const at = query_value(query, "at");
    auto when = read_instant(at.empty() ? query_value(query, "day") : at);
    if (!when) return wrong(400, "expected day=2026-11-20 or at=2026-11-20T03:00:00Z");
    if (at.empty()) *when += usual_hour;
    return {.type = csv, .body = truth_csv(videos_, *when)};
}

answer platform::answer_control(request const& asked) {
    if (!asked.from_loopback) return wrong(403, "only from this machine");
    auto const path = path_of(asked.target).substr(std::string_view{"/simulation/"}.size());
    if (path == "clock" && (asked.method == "PUT" || asked.method == "POST")) return set_clock(asked.body);
    if (path == "clock") return {.body = "{\"now\":\"" + write_instant(clock_.now()) + "\"}\n"};
    if (path == "truth") return truth(query_of(asked.target));
    if (path == "statistics") return {.body = statistics_.json(access_)};
    if (path == "asked") return {.type = csv, .body = statistics_.asked_csv()};
    if (path == "watchlist") {
        return {.type = csv, .body = watchlist_csv(videos_, "video_id,username,region", clock_.now())};
    }
    if (path == "faults" && asked.method == "POST") {
        try {
            faults_.replace(read_faults(asked.body, end_day_));
            return {.body = "{\"faults\":" + std::to_string(faults_.all().size()) + "}\n"};
        } catch (bad_scenario const& why) {
            return wrong(400, why.what());
        }
    }
    if (path == "reset-statistics" && asked.method == "POST") {
        statistics_.forget();
        if (query_value(query_of(asked.target), "quota") == "too") access_.forget_use();
        return {.body = "{}\n"};
    }
    return wrong(404, "no such thing under /simulation/");
}

}  // namespace lacuna::simulated
