#include "tests/api/rest_bench.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using test::rest_bench;

namespace {

std::string items(std::string const& list, std::vector<std::string> const& all) {
    std::string body = "{\"list\":\"" + list + "\",\"items\":[";
    for (std::size_t i = 0; i < all.size(); ++i) body += (i > 0 ? ",\"" : "\"") + all[i] + "\"";
    return body + "]}";
}

/// 2024-10-03, before the bench's now.
constexpr std::int64_t some_id = 7421500000000000001;

}  // namespace

TEST_CASE("added items are told added once and known ever after", "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    auto const body =
        items("news", {std::to_string(some_id), "https://www.tiktok.com/@a/video/7421500000000000002"});

    auto const first = b.post("/api/v1/items", body, b.writer);
    auto const second = b.post("/api/v1/items", body, b.writer);

    CHECK(b.fault == "");
    REQUIRE(first.status == 200);
    auto const one = first.json();
    CHECK(one["added"].GetInt() == 2);
    CHECK(std::string{one["items"][0]["id"].GetString()} == std::to_string(some_id));
    CHECK(std::string{one["items"][1]["result"].GetString()} == "added");
    CHECK(one["items"][0]["plannable"].GetBool());
    CHECK(second.json()["added"].GetInt() == 0);
    CHECK(second.json()["known"].GetInt() == 2);
    CHECK(b.ask("GET", "/api/v1/lists/news").json()["items"].GetInt() == 2);
}

TEST_CASE("each item is refused or taken on its own, with its place and reason", "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    auto const answer = b.post(
        "/api/v1/items",
        items("news", {"12345", "7421500000000000001", "1234567890123456789012345",
                       "https://vm.tiktok.com/abc", "7421500000000000001", "1000000", "9223372036854775807"}),
        b.writer);
    REQUIRE(answer.status == 200);
    auto const said = answer.json();
    auto const result = [&](unsigned i) { return std::string{said["items"][i]["result"].GetString()}; };
    CHECK(result(0) == "rejected");
    CHECK(std::string{said["items"][0]["where"].GetString()} == "items[0]");
    CHECK(result(1) == "added");
    CHECK(result(2) == "rejected");
    CHECK(result(3) == "rejected");
    CHECK(std::string{said["items"][3]["reason"].GetString()}.find("short link") != std::string::npos);
    CHECK(result(4) == "known");
    CHECK(std::string{said["items"][4]["note"].GetString()} == "duplicate in this call");
    CHECK(result(5) == "added");
    CHECK_FALSE(said["items"][5]["plannable"].GetBool());
    CHECK_FALSE(said["items"][6]["plannable"].GetBool());
    CHECK(said["unplannable"].GetInt() == 2);
    CHECK(said["rejected"].GetInt() == 3);
}

TEST_CASE("a call that cannot be taken whole changes nothing", "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    auto const good = std::to_string(some_id);
    CHECK(b.post("/api/v1/items", R"({"list":"news","items":[")" + good + R"(",5]})", b.writer).status ==
          400);
    CHECK(b.post("/api/v1/items", R"({"list":"news","items":[")" + good + R"("])", b.writer).status == 400);
    CHECK(b.post("/api/v1/items", items("news", {good}), "").status == 401);
    CHECK(b.post("/api/v1/items", items("news", {good}), b.reader).status == 403);
    CHECK(b.post("/api/v1/items", items("nowhere", {good}), b.writer).status == 404);
    CHECK(b.ask("POST", "/api/v1/items", items("news", {good}), b.writer, "text/plain").status == 415);
    CHECK(b.ask("PUT", "/api/v1/items", items("news", {good}), b.writer).status == 405);
    CHECK(b.post("/api/v1/items", std::string(9 * 1024 * 1024, ' '), b.writer).status == 413);
    CHECK(b.sql("SELECT count(*) FROM item") == "0");
}

TEST_CASE("a revoked key opens nothing", "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    REQUIRE(b.get(b.keys.revoke("writer", b.time.now())));
    CHECK(b.post("/api/v1/items", items("news", {std::to_string(some_id)}), b.writer).status == 401);
    CHECK(b.read("/api/v1/lists", b.writer).status == 401);
}

