#include "tests/simulated_platform/http_server.hpp"
#include "tests/simulated_platform/bench.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <catch2/catch.hpp>

#include <thread>

using namespace lacuna::simulated;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// The platform on a port of its own, in a thread of its own, for one conversation.
struct served {
    explicit served(std::string const& json) : on{json} {
        serve(context, listener, on.it, false);
        thread = std::thread{[this] { context.run(); }};
        socket.connect(listener.local_endpoint());
    }
    ~served() {
        context.stop();
        thread.join();
    }
    /// Sends this and reads to the end of the connection. @return what came
    std::string say(std::string const& text) {
        boost::system::error_code ended;
        asio::write(socket, asio::buffer(text), ended);
        std::string got;
        asio::read(socket, asio::dynamic_buffer(got), ended);
        return got;
    }

    bench on;
    asio::io_context context{1};
    tcp::acceptor listener{context, {asio::ip::address_v4::loopback(), 0}};
    asio::io_context client_context{};
    tcp::socket socket{client_context};
    std::thread thread{};
};

std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("one connection serves several questions until it is told to close", "[server]") {
    served it{"{}"};
    auto const got = it.say(
        "GET /oembed HTTP/1.1\r\nHost: a\r\n\r\nGET /oembed HTTP/1.1\r\nHost: a\r\n\r\n"
        "GET /simulation/clock HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(occurrences(got, "HTTP/1.1 400 Bad Request\r\n") == 2);
    CHECK(occurrences(got, "Content-Length: 45\r\n") == 2);
    CHECK(occurrences(got, "HTTP/1.1 200 OK\r\n") == 1);
    CHECK(got.find("2026-11-20T03:00:00Z") != std::string::npos);
}

TEST_CASE("a dropped connection ends without a byte", "[server]") {
    served it{R"({"faults":[{"kind":"drop_connection","endpoint":"oembed"}]})"};
    CHECK(it.say("GET /oembed HTTP/1.1\r\nHost: a\r\n\r\n").empty());
}

TEST_CASE("what is not HTTP, or too long, ends the connection", "[server]") {
    CHECK(served{"{}"}.say("hello\r\n\r\n").empty());
    CHECK(served{"{}"}.say("GET /" + std::string(40'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n").empty());
    CHECK(served{"{}"}
              .say("POST /v2/oauth/token/ HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n")
              .empty());
}
