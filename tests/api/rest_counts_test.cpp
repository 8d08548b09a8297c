#include "tests/api/rest_bench.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::day_at;
using test::rest_bench;

namespace {

/// Two days of a public list of two items, of which the second is returned on the second day alone, and one
/// day of a private list.
struct after_two_days : rest_bench {
    after_two_days() {
        add(make_list("news").key, 1'000'000, 2);
        add(make_list("hidden", false).key, 2'000'000, 1);
        vantage = get(audit->vantage("tiktok.research", "main"));
        told(0, 1, {1'000'000}, 100);
        told(1, 2, {1'000'000, 1'000'001}, 80);
        told(1, 3, {2'000'000}, 9);
        counted("1", 0);
        counted("1", 1);
        counted("2", 1);
        auto const item = std::to_string(static_cast<int>(key_of(1'000'000)));
        sql("INSERT INTO public_count (item, day, views, source) VALUES (" + item +
            ", '2024-10-05', 160, 1) "
            "RETURNING 1");
        sql("INSERT INTO field_census VALUES ('2024-10-05', '', '*', 3, 2), "
            "('2024-10-05', 'view_count', 'n', 3, 2), ('2024-10-05', 'voice_to_text', 's', 2, 1), "
            "('2024-10-05', 'secret', 's', 1, 0) RETURNING 1");
    }

    void told(int offset, int number, std::vector<std::int64_t> const& ids, std::int64_t views) {
        auto const today = day_at(offset);
        auto const run = get(audit->open_run(today, test::morning_of(today), 1));
        std::vector<item_key> asked;
        for (auto const id : ids) asked.push_back(key_of(id));
        auto call = test::call_of(call_id{number}, vantage, asked, asked);
        call.counts.assign(asked.size(), {views, 7, std::nullopt, 0, 5});
        get(audit->store_call(run.run, today, call, {}));
        auto const day = "'" + to_string(today) + "'";
        sql("SELECT ensure_verdict_partition(" + day + ", rule_of(" + day + "))");
        for (auto const key : asked)
            sql("INSERT INTO verdict VALUES (" + std::to_string(static_cast<int>(key)) + ", " + day + ", " +
                std::to_string(number) + ", 0, 0, 0, rule_of(" + day +
                "), 'r', '-', '-', true, true, 'y') RETURNING 1");
    }
    void counted(std::string const& list, int offset) {
        auto const day = "'" + to_string(day_at(offset)) + "'";
        sql("INSERT INTO day_count VALUES (" + list + ", " + day + ", 'all', rule_of(" + day +
            "), 'r', true, 1) RETURNING 1");
    }

    vantage_id vantage{};
};

constexpr char const* range = "?from=2024-10-04&to=2024-10-05";

}  // namespace

TEST_CASE("an item's counts tell both arms, their ratio and what fell", "[api][postgres]") {
    after_two_days b;
    auto const said = b.read(std::string{"/api/v1/items/tiktok/1000000/counts"} + range).json();

    CHECK(said["id"] == "1000000");
    REQUIRE(said["days"].Size() == 2);
    auto const& views = said["days"][1]["views"];
    CHECK(said["days"][1]["day"] == "2024-10-05");
    CHECK(views["api"].GetInt64() == 80);
    CHECK(views["public"].GetInt64() == 160);
    CHECK(views["ratio"].GetDouble() == 0.5);
    CHECK(views["api_fell_by"].GetInt64() == 20);
    CHECK(views["public_fell_by"].IsNull());
    CHECK(said["days"][0]["views"]["ratio"].IsNull());
    CHECK(said["days"][0]["comments"]["api"].IsNull());
    auto const table = b.read(std::string{"/api/v1/items/tiktok/1000000/counts.csv"} + range).body;
    CHECK(table.starts_with(
        "day,platform,video_id,count,api,public,ratio,api_fell_by,public_fell_by\n"
        "2024-10-04,tiktok,1000000,views,100,,,,\n2024-10-04,tiktok,1000000,likes,7,,,,\n"));
    CHECK(table.find("2024-10-05,tiktok,1000000,views,80,160,0.5,20,\n") != std::string::npos);
}

