#include "daemon/api/batch_items.hpp"
#include "daemon/api/call_query.hpp"
#include "daemon/api/csv_stream.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/platform_id.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/api/run_number.hpp"
#include "daemon/store/call_batch.hpp"

#include <memory>
#include <utility>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

std::string outcome_of(call_record const& call) {
    return call.failure ? std::string{to_string(*call.failure)} : std::string{"answered"};
}

std::optional<std::string> unsound_word(call_summary const& call) {
    if (call.unsound == '-') return std::nullopt;
    return call.unsound == 'c' ? "contradicted" : "silent";
}

void put_ids(json_writer& out, std::string_view name, std::vector<std::int64_t> const& ids) {
    out.key(name).begin_array();
    for (auto const id : ids) out.id(id);
    out.end_array();
}

/// An object that is still open.
void put(json_writer& out, call_summary const& one) {
    auto const& call = one.call;
    out.begin_object()
        .member("call", static_cast<std::int64_t>(call.call))
        .member("run", static_cast<std::int64_t>(one.run));
    out.member("day", to_string(one.day)).member("sent_at", to_rfc3339(call.sent_at));
    out.member("latency_ms", call.latency.count())
        .member("vantage", one.vantage)
        .member("purpose", to_string(call.purpose));
    out.key("continues");
    call.continues ? out.value(static_cast<std::int64_t>(*call.continues)) : out.null();
    out.member("outcome", outcome_of(call))
        .member("complete", call.complete)
        .member("http_status", call.http_status);
    out.member("window_start", to_string(call.window_start)).member("window_end", to_string(call.window_end));
    out.member("error_code", call.error_code).member("log_id", call.log_id);
    out.member("request_sha256", to_hex(call.request_sha256)).key("response_sha256");
    call.response_sha256 ? out.value(to_hex(*call.response_sha256)) : out.null();
    put_ids(out, "asked", one.asked);
    put_ids(out, "returned", one.came_back);
    put_ids(out, "controls", one.tested_by);
    out.member("unsound", unsound_word(one));
    out.key("contradicted_by");
    one.contradicted_by ? out.value(static_cast<std::int64_t>(*one.contradicted_by)) : out.null();
}

std::vector<std::string_view> const columns{
    "call",           "run",     "day",      "sent_at",     "latency_ms",     "vantage",         "purpose",
    "continues",      "outcome", "complete", "http_status", "window_start",   "window_end",      "error_code",
    "log_id",         "asked",   "returned", "controls",    "request_sha256", "response_sha256", "unsound",
    "contradicted_by"};

void put_row(csv_writer& out, call_summary const& one) {
    auto const size = [](auto const& ids) { return static_cast<std::int64_t>(ids.size()); };
    auto const& call = one.call;
    out.put(static_cast<std::int64_t>(call.call))
        .put(static_cast<std::int64_t>(one.run))
        .put(to_string(one.day));
    out.put(to_rfc3339(call.sent_at))
        .put(std::int64_t{call.latency.count()})
        .put(one.vantage)
        .put(to_string(call.purpose));
    out.put(call.continues ? std::to_string(static_cast<int>(*call.continues)) : "")
        .put(outcome_of(call))
        .put(call.complete);
    out.put(std::int64_t{call.http_status}).put(to_string(call.window_start)).put(to_string(call.window_end));
    out.put(call.error_code)
        .put(call.log_id)
        .put(size(one.asked))
        .put(size(one.came_back))
        .put(size(one.tested_by));
    out.put(to_hex(call.request_sha256)).put(call.response_sha256 ? to_hex(*call.response_sha256) : "");
    out.put(unsound_word(one).value_or(""))
        .put(one.contradicted_by ? std::to_string(static_cast<int>(*one.contradicted_by)) : "")
        .end_row();
}

std::string as_csv(std::vector<call_summary> const& calls) {
    csv_writer out{columns};
    for (auto const& one : calls) put_row(out, one);
    return out.take();
}

struct calls_place {
    database& db;
    run_id run{};
    call_filter filter{};
    call_id after{};
    audience who;
};

asio::awaitable<bool> next_calls(std::shared_ptr<calls_place> at, csv_writer& out) {
    constexpr std::int64_t calls_at_a_time = 200;
    auto reading = read_calls(at->db, at->run, at->filter, at->after, calls_at_a_time, at->who);
    auto const calls = co_await std::move(reading);
    for (auto const& one : calls) put_row(out, one);
    if (!calls.empty()) at->after = calls.back().call.call;
    co_return std::cmp_equal(calls.size(), calls_at_a_time);
}

response stream_calls(calls_place from) {
    auto const place = std::make_shared<calls_place>(from);
    return csv_stream(columns, [place](csv_writer& out) { return next_calls(place, out); });
}

