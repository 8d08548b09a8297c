#include "probes/tiktok/oembed_probe.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_port.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::tiktok;
using namespace std::chrono_literals;
using state = presence_reading::state;

namespace {

std::string const not_public = R"({"message":"Something went wrong","code":400})";
std::string with_author(std::string const& author) {
    return R"({"version":"1.0","type":"video","title":"","nested":{"author_unique_id":"other","code":400},)"
           R"("author_unique_id":)" +
           author + R"(,"embed_type":"video"})";
}

}  // namespace

TEST_CASE("a video is asked for by its id alone", "[oembed]") {
    CHECK(oembed_target(7332960275127110954) ==
          "/oembed?url=https%3A%2F%2Fwww.tiktok.com%2F%40_%2Fvideo%2F7332960275127110954");
}

TEST_CASE("an answer of oEmbed means only what is documented", "[oembed]") {
    struct row {
        unsigned status;
        std::string body;
        state is;
        std::optional<probe_failure> failure;
    };
    using enum probe_failure;
    auto const given = GENERATE(values<row>({
        {200, with_author(R"("someone")"), state::is_public, std::nullopt},
        {200, with_author(R"("")"), state::shell, std::nullopt},
        {200, with_author("null"), state::failed, unreadable},
        {200, with_author("7"), state::failed, unreadable},
        {200, R"({"nested":{"author_unique_id":"someone"}})", state::failed, unreadable},
        {200, R"([{"author_unique_id":"someone"}])", state::failed, unreadable},
        {200, with_author(R"("someone")") + "x", state::failed, unreadable},
        {200, with_author(R"("someone")").substr(0, 120), state::failed, unreadable},
        {200, not_public, state::failed, unreadable},
        {200, "<html>login</html>", state::failed, unreadable},
        {200, "", state::failed, unreadable},
        {200, std::string(500'000, '['), state::failed, unreadable},
        {400, not_public, state::not_public, std::nullopt},
        {400, R"({"code":400})", state::not_public, std::nullopt},
        {400, R"({"message":"Something went wrong","code":10204})", state::failed, unreadable},
        {400, R"({"error":{"code":400}})", state::failed, unreadable},
        {400, R"({"code":"400"})", state::failed, unreadable},
        {400, R"([400])", state::failed, unreadable},
        {400, "400", state::failed, unreadable},
        {400, "<html>400 Bad Request</html>", state::failed, unreadable},
        {400, "", state::failed, unreadable},
        {404, not_public, state::failed, unreadable},
        {302, "", state::failed, unreadable},
        {403, not_public, state::failed, refused},
        {429, not_public, state::failed, rate_limited},
        {503, "<html>", state::failed, server_error},
        {204, "", state::failed, unreadable},
    }));
    INFO(given.status << ' ' << given.body.substr(0, 100));
    auto const reading = read_oembed(given.status, given.body);
    CHECK(static_cast<char>(reading.is) == static_cast<char>(given.is));
    CHECK(reading.failure == given.failure);
    CHECK(reading.username == (given.is == state::is_public ? "someone" : ""));
    CHECK(reading.http_status == given.status);
    CHECK((reading.hash == 0) == given.body.empty());
}

TEST_CASE("a username is bounded and storable, and an odd title costs nothing", "[oembed]") {
    CHECK(read_oembed(200, with_author("\"" + std::string(5000, 'x') + "\"")).username.size() == 100);
    CHECK(read_oembed(200, with_author(R"("a\u0000b")")).username ==
          "a\xEF\xBF\xBD"
          "b");
    auto const cut = read_oembed(200, R"({"title":"half \ud83d","author_unique_id":"someone"})");
    CHECK(cut.is == state::is_public);
    CHECK(cut.username == "someone");
}

TEST_CASE("a probe passes on what the transport said", "[oembed]") {
    boost::asio::io_context events;
    test::scripted_port port;
    oembed_probe probe{port};
    port.will_fail(probe_failure::tls);
    port.will_answer(200, with_author(R"("someone")"));

    auto const failed = test::running{events, probe.look(7)}.get();
    auto const found = test::running{events, probe.look(8)}.get();

    CHECK(failed.is == state::failed);
    CHECK(failed.failure == probe_failure::tls);
    CHECK(failed.http_status == 0);
    CHECK(failed.latency == 9ms);
    CHECK(found.is == state::is_public);
    CHECK(found.latency == 7ms);
    CHECK(port.asked.at(1).target == oembed_target(8));
}
