#include "daemon/api/csv_writer.hpp"
#include "daemon/api/event_json.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/api/status_report.hpp"
#include "daemon/store/call_filter.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

std::string_view arm_word(endpoint_status const& one) {
    return one.side == endpoint_status::arm::api ? "api" : "presence";
}

std::int64_t failures_of(asked_tally const& tally, probe_failure failure) {
    auto const found = tally.failures.find(failure);
    return found == tally.failures.end() ? 0 : found->second;
}

void put_members(json_writer& out, asked_tally const& tally) {
    out.member("asked", tally.asked).member("answered", tally.answered).member("shells", tally.shells);
    for (auto const failure : probe_failures()) out.member(to_string(failure), failures_of(tally, failure));
    out.key("latency_ms");
    if (tally.took) {
        out.begin_object().member("median", tally.took->median.count());
        out.member("p90", tally.took->p90.count()).member("p99", tally.took->p99.count()).end_object();
    } else {
        out.null();
    }
}

void put(json_writer& out, std::string_view name, control_tally const& tally) {
    out.key(name).begin_object().member("asked", tally.asked).member("failed", tally.failed).end_object();
}

void put(json_writer& out, endpoint_status const& one) {
    out.begin_object().member("arm", arm_word(one)).member("probe", one.probe).member("vantage", one.vantage);
    put_members(out, one.all);
    put(out, "controls", one.controls);
    put(out, "live_controls", one.live);
    put(out, "invented_ids", one.invented);
    out.member("contradicted", one.contradicted).member("silent", one.silent).key("hours").begin_array();
    for (auto const& [hour, tally] : one.hours) {
        out.begin_object().member("hour", to_rfc3339(hour));
        put_members(out, tally);
        out.end_object();
    }
    out.end_array().end_object();
}

void put(json_writer& out, std::string_view name, side_report const& side) {
    out.key(name).begin_object().member("state", name_of(side.is)).key("because").begin_array();
    for (auto const what : side.because) out.value(name_of(what));
    out.end_array().end_object();
}

std::string as_json(status_report const& report) {
    json_writer out;
    out.begin_object().member("since", to_rfc3339(report.since)).member("until", to_rfc3339(report.until));
    out.key("sides").begin_object();
    put(out, "api", report.api);
    put(out, "presence", report.presence);
    put(out, "ours", report.ours);
    out.end_object().key("endpoints").begin_array();
    for (auto const& one : report.endpoints) put(out, one);
    out.end_array().key("quota").begin_array();
    for (auto const& line : report.quota) {
        out.begin_object().member("day", lacuna::to_string(line.spent.day)).member("probe", line.spent.probe);
        out.member("vantage", line.spent.vantage).member("spent", line.spent.spent);
        out.member("daily_calls", line.daily_calls).member("remaining", line.left).end_object();
    }
    out.end_array().key("last_valid_run");
    if (report.last_valid) {
        auto const& run = *report.last_valid;
        out.begin_object().member("run", static_cast<int>(run.run)).member("day", lacuna::to_string(run.day));
        out.member("ended_at", to_rfc3339(run.ended_at.value_or(run.started_at))).end_object();
    } else {
        out.null();
    }
    out.key("events").begin_array();
    for (auto const& event : report.events) put_event(out, event);
    out.end_array().end_object();
    return out.take();
}

std::string as_csv(status_report const& report) {
    std::vector<std::string_view> columns{"hour", "arm", "probe", "vantage", "asked", "answered", "shells"};
    for (auto const failure : probe_failures()) columns.push_back(to_string(failure));
    for (auto const* const name : {"median_ms", "p90_ms", "p99_ms"}) columns.emplace_back(name);
    csv_writer out{columns};
    for (auto const& one : report.endpoints) {
        for (auto const& [hour, tally] : one.hours) {
            out.put(to_rfc3339(hour)).put(arm_word(one)).put(one.probe).put(one.vantage);
            out.put(tally.asked).put(tally.answered).put(tally.shells);
            for (auto const failure : probe_failures()) out.put(failures_of(tally, failure));
            auto const took = tally.took.value_or(latencies{});
            out.put(std::int64_t{took.median.count()}).put(std::int64_t{took.p90.count()});
            out.put(std::int64_t{took.p99.count()}).end_row();
        }
    }
    return out.take();
}

/// GET /api/v1/status(.csv): the last 48 hours of both endpoints; as CSV a line an hour and vantage.
asio::awaitable<response> status(rest_sources const& from, request asked) {
    auto const report = co_await gather_status(from, asked.who());
    co_return wants_csv(asked) ? csv(as_csv(report)) : json(as_json(report));
}

}  // namespace

std::vector<route> status_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/status", from, status);
    return routes;
}

}  // namespace lacuna::api
