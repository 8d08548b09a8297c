#include "probes/http_client.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_upstream.hpp"
#include "tests/support/test_authority.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <openssl/ssl.h>
#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::scripted_upstream;
using manner = scripted_upstream::manner;

namespace {

using outcome = boost::system::result<http_answer, http_failure>;

struct bench {
    explicit bench(test::tls_identity identity,
                   std::vector<scripted_upstream::turn> script = {{.body = "{}"}})
        : upstream{events, std::move(script), std::move(identity)} {}

    outcome get(http_address address) {
        address.port = upstream.port();
        http_client client{events.get_executor(), address};
        return test::running<outcome>{events, client.send({.target = "/"})}.get();
    }

    boost::asio::io_context events{1};
    scripted_upstream upstream;
};

}  // namespace

TEST_CASE("a certificate for this host from a trusted authority is accepted", "[http][tls]") {
    test::test_authority const authority;
    auto const host = GENERATE(values<std::pair<std::string, std::string>>(
        {{"DNS:localhost", "localhost"}, {"IP:127.0.0.1", "127.0.0.1"}}));
    bench bench{authority.identity_for(host.first)};

    auto const answer = bench.get({.host = host.second, .ca_file = authority.ca_file()});

    REQUIRE(answer.has_value());
    CHECK(answer->body == "{}");
}

TEST_CASE("what cannot be trusted is refused before anything is sent", "[http][tls]") {
    test::test_authority const trusted;
    test::test_authority const other;
    auto old = trusted.identity_for("DNS:localhost");
    old.newest_protocol = TLS1_1_VERSION;
    struct row {
        std::string what;
        test::tls_identity shown;
        std::string host;
        std::string ca_file;
    };
    std::vector<row> const all{
        {"another host's", trusted.identity_for("DNS:example.org"), "localhost", trusted.ca_file()},
        {"another address's", trusted.identity_for("IP:127.0.0.2"), "127.0.0.1", trusted.ca_file()},
        {"an ended one", trusted.identity_for("DNS:localhost", -1), "localhost", trusted.ca_file()},
        {"another authority's", other.identity_for("DNS:localhost"), "localhost", trusted.ca_file()},
        {"an authority that the system does not know", trusted.identity_for("DNS:localhost"), "localhost",
         ""},
        {"a protocol before TLS 1.2", old, "localhost", trusted.ca_file()},
    };
    for (auto const& bad : all) {
        INFO(bad.what);
        bench bench{bad.shown};

        auto const answer = bench.get({.host = bad.host, .ca_file = bad.ca_file});

        REQUIRE_FALSE(answer.has_value());
        CHECK(to_string(answer.error().why) == to_string(probe_failure::tls));
        CHECK(bench.upstream.requests().empty());
    }
}

TEST_CASE("a server that speaks no TLS fails the handshake", "[http][tls]") {
    boost::asio::io_context events;
    scripted_upstream plain{events, {{}}};
    http_client client{events.get_executor(), {.host = "localhost", .port = plain.port()}};

    auto const answer = test::running<outcome>{events, client.send({.target = "/"})}.get();

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::tls);
}

TEST_CASE("a handshake that is never answered ends at the connect limit", "[http][tls]") {
    boost::asio::io_context events;
    boost::asio::ip::tcp::acceptor silent{events, {boost::asio::ip::address_v4::loopback(), 0}};
    http_client client{events.get_executor(),
                       {.host = "127.0.0.1", .port = silent.local_endpoint().port(), .connect_limit = 20ms}};

    auto const answer = test::running<outcome>{events, client.send({.target = "/"})}.get();

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::timed_out);
}

TEST_CASE("a handshake can be cancelled", "[http][tls]") {
    boost::asio::io_context events;
    boost::asio::ip::tcp::acceptor silent{events, {boost::asio::ip::address_v4::loopback(), 0}};
    http_client client{events.get_executor(), {.host = "127.0.0.1", .port = silent.local_endpoint().port()}};
    test::running<outcome> asking{events, client.send({.target = "/"})};
    bool connected = false;
    silent.async_accept([&](auto, auto) { connected = true; });
    test::poll_until(events, [&] { return connected; });

    asking.stop();

    CHECK_THROWS_AS(asking.get(), boost::system::system_error);
}

TEST_CASE("TLS connections are kept, limited and cancelled like plain ones", "[http][tls]") {
    test::test_authority const authority;
    bench bench{
        authority.identity_for("DNS:localhost"),
        {{.body = "1"}, {.body = "2"}, {.how = manner::close}, {.body = "4"}, {.how = manner::silence}}};
    http_client client{bench.events.get_executor(),
                       {.host = "localhost",
                        .port = bench.upstream.port(),
                        .ca_file = authority.ca_file(),
                        .total_limit = 500ms}};
    auto const get = [&] { return test::running<outcome>{bench.events, client.send({.target = "/"})}.get(); };

    CHECK(get()->body == "1");
    CHECK(get()->body == "2");
    CHECK(bench.upstream.connections() == 1);
    CHECK(get()->body == "4");
    CHECK(bench.upstream.connections() == 2);
    test::running<outcome> asking{bench.events, client.send({.target = "/"})};
    test::poll_until(bench.events, [&] { return bench.upstream.requests().size() == 5; });
    asking.stop();
    CHECK_THROWS_AS(asking.get(), boost::system::system_error);
    CHECK(get().error().why == probe_failure::timed_out);
}

TEST_CASE("an answer without a length that ends without TLS's own goodbye was perhaps cut", "[http][tls]") {
    test::test_authority const authority;
    bench bench{authority.identity_for("DNS:localhost"),
                {{.body = "HTTP/1.1 200 OK\r\n\r\n{\"a\":1}", .how = manner::verbatim_then_close}}};

    auto const answer = bench.get({.host = "localhost", .ca_file = authority.ca_file()});

    REQUIRE_FALSE(answer.has_value());
}

TEST_CASE("a CA file that cannot be read is our own fault, and named", "[http][tls]") {
    boost::asio::io_context events;
    http_address const address{.host = "localhost", .ca_file = "/nonexistent/ca.pem"};
    CHECK_THROWS_WITH((http_client{events.get_executor(), address}), Catch::Contains("/nonexistent/ca.pem"));
}