TEST_CASE("CSV is taken with its list in the address, and refused line by line", "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    std::string const csv =
        "video_id,username,region\n7421500000000000001,anna,DE\nabc,x,\n7421500000000000002,,\n";
    CHECK(b.ask("POST", "/api/v1/items", csv, b.writer, "text/csv").status == 400);
    auto const answer = b.ask("POST", "/api/v1/items?list=news", csv, b.writer, "text/csv; charset=utf-8");
    REQUIRE(answer.status == 200);
    auto const said = answer.json();
    CHECK(said["added"].GetInt() == 2);
    CHECK(std::string{said["items"][1]["where"].GetString()} == "line 3");
    CHECK(b.read("/api/v1/items/tiktok/7421500000000000001").json()["username"] == "anna");
}

TEST_CASE("a private list, and what is only on it, does not exist without the scope read",
          "[api][postgres]") {
    rest_bench b;
    b.make_list("open");
    b.make_list("hidden", false);
    REQUIRE(b.post("/api/v1/items", items("hidden", {"7421500000000000009"}), b.writer).status == 404);
    REQUIRE(b.post("/api/v1/items", items("hidden", {"7421500000000000009"}), b.editor).status == 200);
    REQUIRE(b.post("/api/v1/items", items("open", {"7421500000000000001"}), b.writer).status == 200);

    for (auto const& key : {std::string{}, b.writer, b.auditor}) {
        CHECK(b.read("/api/v1/lists", key).body.find("hidden") == std::string::npos);
        CHECK(b.read("/api/v1/lists/hidden", key).status == 404);
        CHECK(b.read("/api/v1/lists/hidden/completeness", key).status == 404);
        CHECK(b.read("/api/v1/lists/hidden/verdicts.csv", key).status == 404);
        CHECK(b.read("/api/v1/items?list=hidden", key).status == 404);
        CHECK(b.read("/api/v1/items/tiktok/7421500000000000009", key).status == 404);
        CHECK(b.read("/api/v1/items", key).json()["total"].GetInt() == 1);
    }
    CHECK(b.ask("DELETE", "/api/v1/items/tiktok/7421500000000000009", {}, b.writer).status == 404);
    CHECK(b.read("/api/v1/lists/hidden", b.reader).status == 200);
    CHECK(b.read("/api/v1/items/tiktok/7421500000000000009", b.reader).status == 200);
    CHECK(b.post("/api/v1/items/check", R"({"items":["7421500000000000009","7421500000000000001"]})")
              .json()["known"]
              .GetInt() == 1);
}

