#include "tests/simulated_platform/oembed.hpp"
#include "tests/simulated_platform/bench.hpp"

#include <catch2/catch.hpp>

using namespace lacuna::simulated;
using std::chrono::hours;

namespace {

std::string const many = R"("population":{"items":2000,"creators":200,"created_from":-900,"created_to":-90})";

}  // namespace

TEST_CASE("oEmbed says who made a public video and one opaque thing about all others", "[oembed]") {
    bench on{"{" + many + R"(,"states":{"deleted":0.2,"withheld":0.3}})"};
    for (auto const& video : on.it.videos().videos()) {
        auto const got = on.oembed(video.id);
        if (on.it.videos().stand(video, on.it.clock().now()).is_public) {
            REQUIRE(got.status == 200);
            rapidjson::Document read;
            read.Parse(got.body.c_str());
            REQUIRE_FALSE(read.HasParseError());
            REQUIRE(read["author_unique_id"].GetString() == on.it.videos().first_username(video));
            REQUIRE(read["embed_product_id"].GetString() == std::to_string(video.id));
        } else {
            REQUIRE(got.status == 400);
            REQUIRE(got.body == R"({"message":"Something went wrong","code":400})");
        }
    }
    CHECK(oembed_refusal.size() == 45);
}

TEST_CASE("a shell is exactly 813 bytes of JSON without an author", "[oembed]") {
    bench on{"{" + many + R"(,"states":{"oembed_shell":1}})"};
    for (auto const id : on.some(50, [](standing const&) { return true; })) {
        auto const got = on.oembed(id);
        REQUIRE(got.status == 200);
        REQUIRE(got.body.size() == 813);
        rapidjson::Document read;
        read.Parse(got.body.c_str());
        REQUIRE_FALSE(read.HasParseError());
        REQUIRE(read["author_unique_id"].GetStringLength() == 0);
        REQUIRE(read["title"].GetStringLength() == 0);
    }
    CHECK(oembed_shell_body(12345).size() == 813);
}

TEST_CASE("the address decides, the handle in it does not", "[oembed]") {
    CHECK(video_in_address("https://www.tiktok.com/@anyone/video/123") == 123);
    CHECK(video_in_address("https://www.tiktok.com/@/video/123?lang=en") == 123);
    for (auto const* const wrong :
         {"https://tiktok.com/@a/video/123", "http://www.tiktok.com/@a/video/123",
          "https://www.tiktok.com/@a/photo/123", "https://www.tiktok.com/@a/video/12x",
          "https://www.tiktok.com/@a/video/", "https://www.example.com/@a/video/1",
          "https://www.tiktok.com/@a", "https://www.tiktok.com/@a/video/99999999999999999999", ""}) {
        INFO(wrong);
        CHECK_FALSE(video_in_address(wrong));
    }
    bench on{"{" + many + "}"};
    CHECK(on.send("GET", "/oembed").body == oembed_refusal);
}

TEST_CASE("a renamed creator is shown by the new name", "[oembed]") {
    bench on{"{" + many + R"(,"states":{"renamed":1}})"};
    on.it.clock().set(sys_seconds{bench_day}, false);
    auto const id = on.some(1, [](standing const&) { return true; }).front();
    CHECK(on.oembed(id).body.find("_new\",\"embed_product_id\"") != std::string::npos);
}

TEST_CASE("a blocked vantage gets the opaque answer, a refusal or a login page for everything", "[oembed]") {
    for (auto const& [how, status] :
         {std::pair{"bad_request", 400U}, {"forbidden", 403U}, {"login_page", 200U}}) {
        bench on{"{" + many + R"(,"faults":[{"kind":"oembed_block","from":0,"to":7,"answer":")" + how +
                 "\"}]}"};
        auto const id = on.some(1, [](standing const&) { return true; }).front();
        CHECK(on.oembed(id).status == status);
        CHECK(on.oembed(id).body.find("author_unique_id") == std::string::npos);
        on.it.clock().set(sys_seconds{bench_day} + hours{24 * 7}, false);
        CHECK(on.oembed(id).body.find("author_unique_id") != std::string::npos);
    }
}

TEST_CASE("a timed out question gets no answer, after its time", "[oembed]") {
    bench on{"{" + many + R"(,"faults":[{"kind":"oembed_timeout","milliseconds":700}]})"};
    auto const got = on.oembed(on.it.videos().videos().front().id);
    CHECK(got.drop);
    CHECK(got.delay == std::chrono::milliseconds{700});
}
