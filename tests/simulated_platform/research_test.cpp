#include "tests/simulated_platform/bench.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lacuna::simulated;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

std::string const one_month =
    R"("population":{"items":400,"creators":40,"created_from":-60,"created_to":-35})";
std::string const withheld = R"("states":{"deleted":0.1,"withheld":0.2})";

std::string scenario_with(std::string const& rest = "\"seed\":1") {
    return "{" + one_month + "," + rest + "}";
}

auto const everyone = [](standing const&) { return true; };
auto const returnable = [](standing const& it) { return it.in_api; };

}  // namespace

TEST_CASE("a token lives two hours by the platform's clock", "[research]") {
    bench on{scenario_with()};
    auto const ids = on.some(3, returnable);
    on.it.clock().set(on.it.clock().now() + seconds{7199}, false);
    CHECK(on.query(by_id(on, ids)).status == 200);

    on.it.clock().set(on.it.clock().now() + seconds{1}, false);
    auto const got = on.query(by_id(on, ids));

    CHECK(got.status == 401);
    CHECK(error_in(got) ==
          std::pair<std::string, std::string>{"access_token_invalid",
                                              "The access token is invalid or not found in the request."});
}

TEST_CASE("a refused token comes flat, with HTTP 200", "[research]") {
    bench on{scenario_with(R"("clients":[{"key":"key","secret":"s"}])")};
    auto const body = [&](std::string_view form) { return on.token(form).body.substr(0, 36); };

    CHECK(on.token("client_key=key&client_secret=bad&grant_type=client_credentials").status == 200);
    CHECK(body("client_key=key&client_secret=bad&grant_type=client_credentials") ==
          R"({"error":"invalid_client","error_des)");
    CHECK(body("client_key=key&client_secret=s&grant_type=password")
              .starts_with(R"({"error":"unsupported_grant_type")"));
    CHECK(body("client_key=key&client_secret=s").starts_with(R"({"error":"invalid_request")"));
    CHECK(on.token("client_key=key&client_secret=s&grant_type=client_credentials")
              .body.find(R"("expires_in":7200)") != std::string::npos);
}

TEST_CASE("a query by id returns what is in the API and nothing else, newest id first", "[research]") {
    bench on{scenario_with(withheld)};
    auto const asked = on.some(100, everyone);
    auto expected = on.some(100, returnable);
    std::erase_if(expected,
                  [&](auto id) { return std::find(asked.begin(), asked.end(), id) == asked.end(); });
    std::sort(expected.rbegin(), expected.rend());

    auto const got = on.query(by_id(on, asked));

    REQUIRE(got.status == 200);
    CHECK(ids_in(got) == expected);
    CHECK(expected.size() < 90);
}

