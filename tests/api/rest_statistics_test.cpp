#include "tests/api/rest_bench.hpp"

#include "daemon/store/day_counts.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::day_at;
using test::rest_bench;

namespace {

/// A public list of 40 items of four creators, one of them missing whole, and a private list.
struct after_a_day : rest_bench {
    after_a_day() {
        add(make_list("news").key, 1'000'000, 40);
        add(make_list("hidden", false).key, 2'000'000, 1);
        add(make_list("lost", true, selection::chosen_for_being_missing).key, 1'000'000, 40);
        sql("UPDATE item SET username = 'creator' || (platform_id - 1000000) / 10, region = "
            "CASE WHEN platform_id < 1000035 THEN 'DE' END, created_at = '" +
            to_string(day_at(-1)) + "', created_at_source = 4 RETURNING 1");
        auto const day = "'" + to_string(day_at(0)) + "'";
        sql("SELECT ensure_verdict_partition(" + day + ", rule_of(" + day + "))");
        sql("INSERT INTO verdict SELECT item, " + day + ", 0, 0, 0, 0, rule_of(" + day +
            "), CASE WHEN platform_id < 1000010 THEN 'm' ELSE 'r' END::\"char\", '-', '-', true, true, '-' "
            "FROM item "
            "RETURNING 1");
        get(rebuild_day_counts(db, day_at(0),
                               static_cast<std::int16_t>(std::stoi(sql("SELECT rule_of(" + day + ")")))));
    }
};

}  // namespace

TEST_CASE("creators of a list are told by how many of their items came back", "[api][postgres]") {
    after_a_day b;
    auto const answer = b.read("/api/v1/lists/news/creators");
    REQUIRE(answer.status == 200);
    auto const said = answer.json();

    CHECK(said["day"] == "2024-10-04");
    auto const& spread = said["distribution"];
    CHECK(spread["creators"].GetInt() == 4);
    CHECK(spread["whole"].GetInt() == 3);
    CHECK(spread["none"].GetInt() == 1);
    REQUIRE(spread["of_ten"].Size() == 11);
    CHECK(spread["of_ten"][0].GetInt() == 1);
    CHECK(spread["of_ten"][10].GetInt() == 3);
    CHECK(said["creators"][0]["creator"] == "creator0");
    CHECK(said["creators"][0]["none"].GetBool());
    CHECK(said["next"].IsNull());
    CHECK(
        b.read("/api/v1/lists/news/creators.csv").body ==
        "day,creator,counting,returned,none\n2024-10-04,creator0,10,0,true\n2024-10-04,creator1,10,10,false\n"
        "2024-10-04,creator2,10,10,false\n2024-10-04,creator3,10,10,false\n");
}

TEST_CASE("creators are paged by name, and a day without verdicts has none", "[api][postgres]") {
    after_a_day b;
    auto const first = b.read("/api/v1/lists/news/creators?per_page=3").json();
    CHECK(first["creators"].Size() == 3);
    CHECK(first["next"] == "creator2");
    auto const second = b.read("/api/v1/lists/news/creators?per_page=3&after=creator2").json();
    REQUIRE(second["creators"].Size() == 1);
    CHECK(second["creators"][0]["creator"] == "creator3");
    CHECK(second["next"].IsNull());
    CHECK(second["distribution"]["creators"].GetInt() == 4);

    auto const before = b.read("/api/v1/lists/news/creators?day=2024-01-01").json();
    CHECK(before["day"] == "2024-01-01");
    CHECK(before["creators"].Empty());
    CHECK(b.read("/api/v1/lists/news/creators?day=soon").status == 400);
    CHECK(b.read("/api/v1/lists/news/creators?per_page=0").status == 400);
}

TEST_CASE("creators are sorted, filtered and turned by the address, and CSV has all that fit",
          "[api][postgres]") {
    after_a_day b;
    auto const most = b.read("/api/v1/lists/news/creators?sort=missing&order=desc&per_page=1").json();
    CHECK(most["creators"][0]["creator"] == "creator0");
    CHECK(most["total"].GetInt() == 4);
    CHECK(most["more"].GetBool());
    CHECK(most["next"].IsNull());
    CHECK(most["without_creator"].GetInt() == 0);
    auto const second =
        b.read("/api/v1/lists/news/creators?sort=missing&order=desc&per_page=1&page=2").json();
    CHECK(second["creators"][0]["creator"] == "creator1");
    CHECK(b.read("/api/v1/lists/news/creators?none=1").json()["total"].GetInt() == 1);
    CHECK(
        b.read("/api/v1/lists/news/creators.csv?sort=share&order=desc&q=creator&per_page=1").body ==
        "day,creator,counting,returned,none\n2024-10-04,creator1,10,10,false\n"
        "2024-10-04,creator2,10,10,false\n2024-10-04,creator3,10,10,false\n2024-10-04,creator0,10,0,true\n");
    CHECK(b.read("/api/v1/lists/news/creators?sort=size").status == 400);
    CHECK(b.read("/api/v1/lists/news/creators?sort=share&after=creator1").status == 400);
}

