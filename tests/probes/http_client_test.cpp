#include "probes/http_client.hpp"
#include "tests/support/gzip.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_upstream.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::scripted_upstream;
using manner = scripted_upstream::manner;
using turn = scripted_upstream::turn;

namespace {

/// A client and what it talks to, wired as the daemon wires them.
struct bench {
    explicit bench(std::vector<turn> script, http_address limits = {})
        : upstream{events, std::move(script)}, client{events.get_executor(), address(std::move(limits))} {}

    http_address address(http_address limits) const {
        limits.tls = false;
        limits.host = "127.0.0.1";
        limits.port = upstream.port();
        limits.user_agent = "Lacuna/test (+https://example.org)";
        return limits;
    }
    test::running<boost::system::result<http_answer, http_failure>> send(http_question question) {
        return {events, client.send(std::move(question))};
    }
    boost::system::result<http_answer, http_failure> get(std::string target = "/") {
        return send({.target = std::move(target)}).get();
    }

    boost::asio::io_context events{1};
    scripted_upstream upstream;
    http_client client;
};

turn verbatim(std::string bytes) { return {.body = std::move(bytes), .how = manner::verbatim_then_close}; }

}  // namespace

TEST_CASE("a request says who asks, and its answer comes whole", "[http]") {
    bench bench{{{.status = 404, .body = "{}"}}};
    http_question question{.method = http_question::verb::post, .target = "/a?b=c", .body = "hello"};
    question.headers.emplace_back("X-Extra", "yes");

    auto const answer = bench.send(question).get();

    REQUIRE(answer.has_value());
    CHECK(answer->status == 404);
    CHECK(answer->body == "{}");
    auto const& heard = bench.upstream.requests().at(0);
    CHECK(heard.method_string() == "POST");
    CHECK(heard.target() == "/a?b=c");
    CHECK(heard.body() == "hello");
    CHECK(heard["X-Extra"] == "yes");
    CHECK(heard["User-Agent"] == "Lacuna/test (+https://example.org)");
    CHECK(heard["Host"] == "127.0.0.1:" + std::to_string(bench.upstream.port()));
}

TEST_CASE("the base path of an address stands before every target", "[http]") {
    bench bench{{{}}, {.base_path = "/proxy"}};

    REQUIRE(bench.get("/oembed?url=x").has_value());

    CHECK(bench.upstream.requests().at(0).target() == "/proxy/oembed?url=x");
}

TEST_CASE("one connection serves one request after another", "[http]") {
    bench bench{{{.body = "1"}, {.body = "2"}, {.status = 500, .body = "3"}, {.body = "4"}}};

    for (auto const* expected : {"1", "2", "3", "4"}) CHECK(bench.get()->body == expected);

    CHECK(bench.upstream.connections() == 1);
}

