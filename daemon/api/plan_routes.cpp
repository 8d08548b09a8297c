#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/quota_report.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

asio::awaitable<response> plan(rest_sources const& from, request asked) {
    auto const today = day_of(from.time.now());
    auto basis = co_await from.runs.forecast_basis_of(today, asked.who());
    if (from.set_budget) from.set_budget(basis);
    auto const cost = forecast_day(basis);
    json_writer out;
    out.begin_object()
        .member("day", to_string(today))
        .member("items", cost.items)
        .member("unplannable", cost.unplannable);
    out.member("first_pass_calls", cost.first_pass_calls)
        .member("confirmation_calls", cost.confirmation_calls);
    out.member("quarantine_calls", cost.quarantine_calls).member("presence_hours", cost.presence_hours);
    out.member("days", cost.days).member("shares_assumed", cost.shares_assumed);
    out.member("daily_calls", basis.daily_calls).member("reserve_calls", basis.reserve_calls).end_object();
    co_return json(out.take());
}

asio::awaitable<response> quota(rest_sources const& from, request asked) {
    auto const day = day_in(asked, "day", asked.who().last_day(day_of(from.time.now())));
    if (!day) co_return bad_request(day.error());
    auto const lines = co_await quota_on(from, *day);
    if (wants_csv(asked)) {
        csv_writer out{{"day", "probe", "vantage", "spent", "daily_calls", "remaining"}};
        for (auto const& line : lines) {
            out.put(to_string(line.spent.day)).put(line.spent.probe).put(line.spent.vantage);
            out.put(line.spent.spent).put(line.daily_calls).put(line.left).end_row();
        }
        co_return csv(out.take());
    }
    json_writer out;
    out.begin_object().member("day", to_string(*day)).key("vantages").begin_array();
    for (auto const& line : lines) {
        out.begin_object().member("probe", line.spent.probe).member("vantage", line.spent.vantage);
        out.member("spent", line.spent.spent).member("daily_calls", line.daily_calls);
        out.member("remaining", line.left).end_object();
    }
    out.end_array().end_object();
    co_return json(out.take());
}

}  // namespace

std::vector<route> plan_routes(rest_sources const& from) {
    std::vector<route> routes;
    routes.push_back({.path = "/api/v1/plan", .handle = with(from, plan)});
    add_table(routes, "/api/v1/quota", from, quota);
    return routes;
}

}  // namespace lacuna::api