TEST_CASE("days before the first asked for are compared with, but not told", "[api][postgres]") {
    after_two_days b;
    auto const said = b.read("/api/v1/items/tiktok/1000000/counts?from=2024-10-05&to=2024-10-05").json();
    REQUIRE(said["days"].Size() == 1);
    CHECK(said["days"][0]["views"]["api_fell_by"].GetInt64() == 20);
}

TEST_CASE("a range of counts is bounded and its days are checked", "[api][postgres]") {
    after_two_days b;
    std::string const counts = "/api/v1/items/tiktok/1000000/counts";
    CHECK(b.read(counts + "?from=2023-09-02&to=2024-10-05").status == 200);  // 399 days.
    CHECK(b.read(counts + "?from=2023-09-01&to=2024-10-05").status == 400);
    CHECK(b.read(counts + "?from=2024-10-06&to=2024-10-05").json()["days"].Empty());
    CHECK(b.read(counts + "?from=soon").status == 400);
    CHECK(b.read("/api/v1/lists/news/metadata?day=soon").status == 400);
    CHECK(b.read("/api/v1/items/tiktok/99999999/counts").status == 404);
}

TEST_CASE("a list's metadata tell how many counts came, fell, and how they stand to the public ones",
          "[api][postgres]") {
    after_two_days b;
    auto const said = b.read("/api/v1/lists/news/metadata").json();

    CHECK(said["day"] == "2024-10-05");
    CHECK_FALSE(said["void"].GetBool());
    CHECK_FALSE(said["erased"].GetBool());
    CHECK(said["items"].GetInt() == 2);
    auto const& views = said["counts"]["views"];
    CHECK(views["present"].GetInt() == 2);
    CHECK(views["compared"].GetInt() == 1);
    CHECK(views["fell"].GetInt() == 1);
    CHECK(views["pairs"].GetInt() == 1);
    CHECK(views["median_ratio"].GetDouble() == 0.5);
    CHECK(said["counts"]["comments"]["share"].GetDouble() == 0.0);
    CHECK(b.read("/api/v1/lists/news/metadata.csv").body ==
          "day,over,field,type,items,present,share,compared,fell,pairs,median_ratio,near_one\n"
          "2024-10-05,list,views,number,2,2,1,1,1,1,0.5,0\n2024-10-05,list,likes,number,2,2,1,1,0,0,,0\n"
          "2024-10-05,list,comments,number,2,0,0,0,0,0,,0\n2024-10-05,list,shares,number,2,2,1,1,0,0,,0\n"
          "2024-10-05,list,favourites,number,2,2,1,1,0,0,,0\n2024-10-05,all,view_count,number,2,2,1,,,,,\n"
          "2024-10-05,all,voice_to_text,string,2,1,0.5,,,,,\n");
    CHECK(b.read("/api/v1/lists/news/metadata?day=2024-01-01").json()["items"].GetInt() == 0);
}

TEST_CASE("fields that only private lists' items have show to key holders alone", "[api][postgres]") {
    after_two_days b;
    auto const open = b.read("/api/v1/lists/news/metadata").json();
    auto const closed = b.read("/api/v1/lists/news/metadata", b.reader).json();

    CHECK(open["fields"]["items"].GetInt() == 2);
    CHECK(open["fields"]["fields"].Size() == 2);
    CHECK(closed["fields"]["items"].GetInt() == 3);
    REQUIRE(closed["fields"]["fields"].Size() == 3);
    CHECK(closed["fields"]["fields"][0]["field"] == "secret");
    CHECK(closed["fields"]["fields"][1]["share"].GetDouble() == 1.0);
    CHECK(closed["fields"]["fields"][1]["type"] == "number");
}

TEST_CASE("a private list and its items have counts for key holders alone", "[api][postgres]") {
    after_two_days b;
    for (std::string const what :
         {"/api/v1/lists/hidden/metadata", "/api/v1/lists/hidden/metadata.csv",
          "/api/v1/items/tiktok/2000000/counts", "/api/v1/items/tiktok/2000000/counts.csv"}) {
        CAPTURE(what);
        CHECK(b.read(what).status == 404);
        CHECK(b.read(what, b.reader).status == 200);
    }
    CHECK(b.read("/api/v1/lists/hidden/metadata", b.reader).json()["items"].GetInt() == 1);
}
