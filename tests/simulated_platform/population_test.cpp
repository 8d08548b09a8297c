#include "tests/simulated_platform/bench.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

using namespace lacuna::simulated;
using std::chrono::days;
using std::chrono::hours;

namespace {

auto const noon = sys_seconds{bench_day} + hours{12};

population made(std::string const& json) { return population{read_scenario(json, bench_day)}; }

std::map<std::string_view, int> reasons(population const& videos, sys_seconds when) {
    std::map<std::string_view, int> counted;
    for (auto const& it : videos.videos()) ++counted[videos.stand(it, when).reason];
    return counted;
}

std::string with(std::string const& rest) {
    return R"({"population":{"items":20000,"creators":2000,"created_from":-1000,"created_to":-100},)" + rest +
           "}";
}

}  // namespace

TEST_CASE("states come in the shares that the scenario names", "[population]") {
    auto const videos = made(with(R"("states":{"deleted":0.1,"private":0.05,"withheld":0.2})"));

    auto counted = reasons(videos, noon);

    CHECK(counted["deleted"] == Approx(2000).margin(150));
    CHECK(counted["private"] == Approx(1000).margin(110));
    CHECK(counted["withheld"] == Approx(20000 * 0.85 * 0.2).margin(200));
    CHECK(counted["public"] == Approx(20000 * 0.85 * 0.8).margin(250));
}

TEST_CASE("the same scenario gives the same truth, another seed another", "[population]") {
    std::string const states = R"("states":{"deleted":0.1,"withheld":0.2},)";
    std::string const changes = R"("changes":[{"kind":"delete_daily","from":-30,"share":0.007}])";
    auto const one = truth_csv(made(with(states + changes)), noon);

    CHECK(one == truth_csv(made(with(states + changes)), noon));
    CHECK(one != truth_csv(made(with("\"seed\":2," + states + changes)), noon));
}

TEST_CASE("every id holds its second, and create_time follows 13 to 72 s later", "[population]") {
    auto const videos = made(with(R"("states":{})"));
    std::set<std::int64_t> ids;
    for (auto const& it : videos.videos()) {
        auto const offset = it.created.time_since_epoch().count() - (it.id >> 32);
        REQUIRE(offset >= 13);
        REQUIRE(offset <= 72);
        ids.insert(it.id);
    }
    CHECK(ids.size() == 20000);
}

TEST_CASE("a video posted late has an id that is days older than it", "[population]") {
    auto const videos = made(
        R"({"population":{"items":5000,"created_from":-900,"created_to":-100,"posted_late":{"share":0.1,"days":49}}})");
    auto const late = std::count_if(videos.videos().begin(), videos.videos().end(), [](video const& it) {
        return it.created.time_since_epoch().count() - (it.id >> 32) >= 86'400;
    });
    CHECK(late == Approx(500).margin(80));
}

TEST_CASE("a withheld creator has all videos withheld, and only those", "[population]") {
    auto const videos = made(with(R"("states":{"creators_withheld":0.1})"));
    std::map<std::uint32_t, std::set<bool>> returned;
    for (auto const& it : videos.videos()) returned[it.creator].insert(videos.stand(it, noon).in_api);
    CHECK(
        std::all_of(returned.begin(), returned.end(), [](auto const& it) { return it.second.size() == 1; }));
    auto const none = std::count_if(returned.begin(), returned.end(),
                                    [](auto const& it) { return *it.second.begin() == false; });
    CHECK(none == Approx(static_cast<double>(returned.size()) * 0.1).margin(50));
}

TEST_CASE("Canada is public and not in the API", "[population]") {
    auto const videos = made(
        R"({"population":{"items":4000,"creators":4000,"created_from":-900,"created_to":-100,"regions":{"CA":1,"US":3}},)"
        R"("states":{"canada_excluded":true}})");
    for (auto const& it : videos.videos()) {
        auto const now = videos.stand(it, noon);
        REQUIRE(now.is_public);
        REQUIRE(now.in_api == (videos.region_code(it) != "CA"));
    }
    CHECK(reasons(videos, noon)["canada"] == Approx(1000).margin(150));
}

TEST_CASE("daily deletion takes its share of what is left each day, at any hour", "[population]") {
    auto const videos = made(with(R"("changes":[{"kind":"delete_daily","from":-50,"share":0.007}])"));
    auto const begin = sys_seconds{bench_day} - days{50};

    CHECK(reasons(videos, begin - hours{1})["deleted"] == 0);
    CHECK(reasons(videos, begin + days{1})["deleted"] == Approx(140).margin(45));
    CHECK(reasons(videos, begin + days{50})["deleted"] ==
          Approx(20000 * (1 - std::pow(0.993, 50))).margin(280));
    std::set<int> at_hours;
    for (auto const& it : videos.videos()) {
        if (it.gone != never)
            at_hours.insert(static_cast<int>((it.gone - std::chrono::floor<days>(it.gone)) / hours{1}));
    }
    CHECK(at_hours.size() == 24);
}

