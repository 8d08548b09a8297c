#include "daemon/api/router.hpp"

#include "daemon/api/percent.hpp"
#include "daemon/api/reply.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <pqxx/except>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <random>

namespace lacuna::api {
namespace {

std::string_view name_of(method verb) {
    switch (verb) {
        case method::get: return "GET";
        case method::head: return "HEAD";
        case method::post: return "POST";
        case method::patch: return "PATCH";
        case method::del: return "DELETE";
    }
    return "GET";
}

std::optional<method> read_method(std::string_view name) {
    for (auto const verb : {method::get, method::head, method::post, method::patch, method::del}) {
        if (name_of(verb) == name) return verb;
    }
    return {};
}

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    for (std::size_t at = 1; at < path.size();) {
        auto const end = std::min(path.find('/', at), path.size());
        segments.emplace_back(path.substr(at, end - at));
        at = end + 1;
    }
    return segments;
}

/// What a {} of `pattern` stands for; empty where both are the same word, nothing where they differ.
std::optional<std::string_view> fit(std::string_view pattern, std::string_view segment) {
    if (!pattern.starts_with("{}"))
        return pattern == segment ? std::optional{std::string_view{}} : std::nullopt;
    auto const ending = pattern.substr(2);
    if (segment.size() <= ending.size() || !segment.ends_with(ending)) return {};
    return segment.substr(0, segment.size() - ending.size());
}

bool fits(std::vector<std::string> const& pattern, std::vector<std::string> const& segments) {
    auto const same = [](auto const& p, auto const& s) { return fit(p, s).has_value(); };
    return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(), same);
}

bool hold_slashes(std::vector<std::string> const& segments) {
    return std::ranges::any_of(
        segments, [](auto const& segment) { return segment.find_first_of("/\\") != std::string::npos; });
}

std::string media_type(std::string_view content_type) {
    std::string type{content_type.substr(0, content_type.find(';'))};
    type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
    auto const lower = [](unsigned char c) { return static_cast<char>(std::tolower(c)); };
    std::transform(type.begin(), type.end(), type.begin(), lower);
    return type;
}

std::string listed(std::vector<std::string> const& words, std::string_view between = ", ") {
    std::string text;
    for (auto const& word : words) {
        if (!text.empty()) text += between;
        text += word;
    }
    return text;
}

response unauthorized(std::string_view challenge, std::string_view detail) {
    auto answer = problem(401, "A key is needed", detail);
    answer.headers.emplace_back("WWW-Authenticate", challenge);
    return answer;
}

response wrong_method(std::vector<std::string> allowed) {
    auto answer = problem(405, "Wrong method", "this address takes " + listed(allowed));
    answer.headers.emplace_back("Allow", listed(allowed));
    return answer;
}

/// A reader may ask for the data as of an earlier day, wherever something is read.
std::optional<response> read_as_of(request& asked) {
    if (asked.verb != method::get || asked.parameter("as_of").value_or("").empty()) return std::nullopt;
    auto const day = day_in(asked, "as_of", {});
    if (!day) return bad_request(day.error());
    asked.as_of = *day;
    return std::nullopt;
}

/// "http://host/path" is an allowed way to say "/path" (RFC 9112, 3.2.2).
void to_origin_form(std::string& target) {
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        auto const path = target.find_first_of("/?", scheme.size());
        target = path == target.npos ? "/" : (target[path] == '?' ? "/" : "") + target.substr(path);
    }
}

}  // namespace

router::router(std::vector<route> routes, router_parts use)
    : routes_{std::move(routes)}, use_{std::move(use)} {
    for (auto const& one : routes_) patterns_.push_back({.segments = split(one.path), .to = &one});
}

std::vector<router::pattern const*> router::fitting(std::vector<std::string> const& segments) const {
    std::vector<pattern const*> found;
    for (auto const& candidate : patterns_) {
        if (fits(candidate.segments, segments)) found.push_back(&candidate);
    }
    // "/items/check" before "/items/{}", "/calls/{}.csv" before "/calls/{}": fewer holes first, longer
    // endings first.
    auto const vague = [](pattern const* one) {
        auto const holes = std::count_if(one->segments.begin(), one->segments.end(),
                                         [](auto const& segment) { return segment.starts_with("{}"); });
        return std::pair{holes, -static_cast<std::ptrdiff_t>(one->to->path.size())};
    };
    std::stable_sort(found.begin(), found.end(), [&](auto a, auto b) { return vague(a) < vague(b); });
    if (!found.empty()) {
        auto const& best = found.front()->segments;
        std::erase_if(found, [&](auto one) { return one->segments != best; });
    }
    return found;
}

boost::asio::awaitable<std::optional<response>> router::check_key(request& asked, route const& to) const {
    auto const presented = asked.header("authorization");
    if (presented.empty()) {
        if (to.scope.empty()) co_return std::nullopt;
        co_return unauthorized("Bearer realm=\"lacuna\"",
                               "send Authorization: Bearer <key> with a key that has the scope " + to.scope);
    }
    std::string const scheme{presented.substr(0, 7)};
    if (media_type(scheme) == "bearer" && use_.find_key) {
        auto finding = use_.find_key(std::string{presented.substr(7)});
        asked.key = co_await std::move(finding);
    }
    if (!asked.key || asked.key->revoked) {
        asked.key.reset();
        co_return unauthorized("Bearer realm=\"lacuna\", error=\"invalid_token\"",
                               "this key is unknown or was revoked; send Authorization: Bearer <key>");
    }
    if (to.scope.empty() || asked.may(to.scope)) co_return std::nullopt;
    auto answer = problem(403, "The key lacks a scope", "this key has no scope " + to.scope);
    answer.headers.emplace_back(
        "WWW-Authenticate",
        "Bearer realm=\"lacuna\", error=\"insufficient_scope\", scope=\"" + to.scope + "\"");
    co_return answer;
}