TEST_CASE("a check writes nothing, tells what it would cost, and is asked ten times a minute",
          "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    auto const answer = b.post("/api/v1/items/check", R"({"items":["7421500000000000001","x","1000000"]})");
    REQUIRE(answer.status == 200);
    auto const said = answer.json();
    CHECK(said["new"].GetInt() == 2);
    CHECK(said["rejected"].GetInt() == 1);
    CHECK(said["unplannable"].GetInt() == 1);
    CHECK(said["cost_a_day"]["first_pass_calls"].GetInt() == 1);
    CHECK(b.sql("SELECT count(*) FROM item") == "0");

    for (int i = 0; i < 9; ++i) CHECK(b.post("/api/v1/items/check", R"({"items":[]})").status == 200);
    auto const eleventh = b.post("/api/v1/items/check", R"({"items":[]})");
    CHECK(eleventh.status == 429);
    CHECK(eleventh.header("Retry-After") == "60");
    b.time.advance(std::chrono::minutes{1});
    CHECK(b.post("/api/v1/items/check", R"({"items":[]})").status == 200);
    std::vector<std::string> many(1001, "1");
    CHECK(b.post("/api/v1/items/check", items("x", many)).status == 400);
    CHECK(b.post("/api/v1/items/check", std::string(70'000, ' ')).status == 413);
}

TEST_CASE("a search goes through all pages once, by opaque cursors", "[api][postgres]") {
    rest_bench b;
    auto const list = b.make_list("news");
    b.add(list.key, 1'000'000, 25);
    std::set<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
        auto const page =
            b.read("/api/v1/items?list=news&per_page=10" + (cursor.empty() ? "" : "&cursor=" + cursor))
                .json();
        for (auto const& item : page["items"].GetArray()) CHECK(seen.insert(item["id"].GetString()).second);
        CHECK(page["total"].GetInt() == 25);
        cursor = page["next"].IsString() ? page["next"].GetString() : "";
        ++pages;
    } while (!cursor.empty());
    CHECK(seen.size() == 25);
    CHECK(pages == 3);
    CHECK(b.read("/api/v1/items?creator=creator500000").json()["total"].GetInt() == 2);
    CHECK(b.read("/api/v1/items?q=100002").json()["total"].GetInt() == 5);
    auto const csv = b.read("/api/v1/items.csv?per_page=3");
    CHECK(csv.header("Content-Type").starts_with("text/csv"));
    CHECK(std::count(csv.body.begin(), csv.body.end(), '\n') == 4);
}

TEST_CASE("bad questions are answered with what is accepted", "[api][postgres]") {
    rest_bench b;
    for (auto const* const target :
         {"/api/v1/items?per_page=0", "/api/v1/items?per_page=1001", "/api/v1/items?per_page=x",
          "/api/v1/items?verdict=gone", "/api/v1/items?cursor=123", "/api/v1/runs?cursor=x",
          "/api/v1/runs?per_page=-1", "/api/v1/quota?day=yesterday",
          "/api/v1/lists/x/completeness?from=2026-13-01",
          "/api/v1/lists/x/completeness?from=2026-02-02&to=2026-02-01"}) {
        CAPTURE(target);
        auto const answer = b.read(target);
        CHECK(answer.status == 400);
        CHECK(answer.header("Content-Type") == "application/problem+json");
        CHECK(answer.json().HasMember("where"));
    }
    for (auto const* const target :
         {"/api/v1/items?list=nowhere", "/api/v1/items/tiktok/123456", "/api/v1/items/youtube/123456",
          "/api/v1/items/tiktok/1%27%20OR%201=1", "/api/v1/lists/%27;DROP", "/api/v1/runs/0",
          "/api/v1/runs/99999999999", "/api/v1/calls/-1", "/api/v1/calls/7"}) {
        CAPTURE(target);
        CHECK(b.read(target).status == 404);
    }
    CHECK(b.fault == "");
}

TEST_CASE("an item's note and region change, and it can be archived", "[api][postgres]") {
    rest_bench b;
    auto const list = b.make_list("news");
    b.add(list.key, 1'000'000, 2);
    auto const changed =
        b.ask("PATCH", "/api/v1/items/tiktok/1000001", R"({"note":"=x","region":"FR"})", b.editor);
    CHECK(changed.status == 200);
    CHECK(changed.json()["note"] == "=x");
    CHECK(changed.json()["region"] == "FR");
    CHECK(b.read("/api/v1/items.csv", b.editor).body.find("\"'=x\"") != std::string::npos);
    CHECK(b.read("/api/v1/items.csv").body.find("=x") == std::string::npos);
    CHECK(b.ask("PATCH", "/api/v1/items/tiktok/1000001", R"({"region":"fra"})", b.writer).status == 400);
    CHECK(b.ask("PATCH", "/api/v1/items/tiktok/1000001", R"({"views":1})", b.writer).status == 400);
    CHECK(b.ask("DELETE", "/api/v1/items/tiktok/1000001", {}, b.writer).status == 204);
    CHECK(b.sql("SELECT count(*) FROM item WHERE archived_at IS NOT NULL") == "1");
    CHECK(b.ask("DELETE", "/api/v1/lists/news/items/tiktok/1000000", {}, b.writer).status == 204);
    CHECK(b.ask("DELETE", "/api/v1/lists/news/items/tiktok/1000000", {}, b.writer).status == 404);
}

TEST_CASE("a hundred thousand items are taken in one call", "[api][postgres]") {
    rest_bench b;
    b.make_list("news");
    std::vector<std::string> many;
    for (std::int64_t i = 0; i < 100'000; ++i) many.push_back(std::to_string(some_id + 1000 * i));
    auto const answer = b.post("/api/v1/items", items("news", many), b.writer);
    REQUIRE(answer.status == 200);
    CHECK(answer.json()["added"].GetInt() == 100'000);
    many.push_back("1000001");
    CHECK(b.post("/api/v1/items", items("news", many), b.writer).status == 400);
}