TEST_CASE("a withholding begins and returns on its dates", "[population]") {
    auto const videos = made(
        with(R"("changes":[{"kind":"withhold","from":-30,"share":0.1,"return_at":-10,"return_share":0.5}])"));
    auto const at = [&](int day) {
        return reasons(videos, sys_seconds{bench_day} + days{day})["newly_withheld"];
    };

    CHECK(at(-31) == 0);
    CHECK(at(-30) == Approx(2000).margin(150));
    CHECK(at(-11) == at(-30));
    CHECK(at(-10) == Approx(1000).margin(110));
}

TEST_CASE("a contiguous withholding hits one stretch of the period with the same share of all",
          "[population]") {
    auto const videos = made(with(
        R"("changes":[{"kind":"withhold","from":-30,"share":0.1,"pattern":"contiguous","period_start":0.5,"period_share":0.2}])"));
    auto const& all = videos.videos();
    auto const period = static_cast<double>((all.back().created - all.front().created).count());
    int hit = 0;
    for (auto const& it : all) {
        if (videos.stand(it, noon).reason != "newly_withheld") continue;
        ++hit;
        double const place = static_cast<double>((it.created - all.front().created).count()) / period;
        REQUIRE(place >= 0.49999);
        REQUIRE(place <= 0.70001);
    }
    CHECK(hit == Approx(2000).margin(150));
}

TEST_CASE("a video is not in the API before it was indexed, and not public before it was posted",
          "[population]") {
    auto const videos = made(R"({"population":{"items":1000,"created_from":-20,"created_to":-10},)"
                             R"("states":{"least_lag_hours":24,"most_lag_hours":72}})");
    auto const& it = videos.videos().front();

    CHECK(videos.stand(it, it.created - std::chrono::seconds{1}).reason == "not_yet_posted");
    CHECK_FALSE(videos.stand(it, it.created - std::chrono::seconds{1}).is_public);
    CHECK(videos.stand(it, it.created + hours{23}).reason == "too_new");
    CHECK(videos.stand(it, it.created + hours{23}).is_public);
    CHECK(videos.stand(it, it.created + hours{73}).in_api);
}

TEST_CASE("flicker keeps out another few each day", "[population]") {
    auto const videos = made(with(R"("changes":[{"kind":"flicker","share":0.01}])"));
    auto const out = [&](sys_seconds when) {
        std::set<std::int64_t> ids;
        for (auto const& it : videos.videos()) {
            if (!videos.stand(it, when).in_api) ids.insert(it.id);
        }
        return ids;
    };
    CHECK(out(noon).size() == Approx(200).margin(60));
    CHECK(out(noon) == out(noon + hours{5}));
    CHECK(out(noon) != out(noon + days{1}));
}

TEST_CASE("counts grow and never fall", "[population]") {
    auto const videos = made(with(R"("states":{})"));
    auto const& it = videos.videos()[7];
    auto before = videos.counts(it, it.created);
    CHECK(before[0] == 0);
    for (int day = 1; day < 100; ++day) {
        auto const then = videos.counts(it, it.created + days{day});
        for (std::size_t which = 0; which < 5; ++which) REQUIRE(then[which] >= before[which]);
        before = then;
    }
    CHECK(before[0] > 10);
}

TEST_CASE("ids from a file keep their creators and take their dates from the id", "[population]") {
    auto const file =
        std::filesystem::temp_directory_path() / ("simulated_ids_" + std::to_string(::getpid()) + ".csv");
    std::ofstream{file} << "platform,video_id,username,region\ntiktok,7332960275127110954,\"some one\",CA\r\n"
                           "tiktok,12345,,\ntiktok,no,x,\ntiktok,7332960275127110954,again,\ntiktok,"
                           "99999999999999999999,x,\n";
    auto from = read_scenario("{}", bench_day);
    from.ids_from = file;
    population const videos{from};
    std::filesystem::remove(file);

    REQUIRE(videos.videos().size() == 2);
    auto const* const it = videos.find(7332960275127110954);
    REQUIRE(it);
    CHECK(write_instant(it->created).substr(0, 10) == "2024-02-07");
    CHECK(videos.first_username(*it) == "some one");
    CHECK(videos.region_code(*it) == "CA");
    REQUIRE(videos.find(12345));
    CHECK(write_day(std::chrono::floor<days>(videos.find(12345)->created)) >= "2014-09-01");
}