TEST_CASE("items whose creator is not known are counted beside the creators", "[api][postgres]") {
    after_a_day b;
    b.sql("UPDATE item SET username = NULL WHERE platform_id = 1000039 RETURNING 1");
    b.sql("UPDATE item SET username = '' WHERE platform_id = 1000038 RETURNING 1");
    auto const said = b.read("/api/v1/lists/news/creators").json();
    CHECK(said["without_creator"].GetInt() == 2);
    CHECK(said["distribution"]["creators"].GetInt() == 4);
}

TEST_CASE("the parts of a list have rates by the headline's rule, and a list chosen for its outcome none",
          "[api][postgres]") {
    after_a_day b;
    auto const said = b.read("/api/v1/lists/news/strata").json();
    CHECK(said["day"] == "2024-10-04");
    REQUIRE(said["strata"].Size() == 4);
    CHECK(said["strata"][0]["stratum"] == "all");
    CHECK(said["strata"][1]["stratum"] == "created:2024");
    CHECK(said["strata"][2]["stratum"] == "region:DE");
    CHECK(said["strata"][2]["counting"].GetInt() == 35);
    CHECK(said["strata"][2]["returned"].GetInt() == 25);
    CHECK(said["strata"][2]["completeness"].GetDouble() == Approx(25.0 / 35));
    CHECK(said["strata"][2]["verdicts"]["missing"].GetInt() == 10);
    auto const lost = b.read("/api/v1/lists/lost/strata").json();
    CHECK_FALSE(lost["rated"].GetBool());
    CHECK(lost["strata"][0]["completeness"].IsNull());
    CHECK(lost["strata"][0]["counting"].GetInt() == 40);
    CHECK(b.read("/api/v1/lists/news/strata?day=2024-01-01").json()["strata"].Empty());
    CHECK(b.read("/api/v1/lists/news/strata?day=soon").status == 400);
    CHECK(b.read("/api/v1/lists/news/strata?as_of=2024-10-03").json()["strata"].Empty());
    CHECK(b.read("/api/v1/lists/hidden/strata").status == 404);
    CHECK(b.read("/api/v1/lists/hidden/strata", b.reader).status == 200);
}

TEST_CASE("all lists stand side by side on their newest day that is not void", "[api][postgres]") {
    after_a_day b;
    auto const seen = b.read("/api/v1/where-from").json();
    REQUIRE(seen["lists"].Size() == 2);
    CHECK(seen["lists"][0]["list"] == "news");
    CHECK(seen["lists"][0]["completeness"].GetDouble() == Approx(0.75));
    CHECK(seen["lists"][1]["completeness"].IsNull());
    CHECK(b.read("/api/v1/where-from", b.reader).json()["lists"].Size() == 3);
    b.sql("UPDATE watchlist SET archived_at = now() WHERE slug = 'lost' RETURNING 1");
    CHECK(b.read("/api/v1/where-from").json()["lists"].Size() == 1);
    b.sql("INSERT INTO run (day, started_at, ended_at, seed, rule_version, api_arm) VALUES ('" +
          to_string(day_at(0)) + "', now(), now(), 1, 1, 'void') RETURNING 1");
    CHECK(b.read("/api/v1/where-from").json()["lists"].Empty());
    CHECK(b.read("/api/v1/where-from.csv").body.starts_with("list,day,void,completeness,"));
}

TEST_CASE("a creator's items are told by list and by day to whoever may see them", "[api][postgres]") {
    after_a_day b;
    b.sql("UPDATE item SET username = 'a/b.csv' WHERE platform_id < 1000010 RETURNING 1");
    auto const lists = b.read("/api/v1/creators/tiktok/a%2Fb.csv/lists").json();
    REQUIRE(lists["lists"].Size() == 2);
    CHECK(lists["creator"] == "a/b.csv");
    CHECK(lists["lists"][0]["list"] == "lost");
    CHECK(lists["lists"][1]["newest"]["counting"].GetInt() == 10);
    CHECK(lists["lists"][1]["newest"]["returned"].GetInt() == 0);
    auto const days = b.read("/api/v1/creators/tiktok/a%2Fb.csv/days.csv?from=2024-10-01&to=2024-10-31").body;
    CHECK(days.starts_with("day,void,rule_version,counting,returned,lingering,"));
    CHECK(days.find("\n2024-10-04,false,1,10,0,") != std::string::npos);
    CHECK(b.read("/api/v1/creators/tiktok/creator100000/lists").status == 404);
    CHECK(b.read("/api/v1/creators/tiktok/creator100000/days", b.reader).status == 200);
    CHECK(b.read("/api/v1/creators/youtube/creator1/lists").status == 404);
    CHECK(b.read("/api/v1/creators/tiktok/creator1/days?from=2023-01-01&to=2024-10-31").status == 400);
    CHECK(b.read("/api/v1/creators/tiktok/creator1/days?from=soon").status == 400);
}

