// What happens to kept connections that the server closes, and to requests that are cancelled.

#include "probes/http_client.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_upstream.hpp"

#include <boost/asio/error.hpp>

#include <catch2/catch.hpp>

#include <list>

using namespace lacuna;
using test::scripted_upstream;
using manner = scripted_upstream::manner;
using turn = scripted_upstream::turn;

namespace {

using answer = boost::system::result<http_answer, http_failure>;

struct bench {
    explicit bench(std::vector<turn> script) : upstream{events, std::move(script)} {}

    answer send(http_question::verb verb) {
        return test::running<answer>{events, client.send({.method = verb, .target = "/"})}.get();
    }

    boost::asio::io_context events{1};
    scripted_upstream upstream;
    http_client client{events.get_executor(), {.tls = false, .host = "127.0.0.1", .port = upstream.port()}};
};

constexpr auto get = http_question::verb::get;
constexpr auto post = http_question::verb::post;

}  // namespace

TEST_CASE("a kept connection that the server has closed is noticed before anything is sent", "[http]") {
    auto const verb = GENERATE(get, post);
    bench bench{{{.how = manner::answer_then_close}, {.body = "second"}}};
    REQUIRE(bench.send(verb).has_value());
    test::poll_until(bench.events, [&] { return bench.upstream.open() == 0; });

    auto const answer = bench.send(verb);

    REQUIRE(answer.has_value());
    CHECK(answer->body == "second");
    CHECK(bench.upstream.requests().size() == 2);
}

TEST_CASE("a GET whose kept connection dies before any byte of the answer is sent once more", "[http]") {
    auto const how = GENERATE(manner::close, manner::reset);
    bench bench{{{}, {.how = how}, {.body = "third"}}};
    REQUIRE(bench.send(get).has_value());

    auto const answer = bench.send(get);

    REQUIRE(answer.has_value());
    CHECK(answer->body == "third");
    CHECK(bench.upstream.connections() == 2);
}

TEST_CASE("it is sent once more, not again and again", "[http]") {
    bench bench{{{}, {.how = manner::close}}};
    REQUIRE(bench.send(get).has_value());

    auto const answer = bench.send(get);

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::unreachable);
    CHECK(bench.upstream.requests().size() == 3);
}

TEST_CASE("a POST that may have been counted is never sent twice", "[http]") {
    auto const how = GENERATE(manner::close, manner::reset);
    bench bench{{{}, {.how = how}, {}}};
    REQUIRE(bench.send(post).has_value());

    auto const answer = bench.send(post);

    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().why == probe_failure::unreachable);
    CHECK(bench.upstream.requests().size() == 2);
}

TEST_CASE("nothing is sent twice once an answer has begun, or on a new connection", "[http]") {
    SECTION("half of an answer on a kept connection") {
        bench bench{{{}, {.body = "0123456789", .how = manner::cut_off}, {}}};
        REQUIRE(bench.send(get).has_value());
        CHECK(bench.send(get).error().why == probe_failure::unreadable);
        CHECK(bench.upstream.requests().size() == 2);
    }
    SECTION("a new connection that is closed") {
        bench bench{{{.how = manner::close}, {}}};
        CHECK(bench.send(get).error().why == probe_failure::unreachable);
        CHECK(bench.upstream.requests().size() == 1);
    }
}

TEST_CASE("a cancelled request ends with operation_aborted and closes its connection", "[http]") {
    auto const how = GENERATE(manner::silence, manner::drip);
    bench bench{{{.how = how}}};
    test::running<answer> asking{bench.events, bench.client.send({.target = "/"})};
    test::poll_until(bench.events, [&] { return !bench.upstream.requests().empty(); });

    asking.stop();

    try {
        asking.get();
        FAIL("it was answered");
    } catch (boost::system::system_error const& error) {
        CHECK(error.code() == boost::asio::error::operation_aborted);
    }
    test::poll_until(bench.events, [&] { return bench.upstream.open() == 0; });
}

TEST_CASE("many requests at once share connections that are reused", "[http]") {
    bench bench{{{.body = "{}"}}};
    for (int round = 0; round < 3; ++round) {
        std::list<test::running<answer>> all;
        for (int i = 0; i < 20; ++i) all.emplace_back(bench.events, bench.client.send({.target = "/"}));
        for (auto& one : all) CHECK(one.get().has_value());
    }
    CHECK(bench.upstream.connections() == 20);
}