TEST_CASE("what is refused is refused in the documented body", "[research]") {
    bench on{scenario_with()};
    auto const good = by_id(on, on.some(3, everyone));
    auto const wrong = [&](std::string body, std::string const& from, std::string const& to) {
        auto const at = body.find(from);
        REQUIRE(at != std::string::npos);
        auto const got = on.query(body.replace(at, from.size(), to));
        CHECK(got.status == 400);
        CHECK(error_in(got).first == "invalid_params");
        return error_in(got).second;
    };
    REQUIRE(on.query(good).status == 200);

    CHECK(wrong(good, R"("max_count":100)", R"("max_count":101)") == "Invalid count or cursor");
    CHECK(wrong(good, R"("max_count":100)", R"("max_count":0)") == "Invalid count or cursor");
    CHECK(wrong(good, R"("max_count":100)", R"("cursor":9999)") == "Invalid count or cursor");
    CHECK(wrong(good, R"("max_count":100)", R"("search_id":"7")") == "Search Id 7 is invalid or expired");
    CHECK(wrong(good, "start_date", "begin_date") == "Invalid start_date");
    CHECK(wrong(good, "end_date", "finish_date") == "Invalid end_date");
    CHECK(wrong(good, "\"IN\"", "\"LIKE\"") == "Invalid query operation");
    CHECK(wrong(good, "video_id", "colour") == "Invalid query field name");
    CHECK(wrong(good, "[\"7", "[7,\"7") == "Invalid query field values: must be strings");
    CHECK(wrong(good, "[\"7", "[\"99999999999999999999\",\"7") == "Invalid query field values");
    CHECK(wrong(good, "\"and\"", "\"xor\"") == "The query is empty");
    CHECK(on.query("{").status == 400);
    CHECK(on.query(std::string(200'000, '[')).status == 400);
    CHECK(error_in(on.query(good, "id,colour")).second == "Invalid fields");
    CHECK(error_in(on.query(good, "")).second == "The fields are empty");
}

TEST_CASE("a window of 30 days passes, of 31 not", "[research]") {
    bench on{scenario_with()};
    auto const window = [&](char const* end) {
        return on
            .query(
                R"({"query":{"and":[{"operation":"EQ","field_name":"region_code","field_values":["US"]}]},)"
                R"("start_date":"20261001","end_date":")" +
                std::string{end} + "\"}")
            .status;
    };
    CHECK(window("20261031") == 200);
    CHECK(window("20261101") == 400);
    CHECK(window("20260930") == 400);
}

TEST_CASE("100 ids pass, 101 not", "[research]") {
    bench on{scenario_with()};
    CHECK(on.query(by_id(on, on.some(100, everyone))).status == 200);
    CHECK(on.query(by_id(on, on.some(101, everyone))).status == 400);
}

TEST_CASE("the end date is inclusive, unless the scenario says otherwise", "[research]") {
    for (bool const inclusive : {true, false}) {
        bench on{scenario_with(inclusive ? "\"seed\":1" : R"("limits":{"end_date":"exclusive"})")};
        auto const id = on.some(1, returnable);
        CHECK(ids_in(on.query(by_id(on, id))).size() == (inclusive ? 1U : 0U));
    }
}

TEST_CASE("the thousand-and-first call of a UTC day is refused, and midnight forgives", "[research]") {
    bench on{scenario_with()};
    auto const body = by_id(on, on.some(1, returnable));
    for (int call = 0; call < 1000; ++call)
        REQUIRE(on.query(call % 2 ? body : "{").status == (call % 2 ? 200 : 400));

    auto const refused = on.query(body);

    CHECK(refused.status == 429);
    CHECK(refused.body ==
          R"({"data":{},"error":{"code":"daily_quota_limit_exceeded","message":"The API daily quota )"
          R"(limit exceeded. Please try again later"}})");
    on.authorization = "Bearer " + on.token_for("another");
    CHECK(on.query(body).status == 200);
    on.it.clock().set(sys_seconds{bench_day} + days{1} - seconds{1}, false);
    on.authorization = "Bearer " + on.token_for("key");
    CHECK(on.query(body).status == 429);
    on.it.clock().set(sys_seconds{bench_day} + days{1}, false);
    CHECK(on.query(body).status == 200);
}

TEST_CASE("failed calls cost quota, too", "[research]") {
    bench on{scenario_with(R"("limits":{"daily_calls":3},"faults":[{"kind":"error_500"}])")};
    auto const body = by_id(on, on.some(1, returnable));
    for (int call = 0; call < 3; ++call) {
        auto const got = on.query(body);
        CHECK(got.status == 500);
        CHECK(error_in(got).first == "internal_error");
    }
    CHECK(on.query(body).status == 429);
}

TEST_CASE("paging by the returned cursor and search_id brings every row once", "[research]") {
    for (std::string const faults :
         {"[]", R"([{"kind":"short_pages"}])",
          R"([{"kind":"empty_pages","probability":0.3},{"kind":"short_pages","probability":0.5}])"}) {
        bench on{scenario_with(withheld + ",\"faults\":" + faults)};
        std::string const start =
            R"({"query":{"and":[{"operation":"IN","field_name":"region_code","field_values":)"
            R"(["US","GB","DE","FR","BR","ID"]}]},"start_date":"20260921","end_date":"20261017","max_count":50)";
        std::string more = "}";
        std::vector<std::int64_t> seen;
        for (int page = 0; page < 400 && !more.empty(); ++page) {
            auto const got = on.query(start + more);
            REQUIRE(got.status == 200);
            for (auto const id : ids_in(got)) seen.push_back(id);
            rapidjson::Document read;
            read.Parse(got.body.c_str());
            auto const& data = read["data"];
            more = data["has_more"].GetBool()
                       ? ",\"cursor\":" + std::to_string(data["cursor"].GetInt64()) + ",\"search_id\":\"" +
                             data["search_id"].GetString() + "\"}"
                       : std::string{};
        }
        CHECK(more.empty());
        CHECK(std::is_sorted(seen.rbegin(), seen.rend()));
        CHECK(std::set<std::int64_t>(seen.begin(), seen.end()).size() == seen.size());
        CHECK(seen.size() == on.some(1000, returnable).size());
    }
}