TEST_CASE("a private list has creators and a lag for key holders alone", "[api][postgres]") {
    after_a_day b;
    for (std::string const what : {"creators", "creators.csv", "lag", "lag.csv"}) {
        CHECK(b.read("/api/v1/lists/hidden/" + what).status == 404);
        CHECK(b.read("/api/v1/lists/hidden/" + what, b.reader).status == 200);
        CHECK(b.read("/api/v1/lists/nowhere/" + what, b.reader).status == 404);
        CHECK(b.read("/api/v1/lists/news/" + what).body.find("creator100000") == std::string::npos);
    }
}

TEST_CASE("the lag says what share was retrieved by when, but not of a list chosen for its outcome",
          "[api][postgres]") {
    after_a_day b;
    auto const said = b.read("/api/v1/lists/news/lag").json();
    CHECK(said["rated"].GetBool());
    CHECK(said["items"].GetInt() == 40);
    CHECK(said["retrieved"].GetInt() == 30);
    REQUIRE(said["steps"].Size() == 1);
    CHECK(said["steps"][0]["hours"].GetDouble() == 36.0);
    CHECK(said["steps"][0]["share"].GetDouble() == Approx(0.75));
    CHECK(said["steps"][0]["low"].GetDouble() < 0.75);
    CHECK(said["steps"][0]["high"].GetDouble() > 0.75);
    CHECK(said["median_hours"].GetDouble() == 36.0);
    CHECK(said["settle_hours"].GetInt() == 72);
    CHECK(said["waiting"].GetInt() == 10);
    CHECK(b.read("/api/v1/lists/news/lag.csv")
              .body.starts_with("hours,at_risk,retrieved,share,low,high\n36,40,30,0.75,"));

    auto const lost = b.read("/api/v1/lists/lost/lag").json();
    CHECK_FALSE(lost["rated"].GetBool());
    CHECK(lost["steps"].Empty());
}

TEST_CASE("a day's rate stands beside that of the items whose scope is known", "[api][postgres]") {
    after_a_day b;
    auto const said = b.read("/api/v1/lists/news/completeness?from=2024-10-01&to=2024-10-31").json();
    REQUIRE(said["days"].Size() == 1);
    auto const& day = said["days"][0];
    CHECK(day["completeness"].GetDouble() == Approx(0.75));
    CHECK(day["low"].GetDouble() < 0.5);  // One of four creators is missing whole.
    CHECK(day["scope_in"]["retrievable"].GetInt() == 25);
    CHECK(day["scope_in"]["completeness"].GetDouble() == Approx(25.0 / 35));
    auto const part =
        b.read("/api/v1/lists/news/completeness?from=2024-10-01&to=2024-10-31&stratum=scope:in").json();
    CHECK(part["days"][0]["missing"].GetInt() == 10);
    CHECK(part["days"][0]["scope_in"].IsNull());
    auto const lost = b.read("/api/v1/lists/lost/completeness?from=2024-10-01&to=2024-10-31").json();
    CHECK(lost["days"][0]["scope_in"]["completeness"].IsNull());
    CHECK(lost["days"][0]["scope_in"]["missing"].GetInt() == 10);
}

TEST_CASE("an item tells how often it flickers", "[api][postgres]") {
    after_a_day b;
    auto const day = "'" + to_string(day_at(1)) + "'";
    b.sql("SELECT ensure_verdict_partition(" + day + ", rule_of(" + day + "))");
    b.sql("INSERT INTO verdict SELECT item, " + day + ", 0, 0, 0, 0, rule_of(" + day +
          "), 'r', '-', '-', true, true, '-' FROM item RETURNING 1");
    b.time.advance(std::chrono::hours{48});
    auto const said = b.read("/api/v1/items/tiktok/1000000").json();
    CHECK(said["flicker"]["pairs"].GetInt() == 1);
    CHECK(said["flicker"]["changes"].GetInt() == 1);
    CHECK(said["flicker"]["rate"].GetDouble() == 1.0);
}
