#include "daemon/store/scope_rules.hpp"
#include "tests/api/rest_bench.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;

namespace {

constexpr auto everything =
    R"({"slug":"russia","evidence":"region","values":["RU"],"words":"Nothing of there.","source":"the codebook",)"
    R"("valid_from":"2024-01-01","valid_to":null})";

std::string with(std::string text, std::string const& what, std::string const& instead) {
    text.replace(text.find(what), what.size(), instead);
    return text;
}

}  // namespace

TEST_CASE("anybody can read the scope rules, as JSON and as CSV", "[api][postgres]") {
    rest_bench b;
    auto const answer = b.read("/api/v1/scope-rules");
    REQUIRE(answer.status == 200);
    auto const said = answer.json();
    REQUIRE(said["scope_rules"].Size() == 3);
    auto const& canada = said["scope_rules"][0];
    CHECK(canada["slug"] == "canada");
    CHECK(canada["values"][0] == "CA");
    CHECK(canada["valid_from"].IsNull());
    CHECK(canada["valid_to"] == "2026-09-10");
    CHECK(canada["applied"].GetBool());
    CHECK_FALSE(said["scope_rules"][1]["applied"].GetBool());
    CHECK(b.read("/api/v1/scope-rules/canada").json()["evidence"] == "region");
    CHECK(b.read("/api/v1/scope-rules/mars").status == 404);
    auto const csv = b.read("/api/v1/scope-rules.csv");
    CHECK(csv.body.find("\ncanada,tiktok,region,CA,true,,2026-09-10,false,") != std::string::npos);
}

TEST_CASE("a key of write scope makes and changes a rule, and nobody else does", "[api][postgres]") {
    rest_bench b;
    CHECK(b.post("/api/v1/scope-rules", everything).status == 401);
    CHECK(b.post("/api/v1/scope-rules", everything, b.reader).status == 403);
    auto const made = b.post("/api/v1/scope-rules", everything, b.editor);
    REQUIRE(made.status == 201);
    CHECK(made.header("Location") == "/api/v1/scope-rules/russia");
    CHECK(made.json()["created_by"] == "editor");
    CHECK(b.post("/api/v1/scope-rules", everything, b.writer).status == 409);

    CHECK(b.ask("PATCH", "/api/v1/scope-rules/russia", R"({"archived":true})").status == 401);
    auto const changed = b.ask("PATCH", "/api/v1/scope-rules/russia",
                               R"({"valid_to":"2026-01-01","words":" Until then. "})", b.editor);
    REQUIRE(changed.status == 200);
    auto const said = changed.json();
    CHECK(said["valid_to"] == "2026-01-01");
    CHECK(said["valid_from"] == "2024-01-01");
    CHECK(said["words"] == "Until then.");
    REQUIRE(said["edits"].Size() == 1);
    CHECK(said["edits"][0]["edited_by"] == "editor");
    CHECK(said["edits"][0]["was"]["valid_to"].IsNull());
    CHECK(said["edits"][0]["was"]["words"] == "Nothing of there.");
    // Names of keys are not everybody's business.
    CHECK(b.read("/api/v1/scope-rules/russia").json()["edits"][0]["edited_by"].IsNull());
    CHECK(b.ask("PATCH", "/api/v1/scope-rules/mars", R"({"archived":true})", b.writer).status == 404);
    CHECK(b.ask("DELETE", "/api/v1/scope-rules/russia", {}, b.writer).status == 405);
    CHECK(b.fault == "");
}

TEST_CASE("a rule that cannot be taken is refused with its place", "[api][postgres]") {
    rest_bench b;
    auto const place = [&](std::string const& what, std::string const& instead) {
        auto const answer = b.post("/api/v1/scope-rules", with(everything, what, instead), b.writer);
        CAPTURE(what, instead, answer.body);
        CHECK(answer.status == 400);
        auto const said = answer.json();
        return said.HasMember("where") ? std::string{said["where"].GetString()} : std::string{};
    };
    CHECK(place("russia", "Russia!") == "slug");
    CHECK(place(R"("region")", R"("height")") == "evidence");
    CHECK(place(R"("region")", R"("creator_age")") == "values");
    CHECK(place(R"(["RU"])", R"("RU")") == "values");
    CHECK(place(R"(["RU"])", R"([])") == "values");
    CHECK(place(R"(["RU"])", R"(["RU","ru"])") == "values[1]");
    CHECK(place(R"(["RU"])", R"(["RU",5])") == "values[1]");
    CHECK(place("Nothing of there.", "  ") == "words");
    CHECK(place("the codebook", "") == "source");
    CHECK(place("2024-01-01", "2024-02-30") == "valid_from");
    CHECK(place(R"("valid_to":null)", R"("valid_to":"2024-01-01")") == "valid_to");
    CHECK(place(R"("valid_to":null)", R"("valid_to":7)") == "valid_to");
    CHECK(place(R"("valid_to":null)", R"("valid_until":null)") == "valid_until");
    CHECK(place(R"("valid_to":null)", R"("platform":"youtube")") == "platform");
    CHECK(b.read("/api/v1/scope-rules").json()["scope_rules"].Size() == 3);
    auto const changed = b.ask("PATCH", "/api/v1/scope-rules/canada", R"({"evidence":"region"})", b.writer);
    CHECK(changed.status == 400);
    CHECK(changed.json()["where"] == "evidence");
    CHECK(b.ask("PATCH", "/api/v1/scope-rules/canada", R"({"valid_from":"2026-09-10"})", b.writer)
              .json()["where"] == "valid_to");
    CHECK(b.fault == "");
}

TEST_CASE("an excluded day of an item says which rule excludes it", "[api][postgres]") {
    rest_bench b;
    auto const list = b.make_list("news");
    std::vector<named_item> const items{{.platform_id = 7000000000000000001, .region = "CA"}};
    b.get(b.lists.add_items(list.key, items, "test", utc_time{day_at(0)}));
    b.sql("SELECT ensure_verdict_partition(date '" + to_string(day_at(0)) + "', 1::smallint)");
    for (auto const& day : {day_at(0), day_at(1)}) {
        b.sql("INSERT INTO verdict SELECT item, date '" + to_string(day) +
              "', 0, 0, 0, 0, 1, 'x', '-', '-', false, false, '-' FROM item RETURNING 1");
    }
    b.ask("PATCH", "/api/v1/scope-rules/canada", R"({"valid_to":")" + to_string(day_at(1)) + R"("})",
          b.writer);

    auto const said = b.read("/api/v1/items/tiktok/7000000000000000001?to=2026-11-20").json();

    REQUIRE(said["history"].Size() == 2);
    CHECK(said["history"][0]["scope"] == "excluded");
    CHECK(said["history"][0]["scope_rule"] == "canada");
    CHECK(said["history"][1]["scope"] == "in");
    CHECK(said["history"][1]["scope_rule"].IsNull());
    auto const csv = b.read("/api/v1/items/tiktok/7000000000000000001.csv?to=2026-11-20");
    CHECK(csv.body.find(",excluded,canada\n") != std::string::npos);
}

TEST_CASE("a region comes with items that are added as CSV", "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    auto const added =
        b.ask("POST", "/api/v1/items?list=news",
              "video_id,region\n7000000000000000001,ca\n7000000000000000002,\n", b.writer, "text/csv");
    REQUIRE(added.status == 200);
    CHECK(
        b.sql("SELECT coalesce(region, '-'), coalesce(region_source, '-') FROM item ORDER BY platform_id") ==
        "CA,given;-,-");
}
