#include "tests/simulated_platform/bench.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lacuna::simulated;

namespace {

std::string const plain =
    R"({"population":{"items":50,"created_from":-60,"created_to":-50},"states":{"withheld":0.5}})";

}  // namespace

TEST_CASE("the clock is set over HTTP and runs on from there", "[control]") {
    bench on{plain};
    CHECK(on.send("PUT", "/simulation/clock", R"({"now":"2026-11-25T03:00:00Z","runs":false})").status ==
          200);
    CHECK(on.send("GET", "/simulation/clock").body == "{\"now\":\"2026-11-25T03:00:00Z\"}\n");
    CHECK(on.send("PUT", "/simulation/clock", R"({"now":"soon"})").status == 400);
    CHECK(on.send("PUT", "/simulation/clock", "[").status == 400);
    CHECK(on.send("PUT", "/simulation/clock", "[]").status == 400);
    CHECK(on.send("GET", "/simulation/clock").body == "{\"now\":\"2026-11-25T03:00:00Z\"}\n");
}

TEST_CASE("the truth of a day is that of 03:00, with a line a video", "[control]") {
    bench on{plain};
    auto const got = on.send("GET", "/simulation/truth?day=2026-11-20").body;
    CHECK(got.starts_with("video_id,public,in_api,state\n"));
    CHECK(std::count(got.begin(), got.end(), '\n') == 51);
    CHECK(got == on.send("GET", "/simulation/truth?at=2026-11-20T03:00:00Z").body);
    CHECK(got.find(",1,0,withheld\n") != std::string::npos);
    CHECK(on.send("GET", "/simulation/truth").status == 400);
}

TEST_CASE("statistics count calls, outcomes, repetitions and quota by day", "[control]") {
    bench on{plain};
    auto const ids = on.some(4, [](standing const&) { return true; });
    (void)on.query(by_id(on, ids));
    (void)on.query(by_id(on, ids));
    (void)on.query("{");
    (void)on.oembed(ids[0]);
    auto const got = on.send("GET", "/simulation/statistics").body;

    for (auto const* const part :
         {R"("video_query":{"total":3,"repeated_that_day":1,"invalid_params":1,"ok":2})",
          R"("oembed":{"total":1,"ok":1})",
          R"("distinct_ids_asked_by_api":4,"distinct_ids_asked_by_oembed":1)",
          R"("quota":[{"day":"2026-11-20","client":"key","spent":3,"refused":0}],"most_calls_in_a_day":3)"}) {
        INFO(got);
        CHECK(got.find(part) != std::string::npos);
    }
    CHECK(on.send("GET", "/simulation/asked").body.find(std::to_string(ids[0]) + ",1,2\n") !=
          std::string::npos);
    CHECK(on.send("POST", "/simulation/reset-statistics").status == 200);
    CHECK(on.send("GET", "/simulation/statistics").body.find("video_query") == std::string::npos);
    CHECK(on.send("GET", "/simulation/statistics").body.find("\"spent\":3") != std::string::npos);
}

TEST_CASE("faults are replaced while it runs, bad ones refused with the place", "[control]") {
    bench on{plain};
    auto const body = by_id(on, on.some(1, [](standing const&) { return true; }));
    CHECK(on.query(body).status == 200);
    CHECK(on.send("POST", "/simulation/faults", R"([{"kind":"error_500"}])").status == 200);
    CHECK(on.query(body).status == 500);
    auto const bad = on.send("POST", "/simulation/faults", R"([{"kind":"error_500","probability":3}])");
    CHECK(bad.status == 400);
    CHECK(bad.body.find("faults[0].probability") != std::string::npos);
    CHECK(on.query(body).status == 500);
    CHECK(on.send("POST", "/simulation/faults", "[]").status == 200);
    CHECK(on.query(body).status == 200);
}

TEST_CASE("the control is closed to other machines", "[control]") {
    bench on{plain};
    CHECK(on.it.handle({.method = "GET", .target = "/simulation/clock", .from_loopback = false}).status ==
          403);
}

TEST_CASE("a watchlist has the columns that were named and the videos posted by then", "[control]") {
    bench on{plain};
    auto const& videos = on.it.videos();
    auto const& first = videos.videos().front();
    auto const got = watchlist_csv(videos, "video_id,created_at,username", first.created);
    CHECK(got == "video_id,created_at,username\n" + std::to_string(first.id) + "," +
                     write_instant(first.created) + "," + videos.first_username(first) + "\n");
}