std::optional<response> router::choose(std::string const& method, admission& admitted) const {
    auto& asked = admitted.asked;
    to_origin_form(asked.target);
    auto const segments = read_target(asked.target);
    auto const found = segments ? fitting(*segments) : std::vector<pattern const*>{};
    if (!segments || (hold_slashes(*segments) && (found.empty() || !found.front()->to->any_name))) {
        return problem(400, "This address cannot be meant",
                       "the target must be a path of percent-encoded UTF-8 without '..', empty parts or "
                       "encoded slashes");
    }
    for (auto const& segment : *segments) asked.path += "/" + segment;
    if (asked.path.empty()) asked.path = "/";

    if (found.empty()) {
        auto page = use_.missing_page ? use_.missing_page(admitted.asked) : std::nullopt;
        return page ? std::move(*page) : not_found("there is nothing at this address");
    }
    auto verb = read_method(method);
    asked.head_only = verb == api::method::head;
    if (asked.head_only) verb = api::method::get;
    std::vector<std::string> allowed;
    for (auto const* one : found) {
        allowed.emplace_back(name_of(one->to->verb));
        if (one->to->verb == api::method::get) allowed.emplace_back("HEAD");
        if (verb == one->to->verb) admitted.to = one->to;
    }
    if (admitted.to == nullptr) return wrong_method(std::move(allowed));
    asked.verb = *verb;
    auto const& words = found.front()->segments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].starts_with("{}")) asked.names.emplace_back(*fit(words[i], (*segments)[i]));
    }
    return {};
}

boost::asio::awaitable<admission> router::admit(std::string method, request head,
                                                std::optional<std::size_t> length) const {
    admission admitted{.asked = std::move(head), .began = std::chrono::steady_clock::now()};
    admitted.refusal = choose(method, admitted);
    if (admitted.refusal) co_return admitted;

    auto& asked = admitted.asked;
    auto const& to = *admitted.to;
    admitted.refusal = read_as_of(asked);
    if (admitted.refusal) co_return admitted;
    try {
        admitted.refusal = co_await check_key(asked, to);
    } catch (boost::system::system_error const& fault) {
        if (fault.code() == boost::asio::error::operation_aborted) throw;
        admitted.refusal = own_fault(to.path, fault);
    } catch (std::exception const& fault) {
        admitted.refusal = own_fault(to.path, fault);
    }
    if (admitted.refusal) co_return admitted;

    bool const takes_body = asked.verb == api::method::post || asked.verb == api::method::patch;
    auto const type = media_type(asked.header("content-type"));
    if (length && *length > to.largest_body) {
        admitted.refusal = problem(413, "The body is too large",
                                   "at most " + std::to_string(to.largest_body) + " bytes are taken here");
    } else if (takes_body && length != std::size_t{0} &&
               std::find(to.accepts.begin(), to.accepts.end(), type) == to.accepts.end()) {
        admitted.refusal =
            problem(415, "Wrong content type", "Content-Type must be " + listed(to.accepts, " or "));
    }
    co_return admitted;
}

boost::asio::awaitable<response> router::answer(admission admitted) const {
    std::string_view const path = admitted.to == nullptr ? "other" : std::string_view{admitted.to->path};
    bool const keyed = admitted.asked.key.has_value();
    response given;
    if (admitted.refusal) {
        given = std::move(*admitted.refusal);
    } else {
        try {
            auto handling = admitted.to->handle(std::move(admitted.asked));
            given = co_await std::move(handling);
        } catch (boost::system::system_error const& fault) {
            if (fault.code() == boost::asio::error::operation_aborted) throw;
            given = own_fault(path, fault);
        } catch (std::exception const& fault) {
            given = own_fault(path, fault);
        }
    }
    if (keyed) {
        std::erase_if(given.headers, [](auto const& header) { return header.first == "Cache-Control"; });
        given.headers.emplace_back("Cache-Control", "private, no-store");
    }
    if (use_.count) use_.count(path, given.status, std::chrono::steady_clock::now() - admitted.began);
    co_return given;
}

response router::refuse(unsigned status, std::string_view title, std::string_view detail) const {
    if (use_.count) use_.count("other", status, std::chrono::nanoseconds{0});
    return problem(status, title, detail);
}

std::string router::report(std::string_view route, std::exception const& fault) const {
    static std::mt19937_64 dice{std::random_device{}()};
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string incident;
    for (int i = 0; i < 10; ++i) incident += digits[dice() % digits.size()];
    if (use_.report) use_.report(incident, route, fault);
    return incident;
}

response router::own_fault(std::string_view route, std::exception const& fault) const {
    auto const incident = report(route, fault);
    if (dynamic_cast<pqxx::broken_connection const*>(&fault) != nullptr) {
        auto answer =
            problem(503, "The database is away", "try again in a few seconds; incident " + incident);
        answer.headers.emplace_back("Retry-After", "5");
        return answer;
    }
    return problem(500, "A fault of ours", "it is in the log as incident " + incident);
}

}  // namespace lacuna::api
