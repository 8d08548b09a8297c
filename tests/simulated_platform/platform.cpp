#include "tests/simulated_platform/platform.hpp"

#include "tests/simulated_platform/chance.hpp"
#include "tests/simulated_platform/oembed.hpp"

#include <rapidjson/document.h>

#include <cstdio>
#include <variant>

namespace lacuna::simulated {
namespace {

constexpr std::string_view html = "text/html; charset=utf-8";

}  // namespace

platform::platform(scenario from, sys_days end_day)
    : scenario_{std::move(from)},
      end_day_{end_day},
      videos_{scenario_},
      faults_{scenario_.seed, scenario_.faults},
      access_{scenario_},
      search_{scenario_, videos_, faults_} {
    if (scenario_.clock_start) clock_.set(*scenario_.clock_start, scenario_.clock_runs);
}

answer platform::handle(request const& asked) {
    auto const path = path_of(asked.target);
    if (path == "/oembed") return answer_oembed(asked);
    if (path == "/v2/research/video/query/") return answer_video_query(asked);
    if (path == "/v2/research/user/info/") return answer_user_info(asked);
    if (path == "/v2/oauth/token/") return answer_token(asked);
    if (path.starts_with("/simulation/")) return answer_control(asked);
    return {.status = 404, .type = html, .body = "<html><body>Not found</body></html>"};
}

std::string platform::log_id(occasion const& when) const {
    char text[24];
    std::snprintf(text, sizeof text, "%016llX",
                  static_cast<unsigned long long>(draw(faults_.detail(when), 0x106)));
    return write_log_time(when.now) + text;
}

answer platform::error(occasion const& when, unsigned status, std::string_view code,
                       std::string_view message) {
    answer out{.status = status, .body = R"({"error":{"code":)"};
    append_json_text(out.body, code);
    out.body += ",\"message\":";
    append_json_text(out.body, message);
    out.body += ",\"log_id\":\"" + log_id(when) + "\"}}";
    return out;
}

void platform::finish(answer& out, occasion const& when, std::string_view outcome) {
    statistics_.count(when.endpoint, outcome);
    if (auto const* slow = faults_.strikes(fault::kind::slow, when)) out.delay = slow->duration;
}

bool platform::failed(occasion const& when, answer& out) {
    std::string_view outcome{};
    if (faults_.strikes(fault::kind::drop_connection, when)) {
        outcome = "dropped";
        out = {.drop = true};
    } else if (faults_.strikes(fault::kind::html_504, when)) {
        outcome = "http_504";
        out = {.status = 504,
               .type = html,
               .body = "<html><head><title>504 Gateway Time-out</title></head></html>"};
    } else if (faults_.strikes(fault::kind::error_500, when)) {
        outcome = "internal_error";
        out = error(when, 500, "internal_error", "Something went wrong. Please try again later.");
    } else if (faults_.strikes(fault::kind::undecodable, when)) {
        outcome = "undecodable";
        out = {.body = R"({"data":{"videos":[{"id":73)"};
    } else {
        return false;
    }
    finish(out, when, outcome);
    return true;
}

bool platform::admitted(request const& asked, occasion const& when, std::int64_t& number, answer& out) {
    if (asked.method != "POST") {
        out = error(when, 405, "invalid_params", "Method not allowed");
        statistics_.count(when.endpoint, "invalid_params");
        return false;
    }
    bool const expired = faults_.strikes(fault::kind::expire_tokens, when) != nullptr;
    if (expired) access_.revoke(asked.authorization);
    if (expired || when.client.empty()) {
        out = error(when, 401, "access_token_invalid",
                    "The access token is invalid or not found in the request.");
        finish(out, when, "access_token_invalid");
        return false;
    }
    number = access_.charge(std::string{when.client}, when.now);
    if (number == 0) {
        out = {.status = 429,
               .body = R"({"data":{},"error":{"code":"daily_quota_limit_exceeded","message":)"
                       R"("The API daily quota limit exceeded. Please try again later"}})"};
        finish(out, when, "daily_quota_limit_exceeded");
        return false;
    }
    if (faults_.strikes(fault::kind::rate_limit, when)) {
        out = error(when, 429, "rate_limit_exceeded",
                    "The API rate limit was exceeded. Please try again later.");
        finish(out, when, "rate_limit_exceeded");
        return false;
    }
    return !failed(when, out);
}

answer platform::answer_token(request const& asked) {
    auto const now = clock_.now();
    auto const question = fingerprint(asked.body);
    occasion const when{"token", now, question, attempts_.count(draw(1, question), now), {}};
    answer out;
    if (failed(when, out)) return out;
    auto const refuse = [&](std::string_view code, std::string_view why) {
        out = {.status = scenario_.token_error_status, .body = R"({"error":)"};
        append_json_text(out.body, code);
        out.body += ",\"error_description\":";
        append_json_text(out.body, why);
        out.body += ",\"log_id\":\"" + log_id(when) + "\"}";
        finish(out, when, code);
        return out;
    };
    if (asked.method != "POST" || !asked.content_type.starts_with("application/x-www-form-urlencoded")) {
        return refuse("invalid_request",
                      "Only application/x-www-form-urlencoded is accepted as Content-Type.");
    }
    auto const key = query_value(asked.body, "client_key");
    auto const grant = query_value(asked.body, "grant_type");
    if (grant.empty() || key.empty())
        return refuse("invalid_request", "The request parameters are malformed.");
    if (grant != "client_credentials")
        return refuse("unsupported_grant_type", "Grant type is not supported.");
    if (!access_.knows(key, query_value(asked.body, "client_secret"))) {
        return refuse("invalid_client", "Client key or secret is incorrect.");
    }
    if (faults_.strikes(fault::kind::token_error, when))
        return refuse("invalid_request", "Something went wrong.");
    out.body = "{\"access_token\":\"" + access_.issue(key, now) +
               "\",\"expires_in\":" + std::to_string(scenario_.token_life.count()) +
               ",\"token_type\":\"Bearer\"}";
    finish(out, when, "ok");
    return out;
}

bool platform::silent(video_query const& query, occasion const& when, std::int64_t number) const {
    auto const* const struck = faults_.strikes(fault::kind::silent_zero, when);
    return struck && number > struck->after_call && (struck->route.empty() || query.asks_for(struck->route));
}

answer platform::answer_video_query(request const& asked) {
    auto const now = clock_.now();
    auto const client = access_.client_of(asked.authorization, now);
    auto const question = draw(2, fingerprint(asked.body), fingerprint(asked.target), fingerprint(client));
    auto const read =
        read_video_query(query_value(query_of(asked.target), "fields"), asked.body, scenario_.in_values);
    occasion when{"video_query", now, question, attempts_.count(question, now), client};
    if (auto const* query = std::get_if<video_query>(&read)) {
        when.start = query->start;
        when.end = query->end;
    }
    if (when.attempt) statistics_.count_repeated(when.endpoint);
    answer out;
    std::int64_t number = 0;
    if (!admitted(asked, when, number, out)) return out;
    auto const refuse = [&](refusal const& why) {
        out = error(when, 400, "invalid_params", why.message);
        finish(out, when, "invalid_params");
        return out;
    };
    if (auto const* why = std::get_if<refusal>(&read)) return refuse(*why);
    auto const& query = std::get<video_query>(read);
    if (auto const* ids = query.ids()) {
        for (auto const id : *ids) statistics_.asked_api_for(id);
    }
    std::string_view outcome = "ok";
    video_search::found page{.data = R"({"has_more":false,"videos":[],"cursor":0})"};
    if (silent(query, when, number)) {
        outcome = "silent_zero";
    } else {
        auto answered = search_.answer(query, when);
        if (auto const* why = std::get_if<refusal>(&answered)) return refuse(*why);
        page = std::get<video_search::found>(std::move(answered));
    }
    auto const end = R"("error":{"code":"ok","message":"","log_id":")" + log_id(when) + "\"}}";
    if (faults_.strikes(fault::kind::without_data, when)) {
        outcome = "without_data";
        out.body = "{" + end;
    } else {
        statistics_.count_rows(page.rows);
        out.body = "{\"data\":" + page.data + "," + end;
    }
    finish(out, when, outcome);
    return out;
}

