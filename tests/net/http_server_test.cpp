#include "tests/net/loopback.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
namespace asio = boost::asio;
using test::say;
using test::served;
using namespace std::chrono_literals;

namespace {

asio::awaitable<api::response> echo(api::request asked) {
    co_return api::text(asked.client + "|" + asked.path + "|" + asked.body, "text/plain");
}

std::vector<api::route> table() {
    return {
        {.path = "/hello", .handle = [](api::request) { return say("hello"); }},
        {.path = "/echo/{}", .handle = echo},
        {.verb = api::method::post,
         .path = "/echo",
         .handle = echo,
         .largest_body = 1000,
         .accepts = {"text/plain"}},
    };
}

net::server_settings quick() {
    net::server_settings settings;
    settings.limits.header_time = 60ms;
    settings.limits.body_time = 60ms;
    settings.limits.idle_time = 120ms;
    settings.limits.write_time = 60ms;
    settings.limits.linger_time = 20ms;
    settings.limits.stop_time = 80ms;
    return settings;
}

}  // namespace

TEST_CASE("an answer carries length, date and the security headers", "[net]") {
    served site{table()};
    auto const client = site.client();

    auto const answer = client->ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");

    REQUIRE(answer.status == 200);
    REQUIRE(answer.body == "hello");
    REQUIRE(answer.header("Date") == "Sat, 21 Nov 2026 00:00:00 GMT");
    REQUIRE(answer.header("Connection") == "keep-alive");
    REQUIRE(answer.header("Content-Security-Policy").find("default-src 'none'") == 0);
    REQUIRE(answer.header("X-Content-Type-Options") == "nosniff");
    REQUIRE_FALSE(answer.header("Referrer-Policy").empty());
    REQUIRE_FALSE(answer.header("Cross-Origin-Resource-Policy").empty());
}

TEST_CASE("a handler's own security header replaces ours, and an empty one removes it", "[net]") {
    auto const own = [](api::request) -> asio::awaitable<api::response> {
        auto answer = api::html("x");
        answer.headers.emplace_back("content-security-policy", "frame-ancestors *");
        answer.headers.emplace_back("Cross-Origin-Resource-Policy", "");
        co_return answer;
    };
    served site{{{.path = "/", .handle = own}}};

    auto const answer = site.client()->ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    REQUIRE(answer.header("content-security-policy") == "frame-ancestors *");
    REQUIRE(answer.header("Content-Security-Policy").empty());
    REQUIRE(answer.header("Cross-Origin-Resource-Policy").empty());
}

TEST_CASE("requests sent in a row are answered in order on one connection", "[net]") {
    served site{table()};
    auto const client = site.client();
    std::string many;
    for (int i = 0; i < 100; ++i) many += "GET /echo/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";

    client->send(many);

    for (int i = 0; i < 100; ++i)
        REQUIRE(client->answer().body == "127.0.0.1|/echo/" + std::to_string(i) + "|");
}

TEST_CASE("a request is understood however its bytes are cut", "[net]") {
    served site{table()};
    auto const client = site.client();
    std::string_view const whole =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;note=x\r\nabc\r\n2\r\nde\r\n0\r\nAuthorization: Bearer late\r\n\r\n";

    for (char const c : whole) {
        client->send(std::string_view{&c, 1});
        site.events.restart();
        site.events.poll();
    }

    REQUIRE(client->answer().body == "127.0.0.1|/echo|abcde");
}

TEST_CASE("HEAD gives the length and no body, and the connection goes on", "[net]") {
    served site{table()};
    auto const client = site.client();

    client->send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");

    auto const head = client->answer(true);
    REQUIRE(head.status == 200);
    REQUIRE(head.header("Content-Length") == "5");
    REQUIRE(client->answer().body == "hello");
}

TEST_CASE("HTTP/1.0 gets its answer and the end of the connection", "[net]") {
    served site{table()};
    auto const client = site.client();
    client->send("GET /hello HTTP/1.0\r\n\r\n");
    auto const all = client->rest();
    REQUIRE(all.find("Connection: close") != all.npos);
    REQUIRE(all.ends_with("\r\n\r\nhello"));
}