asio::awaitable<response> calls_of_run(rest_sources const& from, request asked) {
    auto const per_page = number_in(asked, "per_page", 1, 1000, 100);
    if (!per_page) co_return bad_request(per_page.error());
    std::int64_t after = 0;
    if (auto const cursor = asked.parameter("cursor")) {
        auto const place = read_cursor(*cursor);
        if (!place)
            co_return bad_request({"query parameter cursor", "must be the `next` of an earlier answer"});
        after = *place;
    }
    auto const filter = call_filter_in(asked);
    if (!filter) co_return bad_request(filter.error());
    auto const id = read_number<run_id>(asked.names.at(0));
    if (!id) co_return not_found("there is no such run");
    auto const run = co_await from.runs.run(*id, asked.who());
    if (!run) co_return not_found("there is no such run");
    calls_place const place{from.db, *id, *filter, static_cast<call_id>(after), asked.who()};
    if (wants_whole_table(asked)) co_return stream_calls(place);
    auto reading = read_calls(from.db, *id, *filter, place.after, *per_page + 1, asked.who());
    auto calls = co_await std::move(reading);
    bool const more = static_cast<std::int64_t>(calls.size()) > *per_page;
    if (more) calls.pop_back();
    std::optional<std::string> next;
    if (more) next = to_cursor(static_cast<std::int64_t>(calls.back().call.call));
    if (wants_csv(asked)) {
        auto answer = csv(as_csv(calls));
        if (next) answer.headers.emplace_back("Lacuna-Next-Cursor", *next);
        co_return answer;
    }
    json_writer out;
    out.begin_object().key("calls").begin_array();
    for (auto const& call : calls) {
        put(out, call);
        out.end_object();
    }
    out.end_array().member("next", next).end_object();
    co_return json(out.take());
}

asio::awaitable<response> one_call(rest_sources const& from, request asked) {
    auto const id = read_number<call_id>(asked.names.at(0));
    if (!id) co_return not_found("there is no such call");
    auto const pages = co_await read_batch(from.db, *id, asked.who());
    for (auto const& page : pages) {
        if (page.summary.call.call != *id) continue;
        json_writer out;
        put(out, page.summary);
        out.member("asked_of_no_list", page.asked_of_no_list);
        out.member("returned_of_no_list", page.returned_of_no_list).member("body_stored", page.has_body);
        out.end_object();
        co_return json(out.take());
    }
    co_return not_found("there is no such call");
}

/// What was asked for in the batch of the call, item by item. 404.
asio::awaitable<response> items_of_call(rest_sources const& from, request asked) {
    auto const id = read_number<call_id>(asked.names.at(0));
    if (!id) co_return not_found("there is no such call");
    auto const pages = co_await read_batch(from.db, *id, asked.who());
    if (pages.empty()) co_return not_found("there is no such call");
    auto const batch = put_together(pages);
    csv_writer out{{"batch", "platform", "video_id", "control", "answer", "returned_in"}};
    for (auto const& item : batch.items) {
        out.put(std::int64_t{static_cast<int>(pages.front().summary.call.call)}).put("tiktok");
        out.put(std::to_string(item.platform_id)).put(item.control).put(answer_of(item, batch.answered));
        out.put(item.returned_in ? std::optional{std::int64_t{static_cast<int>(*item.returned_in)}}
                                 : std::nullopt);
        out.end_row();
    }
    co_return csv(out.take());
}

/// What the platform answered, byte for byte. Scope evidence; an attachment of no type, in a sandbox, so that
/// no browser shows foreign bytes as ours.
asio::awaitable<response> body_of_call(rest_sources const& from, request asked) {
    auto const id = read_number<call_id>(asked.names.at(0));
    if (!id) co_return not_found("there is no such call");
    auto const call = co_await from.runs.call(*id, asked.who());
    if (!call) co_return not_found("there is no such call");
    auto bytes = co_await from.runs.body(*id);
    if (!bytes) co_return not_found("there was no body, or it was erased with the metadata");
    auto answer = text(std::move(*bytes), "application/octet-stream");
    answer.headers.emplace_back(
        "Content-Disposition",
        "attachment; filename=\"call-" + std::to_string(static_cast<int>(*id)) + "-response\"");
    answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
    answer.headers.emplace_back("Content-Security-Policy",
                                "sandbox; default-src 'none'; frame-ancestors 'none'");
    answer.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    if (call->call.response_sha256) {
        answer.headers.emplace_back("Lacuna-Sha256", to_hex(*call->call.response_sha256));
    }
    co_return answer;
}

}  // namespace

std::vector<route> call_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/runs/{}/calls", from, calls_of_run);
    routes.push_back({.path = "/api/v1/calls/{}", .handle = with(from, one_call)});
    routes.push_back({.path = "/api/v1/calls/{}.csv", .handle = with(from, items_of_call)});
    routes.push_back(
        {.path = "/api/v1/calls/{}/body", .handle = with(from, body_of_call), .scope = "evidence"});
    return routes;
}

}  // namespace lacuna::api
