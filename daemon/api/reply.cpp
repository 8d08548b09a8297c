#include "daemon/api/reply.hpp"

#include "daemon/api/json_writer.hpp"

#include <charconv>

namespace lacuna::api {

response text(std::string body, std::string_view content_type, unsigned status) {
    response answer{.status = status};
    answer.headers.emplace_back("Content-Type", content_type);
    answer.body = std::make_shared<std::string const>(std::move(body));
    return answer;
}

response json(std::string body, unsigned status) { return text(std::move(body), "application/json", status); }
response html(std::string body, unsigned status) {
    return text(std::move(body), "text/html; charset=utf-8", status);
}
response csv(std::string body) {
    return text(std::move(body), "text/csv; charset=utf-8; header=present", 200);
}

response problem(unsigned status, std::string_view title, std::string_view detail) {
    json_writer out;
    out.begin_object();
    out.member("type", "about:blank")
        .member("title", title)
        .member("status", status)
        .member("detail", detail);
    out.end_object();
    auto answer = text(out.take(), "application/problem+json", status);
    answer.headers.emplace_back("Cache-Control", "no-store");
    return answer;
}

response bad_request(bad_input const& wrong) {
    json_writer out;
    out.begin_object();
    out.member("type", "about:blank").member("title", "This request cannot be taken").member("status", 400);
    out.member("detail", wrong.where.empty() ? wrong.wrong : wrong.where + " " + wrong.wrong);
    if (!wrong.where.empty()) out.member("where", wrong.where);
    out.end_object();
    auto answer = text(out.take(), "application/problem+json", 400);
    answer.headers.emplace_back("Cache-Control", "no-store");
    return answer;
}

response not_found(std::string_view what) { return problem(404, "Not found", what); }

checked<std::int64_t> number_in(request const& asked, std::string_view name, std::int64_t least,
                                std::int64_t most, std::int64_t otherwise) {
    auto const given = asked.parameter(name);
    if (!given) return otherwise;
    std::int64_t number = 0;
    auto const* const end = given->data() + given->size();
    auto const [stop, error] = std::from_chars(given->data(), end, number);
    if (error == std::errc{} && stop == end && number >= least && number <= most) return number;
    return bad_input{"query parameter " + std::string{name},
                     "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most)};
}

checked<utc_day> day_in(request const& asked, std::string_view name, utc_day otherwise) {
    auto const given = asked.parameter(name);
    if (!given) return otherwise;
    if (auto const day = read_day(*given)) return *day;
    return bad_input{"query parameter " + std::string{name}, "must be a day like 2026-11-20"};
}

}  // namespace lacuna::api
