#include "daemon/api/router.hpp"
#include "daemon/api/reply.hpp"
#include "tests/support/run_coro.hpp"

#include <boost/asio/io_context.hpp>
#include <pqxx/except>

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::api;
namespace asio = boost::asio;

namespace {

asio::awaitable<response> names(request asked) {
    std::string all;
    for (auto const& name : asked.names) all += "[" + name + "]";
    co_return text(all, "text/plain");
}
asio::awaitable<response> break_down(request) {
    throw std::runtime_error{"the password is 123"};
    co_return response{};
}
asio::awaitable<response> no_database(request) {
    throw pqxx::broken_connection{"gone"};
    co_return response{};
}
asio::awaitable<response> who(request asked) {
    co_return text(asked.who().sees_all() ? "key holder" : "everyone", "text/plain");
}
asio::awaitable<std::optional<api_key>> find_key(std::string presented) {
    if (presented == "reader") co_return api_key{.name = "r", .scopes = {"read"}};
    if (presented == "writer") co_return api_key{.name = "w", .scopes = {"write"}};
    if (presented == "revoked") co_return api_key{.name = "x", .scopes = {"read", "write"}, .revoked = true};
    co_return std::nullopt;
}

/// A router over a few routes, and what it told its parts.
struct bench {
    asio::io_context events;
    std::string fault, incident;
    std::vector<std::string> counted;
    router routes{
        {{.path = "/", .handle = names},
         {.path = "/a/{}", .handle = names},
         {.path = "/a/{}.csv", .handle = [](request) -> asio::awaitable<response> { co_return csv("x"); }},
         {.path = "/a/check",
          .handle = [](request) -> asio::awaitable<response> { co_return text("check", "text/plain"); }},
         {.verb = method::post, .path = "/a/{}", .handle = names, .scope = "write", .largest_body = 10},
         {.path = "/a/{}/b/{}", .handle = names},
         {.path = "/who", .handle = who},
         {.path = "/broken", .handle = break_down},
         {.path = "/away", .handle = no_database}},
        {.find_key = find_key,
         .report =
             [this](std::string_view id, std::string_view, std::exception const& what) {
                 incident = id;
                 fault = what.what();
             },
         .count =
             [this](std::string_view route, unsigned status, std::chrono::nanoseconds) {
                 counted.push_back(std::string{route} + " " + std::to_string(status));
             }}};