TEST_CASE("a connection is not used again when the server says so, or has sent too much", "[http]") {
    auto const first = GENERATE(values<turn>(
        {{.headers = "Connection: close\r\n"},
         {.body = "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", .how = manner::verbatim},
         {.body = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore", .how = manner::verbatim}}));
    bench bench{{first, {.body = "second"}}};

    REQUIRE(bench.get().has_value());
    CHECK(bench.get()->body == "second");

    CHECK(bench.upstream.connections() == 2);
}

TEST_CASE("idle connections are kept only as many and as long as allowed", "[http]") {
    auto const limits = GENERATE(values<http_address>({{.idle_connections = 0}, {.idle_limit = 0s}}));
    bench bench{{{}}, limits};

    REQUIRE(bench.get().has_value());
    REQUIRE(bench.get().has_value());

    CHECK(bench.upstream.connections() == 2);
}

TEST_CASE("every way of not answering has its own name", "[http]") {
    struct row {
        std::string what;
        turn how;
        probe_failure expected;
    };
    auto const fails = GENERATE(values<row>({
        {"it closes without a byte", {.how = manner::close}, probe_failure::unreachable},
        {"it resets the connection", {.how = manner::reset}, probe_failure::unreachable},
        {"half of an answer", {.body = "0123456789", .how = manner::cut_off}, probe_failure::unreadable},
        {"half of a header", verbatim("HTTP/1.1 200 OK\r\nContent-Le"), probe_failure::unreadable},
        {"half of a chunk", verbatim("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
         probe_failure::unreadable},
        {"another protocol", verbatim("SSH-2.0-OpenSSH_9.2\r\n"), probe_failure::unreadable},
        {"an unknown encoding",
         {.body = "x", .headers = "Content-Encoding: br\r\n"},
         probe_failure::unreadable},
        {"two encodings",
         {.body = "x", .headers = "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n"},
         probe_failure::unreadable},
        {"no gzip where it says gzip",
         {.body = "{}", .headers = "Content-Encoding: gzip\r\n"},
         probe_failure::unreadable},
        {"nothing but interim answers", verbatim([] {
             std::string many;
             for (int i = 0; i < 50; ++i) many += "HTTP/1.1 100 Continue\r\n\r\n";
             return many;
         }()),
         probe_failure::unreadable},
        {"a longer body than it may be", {.body = std::string(1001, ' ')}, probe_failure::too_large},
        {"chunks that add up to too much",
         verbatim("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1f4\r\n" + std::string(500, ' ') +
                  "\r\n1f5\r\n" + std::string(501, ' ') + "\r\n0\r\n\r\n"),
         probe_failure::too_large},
        {"a body without a length that is too long",
         verbatim("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, ' ')), probe_failure::too_large},
        {"a longer header than it may be",
         {.headers = "X-Long: " + std::string(3000, 'a') + "\r\n"},
         probe_failure::too_large},
        {"a chunk header without an end",
         verbatim("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(40'000, 'a')),
         probe_failure::too_large},
        {"a gzip bomb",
         {.body = test::gzipped(std::string(1'000'000, ' ')), .headers = "Content-Encoding: gzip\r\n"},
         probe_failure::too_large},
    }));
    DYNAMIC_SECTION(fails.what) {
        // The bomb itself is 1,000 bytes: only what it becomes is too large.
        bench bench{{fails.how},
                    {.header_limit = 2000, .body_limit = fails.what == "a gzip bomb" ? 5000U : 1000U}};

        auto const answer = bench.get();

        REQUIRE_FALSE(answer.has_value());
        CHECK(to_string(answer.error().why) == to_string(fails.expected));
    }
}

TEST_CASE("header and body may be as long as their limits", "[http]") {
    bench bench{{{.body = std::string(1000, 'x'), .headers = "X-Long: " + std::string(1900, 'a') + "\r\n"}},
                {.header_limit = 2000, .body_limit = 1000}};

    auto const answer = bench.get();

    REQUIRE(answer.has_value());
    CHECK(answer->body.size() == 1000);
}

TEST_CASE("an answer without a length ends with its connection", "[http]") {
    bench bench{{verbatim("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}")}};
    auto const answer = bench.get();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "{\"a\":1}");
}

TEST_CASE("an interim answer is not the answer", "[http]") {
    bench bench{{verbatim("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")}};
    auto const answer = bench.get();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
}

TEST_CASE("a redirect is an answer, not followed", "[http]") {
    bench bench{{{.status = 302, .headers = "Location: http://127.0.0.1:1/\r\n"}}};
    CHECK(bench.get()->status == 302);
    CHECK(bench.upstream.requests().size() == 1);
}

TEST_CASE("compressed bodies come out as they went in", "[http]") {
    std::string const text(30'000, 'x');
    struct row {
        std::string coding;
        std::string body;
        std::size_t limit;
    };
    auto const sent = GENERATE_COPY(values<row>({
        {"gzip", test::gzipped(text), text.size()},
        {"x-gzip", test::gzipped(text), text.size() + 1},
        {"GZIP", test::gzipped(text.substr(0, 10'000)) + test::gzipped(text.substr(10'000)), text.size()},
        {"deflate", test::zlib_packed(text), text.size()},
        {"deflate", test::bare_deflated(text), text.size()},
        {"identity", text, text.size()},
    }));
    bench bench{{{.body = sent.body, .headers = "Content-Encoding: " + sent.coding + "\r\n"}},
                {.body_limit = sent.limit}};

    for (int round = 0; round < 2; ++round) {  // The second body must not see what the first one left.
        auto const answer = bench.get();
        REQUIRE(answer.has_value());
        CHECK(answer->body == text);
    }
}

TEST_CASE("a compressed body cut short, or with something behind it, is unreadable", "[http]") {
    auto const whole = test::gzipped(std::string(3000, 'x'));
    auto const body = GENERATE_COPY(
        values<std::string>({whole.substr(0, whole.size() - 1), whole.substr(0, 5), whole + "tail"}));
    bench bench{{{.body = body, .headers = "Content-Encoding: gzip\r\n"}}};

    auto const answer = bench.get();

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::unreadable);
}

TEST_CASE("Retry-After is taken in whole seconds, up to a day", "[http]") {
    struct row {
        std::string header;
        std::optional<std::chrono::seconds> expected;
    };
    auto const sent = GENERATE(values<row>({
        {"60", 60s},
        {"0", 0s},
        {"86401", 24h},
        {"99999999999999999999", 24h},
        {"-5", std::nullopt},
        {"1.5", std::nullopt},
        {"", std::nullopt},
        {"Sat, 21 Nov 2026 23:00:00 GMT", std::nullopt},
    }));
    bench bench{{{.status = 429, .headers = "Retry-After: " + sent.header + "\r\n"}}};
    CHECK(bench.get()->retry_after == sent.expected);
}

TEST_CASE("an answer says what its server's clock showed, if that can be read", "[http]") {
    using namespace std::chrono;
    struct row {
        std::string header;
        std::optional<sys_seconds> expected;
    };
    auto const noon = sys_days{2026y / November / 20} + 12h;
    auto const sent = GENERATE_REF(values<row>({
        {"Fri, 20 Nov 2026 12:00:00 GMT", noon},
        {"Sun, 29 Feb 2028 23:59:59 GMT", sys_days{2028y / February / 29} + 23h + 59min + 59s},
        {"Fri, 30 Feb 2026 12:00:00 GMT", std::nullopt},
        {"Fri, 20 nov 2026 12:00:00 GMT", std::nullopt},
        {"Fri, 20 ovD 2026 12:00:00 GMT", std::nullopt},
        {"Fri, 20 Nov 2026 24:00:00 GMT", std::nullopt},
        {"Fri, -2 Nov 2026 12:00:00 GMT", std::nullopt},
        {"Fri, 20 Nov 2026 12:00:00 CET", std::nullopt},
        {"Friday, 20-Nov-26 12:00:00 GMT", std::nullopt},
        {"", std::nullopt},
    }));
    bench bench{{{.headers = "Date: " + sent.header + "\r\n"}}};
    CHECK(bench.get()->date == sent.expected);
}

TEST_CASE("a server that nobody listens at is unreachable", "[http]") {
    boost::asio::io_context events;
    boost::asio::ip::tcp::acceptor refused{events, {boost::asio::ip::address_v4::loopback(), 0}};
    auto const port = refused.local_endpoint().port();
    refused.close();
    http_client client{events.get_executor(), {.tls = false, .host = "127.0.0.1", .port = port}};

    auto const answer = test::running{events, client.send({.target = "/"})}.get();

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::unreachable);
}

TEST_CASE("a host without an address is unreachable", "[http]") {
    boost::asio::io_context events;
    // A label of 64 letters is never a host (RFC 1035 2.3.4), so that no resolver is asked.
    http_client client{events.get_executor(),
                       {.tls = false, .host = std::string(64, 'x') + ".invalid", .port = 80}};

    auto const answer = test::running{events, client.send({.target = "/"})}.get();

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::unreachable);
}

TEST_CASE("silence and a header that never ends are given up at the limit", "[http]") {
    auto const how = GENERATE(manner::silence, manner::drip);
    bench bench{{{.how = how}}, {.total_limit = 30ms, .header_limit = 1'000'000}};

    auto const answer = bench.get();

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::timed_out);
    test::poll_until(bench.events, [&] { return bench.upstream.open() == 0; });
}

TEST_CASE("what is not HTTP cannot be smuggled into a request", "[http]") {
    bench bench{{{}}};
    CHECK_THROWS_AS(bench.get("/a b"), std::invalid_argument);
    CHECK_THROWS_AS(bench.get("/a\r\nX: y"), std::invalid_argument);
    http_question question{.target = "/"};
    question.headers.emplace_back("X-Name", "value\r\nX-Other: value");
    CHECK_THROWS_AS(bench.send(question).get(), std::invalid_argument);
}
