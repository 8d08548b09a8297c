#include "tests/net/loopback.hpp"

#include <boost/asio/steady_timer.hpp>

#include <catch2/catch.hpp>

using namespace lacuna;
namespace asio = boost::asio;
using test::served;
using namespace std::chrono_literals;

namespace {

net::server_settings quick_stop() {
    net::server_settings settings;
    settings.limits.write_time = 60ms;
    settings.limits.linger_time = 20ms;
    settings.limits.stop_time = 80ms;
    return settings;
}

asio::awaitable<api::response> streaming(std::function<asio::awaitable<void>(api::body_sink)> stream) {
    api::response answer;
    answer.headers.emplace_back("Content-Type", "text/csv");
    answer.stream = std::move(stream);
    co_return answer;
}

asio::awaitable<void> three_pieces(api::body_sink give) {
    co_await give("one");
    co_await give("");
    co_await give("two");
    co_await give(std::string(20, 'x'));
}

asio::awaitable<void> break_off(api::body_sink give) {
    co_await give("one");
    throw std::runtime_error{"secret"};
}

struct gate {
    asio::steady_timer* timer = nullptr;  // Of the coroutine that waits.
    int inside = 0;
    bool cancelled = false;
};

asio::awaitable<api::response> wait_at(gate& door) {
    asio::steady_timer timer{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    door.timer = &timer;
    ++door.inside;
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    door.cancelled =
        (co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none;
    co_return api::text("at last", "text/plain");
}

}  // namespace

TEST_CASE("a streamed answer comes in chunks, without an empty one before its end", "[net]") {
    served site{{{.path = "/s", .handle = [](api::request) { return streaming(three_pieces); }}}};
    auto const client = site.client();

    auto const answer = client->ask("GET /s HTTP/1.1\r\nHost: x\r\n\r\n");

    REQUIRE(answer.header("Transfer-Encoding") == "chunked");
    REQUIRE(answer.body == "3\r\none\r\n3\r\ntwo\r\n14\r\n" + std::string(20, 'x') + "\r\n0\r\n\r\n");
    REQUIRE(client->ask("GET /s HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
}

TEST_CASE("HTTP/1.0 gets a stream as it is, ended by the connection's end", "[net]") {
    served site{{{.path = "/s", .handle = [](api::request) { return streaming(three_pieces); }}}};
    auto const client = site.client();
    client->send("GET /s HTTP/1.0\r\n\r\n");
    REQUIRE(client->rest().ends_with("\r\n\r\nonetwo" + std::string(20, 'x')));
}

TEST_CASE("a stream that breaks off ends without its last chunk, and the fault is reported", "[net]") {
    std::string reported;
    api::router_parts parts;
    parts.report = [&](std::string_view, std::string_view route, std::exception const& fault) {
        reported = std::string{route} + ": " + fault.what();
    };
    served site{
        {{.path = "/s", .handle = [](api::request) { return streaming(break_off); }}}, quick_stop(), parts};
    auto const client = site.client();
    client->send("GET /s HTTP/1.1\r\nHost: x\r\n\r\n");

    auto const all = client->rest();

    REQUIRE(all.ends_with("3\r\none\r\n"));
    REQUIRE(all.find("secret") == all.npos);
    REQUIRE(reported == "/s: secret");
}

TEST_CASE("a slow reader slows the stream, and one who reads nothing is dropped", "[net]") {
    std::size_t given = 0;
    bool ended = false;
    auto const flood = [&](api::body_sink give) -> asio::awaitable<void> {
        struct note {
            bool& ended;
            ~note() { ended = true; }
        } const at_end{ended};
        for (;;) {
            std::string piece(100'000, 'x');
            auto giving = give(std::move(piece));
            co_await std::move(giving);
            given += 100'000;
        }
    };
    served site{{{.path = "/s", .handle = [&](api::request) { return streaming(flood); }}}, quick_stop()};
    auto const client = site.client();

    client->send("GET /s HTTP/1.1\r\nHost: x\r\n\r\n");
    test::poll_until(site.events, [&] { return ended; });

    REQUIRE(given < 50'000'000);
}

TEST_CASE("a stream learns that its client has gone", "[net]") {
    int ticks = 0;
    bool ended = false;
    auto const ticking = [&](api::body_sink give) -> asio::awaitable<void> {
        struct note {
            bool& ended;
            ~note() { ended = true; }
        } const at_end{ended};
        for (;;) {
            asio::steady_timer timer{co_await asio::this_coro::executor, 1ms};
            co_await timer.async_wait(asio::use_awaitable);
            auto giving = give("data: x\n\n");
            co_await std::move(giving);
            ++ticks;
        }
    };
    served site{{{.path = "/s", .handle = [&](api::request) { return streaming(ticking); }}}, quick_stop()};
    auto client = site.client();
    client->send("GET /s HTTP/1.1\r\nHost: x\r\n\r\n");
    test::poll_until(site.events, [&] { return ticks > 2; });

    client->close();

    test::poll_until(site.events, [&] { return ended; });
    test::poll_until(site.events, [&] { return site.server.connections() == 0; });
}

TEST_CASE("stopping lets what is in flight end, and closes idle connections", "[net]") {
    gate door;
    served site{{{.path = "/w", .handle = [&](api::request) { return wait_at(door); }}}, quick_stop()};
    auto const busy = site.client();
    auto const idle = site.client();
    busy->send("GET /w HTTP/1.1\r\nHost: x\r\n\r\n");
    test::poll_until(site.events, [&] { return door.inside == 1; });

    test::running stopping{site.events, site.server.stop()};
    REQUIRE(idle->rest().empty());
    door.timer->cancel();

    auto const answer = busy->answer();
    REQUIRE(answer.body == "at last");
    REQUIRE(answer.header("Connection") == "close");
    stopping.get();
    REQUIRE(site.server.connections() == 0);
}

TEST_CASE("stopping cuts what does not end in time", "[net]") {
    gate door;
    served site{{{.path = "/w", .handle = [&](api::request) { return wait_at(door); }}}, quick_stop()};
    auto const busy = site.client();
    busy->send("GET /w HTTP/1.1\r\nHost: x\r\n\r\n");
    test::poll_until(site.events, [&] { return door.inside == 1; });

    site.stop();

    REQUIRE(site.server.connections() == 0);
    REQUIRE(busy->rest().empty());
}