    response ask(std::string verb, std::string target,
                 std::vector<std::pair<std::string, std::string>> headers = {},
                 std::optional<std::size_t> length = 0) {
        request head;
        head.target = std::move(target);
        head.headers = std::move(headers);
        auto admitted = test::running{events, routes.admit(std::move(verb), std::move(head), length)}.get();
        return test::running{events, routes.answer(std::move(admitted))}.get();
    }
};

std::string header(response const& answer, std::string_view name) {
    for (auto const& [key, value] : answer.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace

TEST_CASE("a reader may ask for an earlier day anywhere, by a day that there is", "[api][router]") {
    request seen;
    auto const look = [&seen](request asked) -> asio::awaitable<response> {
        seen = std::move(asked);
        co_return text("", "text/plain");
    };
    std::vector<route> routes;
    routes.push_back({.path = "/x", .handle = look});
    router const table{std::move(routes), {}};
    asio::io_context events;
    auto const ask = [&](std::string target) {
        request head{.target = std::move(target)};
        auto admitted = test::running{events, table.admit("GET", std::move(head), std::nullopt)}.get();
        return test::running{events, table.answer(std::move(admitted))}.get().status;
    };

    CHECK(ask("/x?as_of=2026-11-20") == 200);
    CHECK(seen.who().as_of == utc_day{std::chrono::year{2026} / 11 / 20});
    CHECK(ask("/x?as_of=") == 200);
    CHECK_FALSE(seen.who().as_of.has_value());
    CHECK(ask("/x?as_of=2026-02-30") == 400);
    CHECK(ask("/x?as_of=yesterday") == 400);
}

TEST_CASE("a route's names are what stood in its holes, decoded", "[api]") {
    bench b;
    CHECK(*b.ask("GET", "/").body == "");
    CHECK(*b.ask("GET", "/a/x%20y?z=1").body == "[x y]");
    CHECK(*b.ask("GET", "/a/x/b/y").body == "[x][y]");
}

TEST_CASE("a literal part goes before a hole, and an ending before none", "[api]") {
    bench b;
    CHECK(*b.ask("GET", "/a/check").body == "check");
    CHECK(*b.ask("GET", "/a/y.csv").body == "x");
    CHECK(*b.ask("GET", "/a/.csv").body == "[.csv]");
}

TEST_CASE("an unknown address is 404, a known one with another method 405 with what it takes", "[api]") {
    bench b;
    CHECK(b.ask("GET", "/nowhere").status == 404);
    CHECK(b.ask("GET", "/a").status == 404);
    CHECK(b.ask("GET", "/a/x/").status == 400);
    for (auto const* const verb : {"PUT", "DELETE", "BREW", "post"}) {
        auto const answer = b.ask(verb, "/a/x");
        CHECK(answer.status == 405);
        CHECK(header(answer, "Allow") == "GET, HEAD, POST");
    }
}

TEST_CASE("a scope needs a key that has it", "[api]") {
    bench b;
    auto const with_key = [&](std::string key) { return b.ask("POST", "/a/x", {{"authorization", key}}); };
    auto const without = b.ask("POST", "/a/x");
    CHECK(without.status == 401);
    CHECK(header(without, "WWW-Authenticate") == "Bearer realm=\"lacuna\"");
    CHECK(with_key("Bearer nonsense").status == 401);
    CHECK(with_key("Bearer revoked").status == 401);
    CHECK(with_key("Basic writer").status == 401);
    CHECK(with_key("Bearer reader").status == 403);
    CHECK(header(with_key("Bearer reader"), "WWW-Authenticate").find("insufficient_scope") !=
          std::string::npos);
    CHECK(with_key("Bearer writer").status == 200);
    CHECK(with_key("bearer writer").status == 200);
}

TEST_CASE("a bad key is refused also where none is needed, and a good one makes the answer private",
          "[api]") {
    bench b;
    CHECK(b.ask("GET", "/who", {{"authorization", "Bearer nonsense"}}).status == 401);
    CHECK(*b.ask("GET", "/who").body == "everyone");
    CHECK(*b.ask("GET", "/who", {{"authorization", "Bearer writer"}}).body == "everyone");
    auto const answer = b.ask("GET", "/who", {{"authorization", "Bearer reader"}});
    CHECK(*answer.body == "key holder");
    CHECK(header(answer, "Cache-Control") == "private, no-store");
}

TEST_CASE("length and content type are checked before the body is read", "[api]") {
    bench b;
    auto const post = [&](std::string type, std::optional<std::size_t> length) {
        return b.ask("POST", "/a/x", {{"authorization", "Bearer writer"}, {"content-type", type}}, length)
            .status;
    };
    CHECK(post("application/json", 10) == 200);
    CHECK(post("Application/JSON ; charset=utf-8", 10) == 200);
    CHECK(post("application/json", 11) == 413);
    CHECK(post("text/plain", 10) == 415);
    CHECK(post("", 1) == 415);
    CHECK(post("", 0) == 200);
    CHECK(post("text/plain", std::nullopt) == 415);
}

TEST_CASE("a fault of ours is 500 with an incident that is in the log, and never its reason", "[api]") {
    bench b;
    auto const answer = b.ask("GET", "/broken");
    CHECK(answer.status == 500);
    CHECK(b.fault == "the password is 123");
    CHECK(b.incident.size() == 10);
    CHECK(answer.body->find(b.incident) != std::string::npos);
    CHECK(answer.body->find("password") == std::string::npos);
}

TEST_CASE("a database that is away is 503 with a time to come back", "[api]") {
    bench b;
    auto const answer = b.ask("GET", "/away");
    CHECK(answer.status == 503);
    CHECK(header(answer, "Retry-After") == "5");
}

TEST_CASE("every answer is counted by its route's pattern, never by its address", "[api]") {
    bench b;
    b.ask("GET", "/a/123");
    b.ask("GET", "/secret");
    b.ask("POST", "/a/123");
    CHECK(b.counted == std::vector<std::string>{"/a/{} 200", "other 404", "/a/{} 401"});
}

TEST_CASE("query parameters are decoded, and checked with their name", "[api]") {
    request asked;
    asked.target = "/x?a=1&b=%C3%A9+y&a=2&empty&day=2026-02-30";
    CHECK(asked.parameter("a") == "1");
    CHECK(asked.parameter("b") == "\xC3\xA9 y");
    CHECK(asked.parameter("empty") == "");
    CHECK_FALSE(asked.parameter("c").has_value());
    CHECK(*number_in(asked, "a", 1, 10, 5) == 1);
    CHECK(*number_in(asked, "c", 1, 10, 5) == 5);
    CHECK(number_in(asked, "a", 2, 10, 5).error().wrong == "must be a whole number from 2 to 10");
    CHECK(number_in(asked, "b", 2, 10, 5).error().where == "query parameter b");
    CHECK(day_in(asked, "day", {}).has_error());
}
