#include "probes/tiktok/research_probe.hpp"
#include "probes/tiktok/access_token.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_port.hpp"

#include <boost/system/system_error.hpp>

#include <catch2/catch.hpp>

#include <list>

using namespace lacuna;
using namespace lacuna::tiktok;
using namespace std::chrono_literals;

namespace {

std::string const granted = R"({"access_token":"clt.one","expires_in":7200,"token_type":"Bearer"})";
std::string const empty_page = R"({"data":{"videos":[],"cursor":0,"has_more":false},"error":{"code":"ok"}})";

struct bench {
    std::optional<probe_failure> ensure() { return test::running{events, probe.ensure_token()}.get(); }
    video_page ask(video_query query) { return test::running{events, probe.ask(std::move(query))}.get(); }
    std::string header(std::size_t question, std::string const& name) const {
        for (auto const& [key, value] : port.asked.at(question).headers)
            if (key == name) return value;
        return {};
    }

    boost::asio::io_context events{1};
    test::scripted_port port;
    std::chrono::sys_seconds now{1'790'000'000s};
    research_probe probe{port, {"key", "se cret&"}, [this] { return now; }};
};

}  // namespace

TEST_CASE("a token is asked for with a form, once, and kept until five minutes before its end", "[token]") {
    bench bench;
    bench.port.will_answer(200, granted);
    CHECK(bench.ensure() == std::nullopt);
    CHECK(bench.port.asked.at(0).target == "/v2/oauth/token/");
    CHECK(bench.port.asked.at(0).body ==
          "client_key=key&client_secret=se%20cret%26&grant_type=client_credentials");
    CHECK(bench.header(0, "Content-Type") == "application/x-www-form-urlencoded");

    bench.now += 7200s - 301s;
    CHECK(bench.ensure() == std::nullopt);
    CHECK(bench.port.asked.size() == 1);

    bench.now += 1s;
    bench.port.will_answer(200, granted);
    CHECK(bench.ensure() == std::nullopt);
    CHECK(bench.port.asked.size() == 2);
}

TEST_CASE("the token's body decides, not its status", "[token]") {
    struct row {
        unsigned status;
        std::string body;
        std::optional<probe_failure> expected;
    };
    using enum probe_failure;
    auto const given = GENERATE(values<row>({
        {200, granted, std::nullopt},
        {200, R"({"access_token":"clt.x"})", std::nullopt},
        {200, R"({"error":"invalid_client","error_description":"no","log_id":"1"})", refused},
        {401, R"({"error":"invalid_client"})", refused},
        {400, R"({"error":"unsupported_grant_type"})", refused},
        {200, R"({"error":"internal"})", unreadable},
        {200, R"({"access_token":""})", unreadable},
        {200, R"({"access_token":7})", unreadable},
        {200, R"({"access_token":"a\r\nX: y"})", unreadable},
        {200, "<html>", unreadable},
        {429, R"({"error":"invalid_request"})", rate_limited},
        {500, "<html>", server_error},
        {401, "<html>", refused},
    }));
    INFO(given.status << ' ' << given.body);
    auto const read = read_token(given.status, given.body);
    CHECK(read.has_value() == !given.expected);
    if (!read) CHECK(to_string(read.error()) == to_string(*given.expected));
}

TEST_CASE("a lifetime that makes no sense is not believed", "[token]") {
    auto const lifetime = [](std::string const& given) {
        return read_token(200, R"({"access_token":"t","expires_in":)" + given + "}")->lifetime;
    };
    CHECK(lifetime("3600") == 3600s);
    CHECK(lifetime("\"3600\"") == 3600s);
    CHECK(lifetime("0") == 7200s);
    CHECK(lifetime("-1") == 7200s);
    CHECK(lifetime("null") == 7200s);
    CHECK(lifetime("9223372036854775807") == 24h);
}

TEST_CASE("callers at the same time share one request for a token, and its failure", "[token]") {
    bench bench;
    auto const fails = GENERATE(false, true);
    if (fails) bench.port.will_fail(probe_failure::timed_out);
    if (!fails) bench.port.will_answer(200, granted);
    bench.port.held = true;
    std::list<test::running<std::optional<probe_failure>>> all;
    for (int i = 0; i < 10; ++i) all.emplace_back(bench.events, bench.probe.ensure_token());
    test::poll_until(bench.events, [&] { return !bench.port.asked.empty(); });
    bench.port.held = false;

    for (auto& one : all)
        CHECK(one.get() == (fails ? std::optional{probe_failure::timed_out} : std::nullopt));

    CHECK(bench.port.asked.size() == 1);
}

TEST_CASE("if the caller who asks for the token is stopped, another asks instead", "[token]") {
    bench bench;
    bench.port.held = true;
    bench.port.will_answer(200, granted);
    test::running first{bench.events, bench.probe.ensure_token()};
    test::poll_until(bench.events, [&] { return bench.port.asked.size() == 1; });
    test::running second{bench.events, bench.probe.ensure_token()};
    test::running third{bench.events, bench.probe.ensure_token()};
    bench.events.poll();

    third.stop();
    CHECK_THROWS_AS(third.get(), boost::system::system_error);
    first.stop();
    CHECK_THROWS_AS(first.get(), boost::system::system_error);
    bench.port.held = false;
    CHECK(second.get() == std::nullopt);

    CHECK(bench.port.asked.size() == 2);
}

TEST_CASE("a query goes out with the token, all documented fields, and its hash is kept", "[research]") {
    bench bench;
    bench.port.will_answer(200, granted);
    bench.port.will_answer(200, empty_page);
    REQUIRE(bench.ensure() == std::nullopt);

    auto const page = bench.ask({.ids = {7}});

    CHECK_FALSE(page.failure);
    CHECK(page.latency == 7ms);
    auto const& sent = bench.port.asked.at(1);
    CHECK(sent.target.starts_with("/v2/research/video/query/?fields=id,video_description,create_time,"));
    CHECK(std::count(sent.target.begin(), sent.target.end(), ',') == 22);
    CHECK(bench.header(1, "Authorization") == "Bearer clt.one");
    CHECK(bench.header(1, "Content-Type") == "application/json");
    CHECK(page.request_sha256 == sha256(sent.body));
}

TEST_CASE("rows that were asked for come before all others", "[research]") {
    bench bench;
    bench.port.will_answer(200, granted);
    bench.port.will_answer(
        200, R"({"data":{"videos":[{"id":9},{"id":2},{"id":8},{"id":1}]},"error":{"code":"ok"}})");

    auto const page = bench.ask({.ids = {1, 2, 3}});

    REQUIRE(page.rows.size() == 4);
    CHECK(page.rows[0].id == 2);
    CHECK(page.rows[1].id == 1);
    CHECK(page.foreign_rows == 2);
}

TEST_CASE("a refused token is dropped and a new one is used the next time", "[research]") {
    bench bench;
    bench.port.will_answer(200, granted);
    bench.port.will_answer(401, R"({"error":{"code":"access_token_invalid","message":"…","log_id":"1"}})",
                           60s);
    bench.port.will_answer(200, R"({"access_token":"clt.two","expires_in":7200})");
    bench.port.will_answer(200, empty_page);
    REQUIRE(bench.ensure() == std::nullopt);

    auto const first = bench.ask({.ids = {7}});
    CHECK(first.failure == probe_failure::refused);
    CHECK(first.then == advice::back_off);
    CHECK(first.retry_after == 0s);

    REQUIRE(bench.ensure() == std::nullopt);
    CHECK_FALSE(bench.ask({.ids = {7}}).failure);
    CHECK(bench.header(3, "Authorization") == "Bearer clt.two");
}

TEST_CASE("a scope that is missing does not cost the token", "[research]") {
    bench bench;
    bench.port.will_answer(200, granted);
    bench.port.will_answer(401, R"({"error":{"code":"scope_not_authorized"}})");
    bench.port.will_answer(200, empty_page);
    CHECK(bench.ask({.ids = {7}}).then == advice::give_up);
    CHECK_FALSE(bench.ask({.ids = {7}}).failure);
    CHECK(bench.port.asked.size() == 3);
}

TEST_CASE("without a token nothing is asked", "[research]") {
    bench bench;
    auto const refused = GENERATE(false, true);
    if (refused) bench.port.will_answer(200, R"({"error":"invalid_client"})");
    if (!refused) bench.port.will_fail(probe_failure::unreachable);

    auto const page = bench.ask({.ids = {7}});

    CHECK(page.failure == (refused ? probe_failure::refused : probe_failure::unreachable));
    CHECK(page.then == (refused ? advice::give_up : advice::back_off));
    CHECK(page.http_status == 0);
    CHECK(bench.port.asked.size() == 1);
}

TEST_CASE("a transport failure and a Retry-After reach the caller", "[research]") {
    bench bench;
    bench.port.will_answer(200, granted);
    bench.port.will_fail(probe_failure::timed_out);
    bench.port.will_answer(429, R"({"error":{"code":"rate_limit_exceeded"}})", 30s);

    auto const late = bench.ask({.ids = {7}});
    CHECK(late.failure == probe_failure::timed_out);
    CHECK(late.then == advice::back_off);
    CHECK(late.latency == 9ms);
    CHECK(bench.ask({.ids = {7}}).retry_after == 30s);
}

TEST_CASE("a lost search is restarted only where there was one", "[research]") {
    bench bench;
    bench.port.will_answer(200, granted);
    for (int i = 0; i < 2; ++i)
        bench.port.will_answer(400,
                               R"({"error":{"code":"invalid_params","message":"Invalid count or cursor"}})");

    CHECK(bench.ask({.ids = {7}, .cursor = 100, .search_id = "s"}).then == advice::restart_search);
    CHECK(bench.ask({.ids = {7}}).then == advice::give_up);
}