TEST_CASE("what could be read in two ways is refused, and the connection ends", "[net]") {
    auto const [what, bytes, status] = GENERATE(table<char const*, std::string, unsigned>({
        {"two lengths",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nContent-Length: "
         "4\r\n\r\nabcd",
         400},
        {"the same length twice",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nContent-Length: "
         "3\r\n\r\nabc",
         400},
        {"a length and chunks",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: "
         "3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"chunks and a length",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: "
         "chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
         400},
        {"a coding that is not chunked",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: gzip\r\n\r\n",
         501},
        {"chunked beside another",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: gzip, "
         "chunked\r\n\r\n0\r\n\r\n",
         501},
        {"a negative length",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: -3\r\n\r\nabc", 400},
        {"a space before the colon", "GET /hello HTTP/1.1\r\nHost : x\r\n\r\n", 400},
        {"bare line feeds", "GET /hello HTTP/1.1\nHost: x\n\n", 400},
        {"no host", "GET /hello HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
        {"a chunk size that is none",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: "
         "chunked\r\n\r\nxyz\r\nabc\r\n",
         400},
        {"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"a TLS hello", std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15}, 400},
        {"another expectation", "GET /hello HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", 417},
    }));
    CAPTURE(what);
    served site{table(), quick()};
    auto const client = site.client();

    client->send(bytes + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");

    auto const answer = client->answer();
    CHECK(answer.status == status);
    CHECK(answer.header("Content-Type") == "application/problem+json");
    CHECK(answer.header("Connection") == "close");
    CHECK(client->rest().empty());
}

TEST_CASE("targets that cannot be meant are refused", "[net]") {
    auto const target = GENERATE(as<std::string>{}, "/echo/%zz", "/echo/%4", "/echo/%00", "/echo/%0d%0aX",
                                 "/../etc", "/echo/..", "/echo/%2e%2e", "/echo/a%2fb", "/echo/a%5cb",
                                 "/echo//x", "/echo/%ff%fe", "/echo/%c0%ae", "/hello?x=%zz", "*", "hello");
    CAPTURE(target);
    served site{table()};
    REQUIRE(site.client()->ask("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").status == 400);
}

TEST_CASE("a percent-encoded name arrives decoded, also in absolute form", "[net]") {
    served site{table()};
    auto const client = site.client();
    REQUIRE(client->ask("GET /echo/%C3%A9%20x HTTP/1.1\r\nHost: x\r\n\r\n").body ==
            "127.0.0.1|/echo/\xC3\xA9 x|");
    REQUIRE(client->ask("GET http://x/echo/y HTTP/1.1\r\nHost: x\r\n\r\n").body == "127.0.0.1|/echo/y|");
}

TEST_CASE("a header over the limit is refused with 431, in bytes and in fields", "[net]") {
    served site{table(), quick()};
    auto const long_field = "GET /hello HTTP/1.1\r\nHost: x\r\nX: " + std::string(17'000, 'a') + "\r\n\r\n";
    REQUIRE(site.client()->ask(long_field).status == 431);
    REQUIRE(site.client()->ask("GET /" + std::string(17'000, 'a')).status == 431);

    std::string many = "GET /hello HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 101; ++i) many += "A: b\r\n";
    REQUIRE(site.client()->ask(many + "\r\n").status == 431);
}

TEST_CASE("a body over the route's limit is refused before it is sent, in one piece or in chunks", "[net]") {
    served site{table(), quick()};
    std::string const head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n";

    auto const announced = site.client();
    auto const refused = announced->ask(head + "Content-Length: 10000000\r\nExpect: 100-continue\r\n\r\n");
    REQUIRE(refused.status == 413);
    REQUIRE(refused.body.find("1000 bytes") != refused.body.npos);

    auto const sent_anyway = site.client();
    REQUIRE(sent_anyway->ask(head + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'x')).status == 413);

    auto const in_chunks = site.client();
    REQUIRE(
        in_chunks->ask(head + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x')).status ==
        413);

    auto const largest = site.client();
    REQUIRE(largest->ask(head + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'x')).status == 200);
}

TEST_CASE("who waits for 100 Continue gets it once the request is admitted", "[net]") {
    served site{table()};
    auto const client = site.client();
    std::string const head =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\n";
    REQUIRE(client->ask(head + "Content-Length: 2\r\n\r\n").status == 100);
    REQUIRE(client->ask("ok").body == "127.0.0.1|/echo|ok");
}

TEST_CASE("a client that drips its header or its body is told 408 and cut off", "[net]") {
    served site{table(), quick()};
    auto const header = site.client();
    header->send("GET /hello HTTP/1.1\r\nHo");
    REQUIRE(header->answer().status == 408);
    REQUIRE(header->rest().empty());

    auto const body = site.client();
    body->send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nab");
    REQUIRE(body->answer().status == 408);
    REQUIRE(body->rest().empty());
}

TEST_CASE("an idle connection is closed without a word", "[net]") {
    served site{table(), quick()};
    auto const client = site.client();
    REQUIRE(client->ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
    REQUIRE(client->rest().empty());
}

TEST_CASE("connections over the most are told 503", "[net]") {
    auto settings = quick();
    settings.limits.connections_most = 2;
    served site{table(), settings};
    auto const one = site.client();
    auto const two = site.client();
    REQUIRE(one->ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
    REQUIRE(two->ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
    auto const three = site.client();
    REQUIRE(three->answer().status == 503);
}

TEST_CASE("two thousand idle connections are held while others are served", "[net]") {
    net::raise_descriptor_limit(16'384);
    served site{table()};
    std::vector<std::unique_ptr<test::raw_client>> idle;
    for (int i = 0; i < 2000; ++i) {
        idle.push_back(site.client());
        site.events.restart();
        site.events.poll();
    }
    REQUIRE(idle.front()->ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
    REQUIRE(idle.back()->ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
    REQUIRE(site.server.connections() == 2000);
}

TEST_CASE("X-Forwarded-For is believed from a trusted proxy only, from the nearest hop outwards", "[net]") {
    std::string const asking =
        "GET /echo/x HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9, 127.0.0.1\r\n\r\n";
    served suspicious{table()};
    REQUIRE(suspicious.client()->ask(asking).body == "127.0.0.1|/echo/x|");

    net::server_settings settings;
    settings.trusted_proxies = {"127.0.0.1"};
    served trusting{table(), settings};
    REQUIRE(trusting.client()->ask(asking).body == "203.0.113.9|/echo/x|");
    REQUIRE(
        trusting.client()->ask("GET /echo/x HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: nonsense\r\n\r\n").body ==
        "127.0.0.1|/echo/x|");
}
