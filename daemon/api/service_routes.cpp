#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/migrations.hpp"
#include "embedded/web.hpp"

#include <stdexcept>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::hours stale_after{26};

asio::awaitable<response> description(rest_sources const&, request) {
    for (auto const& file : embedded::web()) {
        if (file.path == "openapi.json") co_return json(std::string{file.bytes});
    }
    throw std::logic_error{"openapi.json was not compiled in"};
}

asio::awaitable<response> metrics(rest_sources const& from, request) {
    auto text_now = from.metrics_text ? from.metrics_text() : std::string{};
    auto answer = text(std::move(text_now), "text/plain; version=0.0.4; charset=utf-8");
    answer.headers.emplace_back("Cache-Control", "no-store");
    co_return answer;
}

asio::awaitable<response> alive(rest_sources const&, request) {
    auto answer = text("ok\n", "text/plain; charset=utf-8");
    answer.headers.emplace_back("Cache-Control", "no-store");
    co_return answer;
}

/// 200 when the database answers; a database that is away becomes a 503 in the router. How old the last valid
/// run is stands in the body and in the metrics: to be taken out of service for it would only hide the banner
/// that says so.
asio::awaitable<response> ready(rest_sources const& from, request asked) {
    auto const version = co_await data_version(from.db);
    auto const last = co_await from.runs.last_valid(asked.who());
    json_writer out;
    out.begin_object().member("database", true).member("data_version", version);
    out.key("last_valid_run");
    last ? out.value(to_rfc3339(last->ended_at.value_or(last->started_at))) : out.null();
    bool const stale = !last || from.time.now() - last->ended_at.value_or(last->started_at) > stale_after;
    out.member("stale", stale).end_object();
    auto answer = json(out.take());
    answer.headers.emplace_back("Cache-Control", "no-store");
    co_return answer;
}

}  // namespace

std::vector<route> service_routes(rest_sources const& from) {
    return {
        {.path = "/api/v1/openapi.json", .handle = with(from, description)},
        {.path = "/metrics", .handle = with(from, metrics)},
        {.path = "/healthz", .handle = with(from, alive)},
        {.path = "/readyz", .handle = with(from, ready)},
    };
}

}  // namespace lacuna::api