TEST_CASE("nothing found looks as it was recorded, without a search_id", "[research]") {
    bench on{scenario_with()};
    auto const got =
        on.query(R"({"query":{"and":[{"operation":"EQ","field_name":"username","field_values":["nobody"]}]},)"
                 R"("start_date":"20261001","end_date":"20261031"})");
    CHECK(got.body.starts_with(
        R"({"data":{"has_more":false,"videos":[],"cursor":0},"error":{"code":"ok","message":"","log_id":"2026)"));
}

TEST_CASE("a corrupted batch drops the same ids each time for the same set, others for another",
          "[research]") {
    bench on{
        scenario_with(R"("states":{"deleted":0.1},"faults":[{"kind":"corrupted_batches","item_drop":0.3}])")};
    auto ids = on.some(100, everyone);
    auto const good = on.some(100, returnable).size();
    auto const first = ids_in(on.query(by_id(on, ids)));

    CHECK(first.size() * 100 < good * 85);
    std::reverse(ids.begin(), ids.end());
    CHECK(ids_in(on.query(by_id(on, ids))) == first);
    on.it.clock().set(on.it.clock().now() + hours{1}, false);
    CHECK(ids_in(on.query(by_id(on, ids))) == first);
    auto fewer = ids;
    fewer.pop_back();
    auto second = first;
    std::erase(second, ids.back());
    CHECK(ids_in(on.query(by_id(on, fewer))) != second);
}

TEST_CASE("a batch of public ids only is not corrupted, one invented id corrupts it", "[research]") {
    bench on{
        scenario_with(R"("states":{"deleted":0.1},"faults":[{"kind":"corrupted_batches","item_drop":0.5}])")};
    auto ids = on.some(99, returnable);
    CHECK(ids_in(on.query(by_id(on, ids))).size() == 99);
    ids.push_back(ids.front() + 1);
    CHECK(ids_in(on.query(by_id(on, ids))).size() < 80);
}

TEST_CASE("lost rows are others each time the same question is asked", "[research]") {
    bench on{scenario_with(R"("faults":[{"kind":"lost_rows","item_drop":0.2}])")};
    auto const body = by_id(on, on.some(100, returnable));
    auto const first = ids_in(on.query(body));
    auto const second = ids_in(on.query(body));

    CHECK(first.size() < 95);
    CHECK(first.size() > 60);
    CHECK(first != second);
}

TEST_CASE("a random sample is another each time, in random order", "[research]") {
    bench on{scenario_with(withheld)};
    std::string const body =
        R"({"query":{"and":[{"operation":"IN","field_name":"region_code","field_values":["US","GB"]}]},)"
        R"("start_date":"20260921","end_date":"20261017","max_count":20,"is_random":true})";
    auto const first = ids_in(on.query(body));
    auto const second = ids_in(on.query(body));

    CHECK(first.size() == 20);
    CHECK(first != second);
    CHECK_FALSE(std::is_sorted(first.rbegin(), first.rend()));
    for (auto const id : first)
        CHECK(on.it.videos().stand(*on.it.videos().find(id), on.it.clock().now()).in_api);
}

TEST_CASE("silence answers ok with nothing, from the nth call on and for its route only", "[research]") {
    bench on{scenario_with(R"("faults":[{"kind":"silent_zero","after_call":2,"route":"video_id"}])")};
    auto const body = by_id(on, on.some(5, returnable));
    CHECK(ids_in(on.query(body)).size() == 5);
    CHECK(ids_in(on.query(body)).size() == 5);
    CHECK(ids_in(on.query(body)).empty());
    CHECK(error_in(on.query(body)).first == "ok");
    auto const name = on.it.videos().first_username(on.it.videos().videos()[50]);
    CHECK_FALSE(
        ids_in(on.query(R"({"query":{"and":[{"operation":"EQ","field_name":"username","field_values":[")" +
                        name + R"("]}]},"start_date":"20260921","end_date":"20261017"})"))
            .empty());
}