answer platform::answer_oembed(request const& asked) {
    auto const now = clock_.now();
    auto const question = draw(3, fingerprint(asked.target));
    occasion const when{"oembed", now, question, attempts_.count(question, now), {}};
    if (when.attempt) statistics_.count_repeated(when.endpoint);
    auto const address = query_value(query_of(asked.target), "url");
    auto const id = video_in_address(address);
    if (id) statistics_.asked_presence_of(*id, now);
    answer out;
    if (failed(when, out)) return out;
    if (auto const* late = faults_.strikes(fault::kind::oembed_timeout, when)) {
        out = {.delay = late->duration, .drop = true};
        statistics_.count(when.endpoint, "timed_out");
        return out;
    }
    out = {.status = 400, .body = std::string{oembed_refusal}};
    std::string_view outcome = "not_found";
    auto const* const it = id ? videos_.find(*id) : nullptr;
    if (auto const* block = faults_.strikes(fault::kind::oembed_block, when)) {
        outcome = "blocked";
        if (block->answer == "forbidden")
            out = {.status = 403, .type = html, .body = "<html>Access Denied</html>"};
        if (block->answer == "login_page")
            out = {.type = html, .body = "<html><title>Log in | TikTok</title></html>"};
    } else if (it && asked.method == "GET" && videos_.stand(*it, now).is_public) {
        bool const shell = it->shell || faults_.strikes(fault::kind::oembed_shell, when);
        outcome = shell ? "shell" : "ok";
        out = {.body = shell ? oembed_shell_body(*id) : oembed_body(videos_, *it, now)};
    }
    finish(out, when, outcome);
    return out;
}

}  // namespace lacuna::simulated
