#include "daemon/api/csv_stream.hpp"
#include "daemon/api/json_fields.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/platform_id.hpp"
#include "daemon/api/progress_stream.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/api/run_number.hpp"
#include "daemon/store/run_evidence.hpp"

#include <memory>
#include <utility>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

std::optional<std::string> ended_at(run_summary const& run) {
    return run.ended_at ? std::optional{to_rfc3339(*run.ended_at)} : std::nullopt;
}

std::optional<std::string> word(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

std::string_view name_of(mass_change what) {
    switch (what) {
        case mass_change::none: return "none";
        case mass_change::fall_provisional: return "fall_provisional";
        case mass_change::fall: return "fall";
        case mass_change::rise_provisional: return "rise_provisional";
        case mass_change::rise: return "rise";
        case mass_change::refuted: return "refuted";
    }
    return "none";
}

void put(json_writer& out, run_checks const& checks) {
    out.begin_object().member("calls_contradicted", checks.calls_contradicted);
    out.member("items_dropped", checks.items_dropped).member("controls_asked", checks.controls_asked);
    out.member("controls_lost", checks.controls_lost).member("silent", checks.silent);
    out.member("mass_change", name_of(checks.mass)).member("changed_items", checks.changed_items);
    out.member("vantages_disagree", checks.vantages_disagree);
    out.member("live_controls_asked", checks.live_asked).member("live_controls_failed", checks.live_failed);
    out.member("invented_asked", checks.invented_asked).member("invented_failed", checks.invented_failed);
    out.end_object();
}

void put(json_writer& out, judged_again const& again) {
    out.begin_object().member("rule_version", again.rule_version).member("api_arm", again.api_arm);
    out.member("presence_arm", again.presence_arm).member("void_reason", word(again.void_reason));
    out.end_object();
}

/// An object that is still open.
void put(json_writer& out, run_summary const& run) {
    out.begin_object().member("run", static_cast<std::int64_t>(run.run)).member("day", to_string(run.day));
    out.member("started_at", to_rfc3339(run.started_at)).member("ended_at", ended_at(run));
    out.member("api_arm", word(run.api_arm)).member("presence_arm", word(run.presence_arm));
    out.member("void_reason", word(run.void_reason)).member("due", run.due).member("measured", run.measured);
    out.member("calls", run.calls).member("calls_failed", run.calls_failed);
    out.member("presence_readings", run.presence_readings).key("checks");
    if (run.checks) {
        put(out, *run.checks);
    } else {
        out.null();
    }
}

std::vector<std::string_view> const columns{"run",
                                            "day",
                                            "started_at",
                                            "ended_at",
                                            "api_arm",
                                            "presence_arm",
                                            "void_reason",
                                            "due",
                                            "measured",
                                            "calls",
                                            "calls_failed",
                                            "presence_readings",
                                            "calls_contradicted",
                                            "items_dropped"};

void put_row(csv_writer& out, run_summary const& run) {
    out.put(static_cast<std::int64_t>(run.run)).put(to_string(run.day));
    out.put(to_rfc3339(run.started_at)).put(ended_at(run));
    out.put(run.api_arm).put(run.presence_arm).put(run.void_reason).put(run.due).put(run.measured);
    out.put(run.calls).put(run.calls_failed).put(run.presence_readings);
    out.put(run.checks ? std::optional{run.checks->calls_contradicted} : std::nullopt);
    out.put(run.checks ? std::optional{run.checks->items_dropped} : std::nullopt).end_row();
}

std::string as_csv(std::vector<run_summary> const& runs) {
    csv_writer out{columns};
    for (auto const& run : runs) put_row(out, run);
    return out.take();
}

struct runs_place {
    run_reader& from;
    std::optional<run_id> before;
    audience who;
};

asio::awaitable<bool> next_runs(std::shared_ptr<runs_place> at, csv_writer& out) {
    constexpr std::int64_t runs_at_a_time = 500;
    auto const runs = co_await at->from.runs(at->before, runs_at_a_time, at->who);
    for (auto const& run : runs) put_row(out, run);
    if (!runs.empty()) at->before = runs.back().run;
    co_return std::cmp_equal(runs.size(), runs_at_a_time);
}

response stream_runs(run_reader& from, std::optional<run_id> before, audience who) {
    auto const place = std::make_shared<runs_place>(runs_place{from, before, who});
    return csv_stream(columns, [place](csv_writer& out) { return next_runs(place, out); });
}

asio::awaitable<response> all_runs(rest_sources const& from, request asked) {
    auto const per_page = number_in(asked, "per_page", 1, 1000, 100);
    if (!per_page) co_return bad_request(per_page.error());
    std::optional<run_id> before;
    if (auto const cursor = asked.parameter("cursor")) {
        auto const place = read_cursor(*cursor);
        if (!place)
            co_return bad_request({"query parameter cursor", "must be the `next` of an earlier answer"});
        before = static_cast<run_id>(*place);
    }
    if (wants_whole_table(asked)) co_return stream_runs(from.runs, before, asked.who());
    auto runs = co_await from.runs.runs(before, *per_page + 1, asked.who());
    bool const more = static_cast<std::int64_t>(runs.size()) > *per_page;
    if (more) runs.pop_back();
    std::optional<std::string> next;
    if (more) next = to_cursor(static_cast<std::int64_t>(runs.back().run));
    if (wants_csv(asked)) {
        auto answer = csv(as_csv(runs));
        if (next) answer.headers.emplace_back("Lacuna-Next-Cursor", *next);
        co_return answer;
    }
    json_writer out;
    out.begin_object().key("runs").begin_array();
    for (auto const& run : runs) {
        put(out, run);
        out.end_object();
    }
    out.end_array().member("next", next).end_object();
    co_return json(out.take());
}

asio::awaitable<response> one_run(rest_sources const& from, request asked) {
    auto const id = read_number<run_id>(asked.names.at(0));
    if (!id) co_return not_found("there is no such run");
    auto const run = co_await from.runs.run(*id, asked.who());
    if (!run) co_return not_found("there is no such run");
    run_evidence reader{from.db};
    auto const facts = co_await reader.facts(*id, asked.who());
    json_writer out;
    put(out, *run);
    out.member("seed", std::to_string(facts.seed)).member("rule_version", facts.rule_version);
    out.key("judged_again");
    if (facts.again) {
        put(out, *facts.again);
    } else {
        out.null();
    }
    out.end_object();
    co_return json(out.take());
}

/// What the calls of each purpose came to.
asio::awaitable<response> purposes(rest_sources const& from, request asked) {
    auto const id = read_number<run_id>(asked.names.at(0));
    if (!id) co_return not_found("there is no such run");
    auto const run = co_await from.runs.run(*id, asked.who());
    if (!run) co_return not_found("there is no such run");
    run_evidence reader{from.db};
    auto const found = co_await reader.breakdown(*id, asked.who());
    if (wants_csv(asked)) {
        csv_writer out{
            {"run", "day", "purpose", "calls", "failed", "not_believed", "asked", "returned", "median_ms"}};
        for (auto const& line : found.purposes) {
            out.put(std::int64_t{static_cast<int>(run->run)}).put(to_string(run->day));
            out.put(to_string(line.purpose)).put(line.calls).put(line.failed).put(line.not_believed);
            out.put(line.asked).put(line.returned).put(std::int64_t{line.median.count()}).end_row();
        }
        co_return csv(out.take());
    }
    json_writer out;
    out.begin_object().member("run", static_cast<int>(run->run)).member("day", to_string(run->day));
    out.key("purposes").begin_array();
    for (auto const& line : found.purposes) {
        out.begin_object().member("purpose", to_string(line.purpose)).member("calls", line.calls);
        out.member("failed", line.failed).member("not_believed", line.not_believed);
        out.member("asked", line.asked).member("returned", line.returned);
        out.member("median_ms", line.median.count()).end_object();
    }
    out.end_array().key("vantages").begin_array();
    for (auto const& line : found.vantages) {
        out.begin_object().member("probe", line.probe).member("vantage", line.name);
        out.member("asked", line.asked).member("failed", line.failed);
        out.member("first_at", to_rfc3339(line.first)).member("last_at", to_rfc3339(line.last)).end_object();
    }
    out.end_array().end_object();
    co_return json(out.take());
}

/// Scope write. 202: a run begins now, or one that was asked for before has not begun yet. 409: one is under
/// way.
asio::awaitable<response> begin_run(rest_sources const& from, request asked) {
    if (!asked.body.empty()) {
        auto const read = json_fields::read(asked.body);
        if (!read) co_return bad_request(read.error());
        if (auto const wrong = read->wrong()) co_return bad_request(*wrong);
    }
    if (from.desk == nullptr) co_return problem(503, "Nothing audits here", "this process only serves");
    if (from.desk->request_run() == run_desk::answer::already_running) {
        co_return problem(409, "A run is under way", "ask again when it has ended");
    }
    json_writer out;
    out.begin_object().member("accepted", true).end_object();
    co_return json(out.take(), 202);
}

asio::awaitable<response> progress(rest_sources const& from, std::shared_ptr<int> streams, request asked) {
    auto const id = read_number<run_id>(asked.names.at(0));
    if (!id) co_return not_found("there is no such run");
    auto const run = co_await from.runs.run(*id, asked.who());
    if (!run) co_return not_found("there is no such run");
    if (static_cast<std::size_t>(*streams) >= from.progress_streams_most) {
        auto answer = problem(503, "Too many streams", "ask GET /api/v1/runs/{id} instead");
        answer.headers.emplace_back("Retry-After", "60");
        co_return answer;
    }
    response answer;
    answer.headers.emplace_back("Content-Type", "text/event-stream");
    answer.headers.emplace_back("Cache-Control", "no-store");
    auto const place = std::make_shared<stream_place>(streams);  // As long as the answer, read or not.
    answer.stream = [&from, place, id = *id, who = asked.who()](body_sink give) {
        return stream_progress(from, id, who, std::move(give));
    };
    co_return answer;
}

}  // namespace

std::vector<route> run_routes(rest_sources const& from) {
    auto const streams = std::make_shared<int>(0);
    std::vector<route> routes;
    add_table(routes, "/api/v1/runs", from, all_runs);
    routes.push_back(
        {.verb = method::post, .path = "/api/v1/runs", .handle = with(from, begin_run), .scope = "write"});
    routes.push_back({.path = "/api/v1/runs/{}", .handle = with(from, one_run)});
    add_table(routes, "/api/v1/runs/{}/purposes", from, purposes);
    routes.push_back({.path = "/api/v1/runs/{}/progress", .handle = [&from, streams](request asked) {
                          return progress(from, streams, std::move(asked));
                      }});
    return routes;
}

}  // namespace lacuna::api
