#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/lag_reader.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

/// What is estimated is "not retrieved yet"; what is told is the share retrieved.
std::optional<double> share_low(survival_step const& step) {
    return step.ci ? std::optional{1 - step.ci->high} : std::nullopt;
}
std::optional<double> share_high(survival_step const& step) {
    return step.ci ? std::optional{1 - step.ci->low} : std::nullopt;
}

std::string as_csv(survival const& curve) {
    csv_writer out{{"hours", "at_risk", "retrieved", "share", "low", "high"}};
    for (auto const& step : curve.steps) {
        out.put(step.time).put(step.at_risk).put(step.events);
        out.put(1 - step.surviving).put(share_low(step)).put(share_high(step)).end_row();
    }
    return out.take();
}

void put(json_writer& out, survival_step const& step) {
    out.begin_object().member("hours", step.time).member("at_risk", step.at_risk);
    out.member("retrieved", step.events).member("share", 1 - step.surviving);
    out.member("low", share_low(step)).member("high", share_high(step)).end_object();
}

/// GET /api/v1/lists/{slug}/lag(.csv): 404 if there is no such list; a list chosen for its outcome, or
/// somebody else's series, has no curve.
asio::awaitable<response> lag(rest_sources const& from, request asked) {
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    bool const rated = !list->imported && list->how != selection::chosen_for_being_missing;
    list_lag found;
    if (rated) {
        lag_reader reader{from.db};
        found = lag_of(co_await reader.histories(list->key, day_of(from.time.now()), asked.who()));
    }
    if (wants_csv(asked)) co_return csv(as_csv(found.curve));

    json_writer out;
    out.begin_object().member("list", list->slug).member("rated", rated);
    out.member("horizon_hours", std::chrono::hours{longest_lag}.count());
    out.member("items", found.items).member("already_there", found.already_there);
    out.member("subjects", found.curve.subjects).member("retrieved", found.curve.events);
    out.member("from_hours", found.curve.from).member("median_hours", found.curve.median);
    out.member("settle_hours", from.settle.count());
    out.member("waiting", static_cast<std::int64_t>(found.curve.watched.censored.size()));
    out.key("steps").begin_array();
    for (auto const& step : found.curve.steps) put(out, step);
    out.end_array().end_object();
    co_return json(out.take());
}

}  // namespace

std::vector<route> lag_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/lists/{}/lag", from, lag);
    return routes;
}

}  // namespace lacuna::api