TEST_CASE("a share of calls fails, and asking again draws afresh", "[research]") {
    bench on{scenario_with(
        R"("limits":{"daily_calls":100000},"faults":[{"kind":"error_500","probability":0.34}])")};
    auto const body = by_id(on, on.some(1, returnable));
    int failed = 0;
    for (int call = 0; call < 3000; ++call) failed += on.query(body).status == 500;
    CHECK(failed == Approx(1020).margin(110));
}

TEST_CASE("faults keep to their time and to their client", "[research]") {
    bench on{scenario_with(R"("faults":[{"kind":"html_504","client":"key","from":0,"to":1}])")};
    auto const body = by_id(on, on.some(1, returnable));
    auto const got = on.query(body);
    CHECK(got.status == 504);
    CHECK(got.type.starts_with("text/html"));
    on.authorization = "Bearer " + on.token_for("another");
    CHECK(on.query(body).status == 200);
    on.it.clock().set(sys_seconds{bench_day} + days{1}, false);
    on.authorization = "Bearer " + on.token_for("key");
    CHECK(on.query(body).status == 200);
}

TEST_CASE("a fault may belong to certain dates of what is asked for", "[research]") {
    bench on{scenario_with(R"("faults":[{"kind":"error_500","dates_from":-60,"dates_to":-50}])")};
    auto const all = on.some(400, returnable);

    CHECK(on.query(by_id(on, {all.front()})).status == 500);
    CHECK(on.query(by_id(on, {all.back()})).status == 200);
    CHECK(on.oembed(all.front()).status == 200);
}

TEST_CASE("an expired token of a fault stays expired until a new one is had", "[research]") {
    bench on{scenario_with(R"("faults":[{"kind":"expire_tokens","to":0.125}])")};
    on.it.clock().set(sys_seconds{bench_day} + hours{2}, false);
    on.authorization = "Bearer " + on.token_for("key");
    auto const body = by_id(on, on.some(1, returnable));
    CHECK(on.query(body).status == 401);
    on.it.clock().set(sys_seconds{bench_day} + hours{3}, false);
    CHECK(on.query(body).status == 401);
    on.authorization = "Bearer " + on.token_for("key");
    CHECK(on.query(body).status == 200);
}

TEST_CASE("rows hold only what was asked for, ids as bare integers, keys in varying order", "[research]") {
    bench on{scenario_with(R"("states":{"nul_text":1})")};
    auto const ids = on.some(20, returnable);
    auto const body = on.query(by_id(on, ids), "id,username,effect_ids,video_description").body;

    CHECK(body.find("\"id\":" + std::to_string(ids[0])) != std::string::npos);
    CHECK(body.find("\\u0000") != std::string::npos);
    CHECK(body.find("view_count") == std::string::npos);
    CHECK(body.find("{\"id\"") != std::string::npos);
    CHECK(body.find("{\"username\"") != std::string::npos);
}

TEST_CASE("fields vanish, appear and change type when a fault says so", "[research]") {
    bench on{scenario_with(
        R"("faults":[{"kind":"field_vanishes","field":"username"},)"
        R"({"kind":"field_appears","field":"mood"},{"kind":"field_becomes_text","field":"view_count"}])")};
    auto const body = on.query(by_id(on, on.some(1, returnable))).body;
    CHECK(body.find("username") == std::string::npos);
    CHECK(body.find("\"mood\":1") != std::string::npos);
    CHECK(body.find("\"view_count\":\"") != std::string::npos);
}

TEST_CASE("user info tells who is unknown from who may not be returned", "[research]") {
    bench on{scenario_with(R"("states":{"creators_withheld":0.5})")};
    auto const ask = [&](std::string const& name) {
        return on.send("POST", "/v2/research/user/info/?fields=display_name,follower_count",
                       "{\"username\":\"" + name + "\"}");
    };
    CHECK(error_in(ask("nobody")).second == "nobody is invalid: cannot find the user");
    std::set<std::string> answers;
    for (auto const& name : on.it.videos().creators()) answers.insert(error_in(ask(name)).second);
    CHECK(answers == std::set<std::string>{"", "API cannot return this user's information"});
    CHECK(on.send("GET", "/v2/research/user/info/").status == 405);
}
