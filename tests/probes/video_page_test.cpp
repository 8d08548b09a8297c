#include "probes/tiktok/research_probe.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::tiktok;
using namespace std::chrono_literals;

namespace {

std::string ok_page(std::string const& data) {
    return R"({"data":)" + data + R"(,"error":{"code":"ok","message":"","log_id":"L"}})";
}
std::string ok_rows(std::string const& rows) {
    return ok_page(R"({"videos":[)" + rows + R"(],"cursor":1,"has_more":false})");
}
std::string error(std::string const& code, std::string const& message = "") {
    return R"({"data":{},"error":{"code":")" + code + R"(","message":")" + message + R"(","log_id":"L1"}})";
}

}  // namespace

TEST_CASE("a query's body is as documented", "[research]") {
    video_query query{.ids = {7320768196569599275, 1}};
    query.start = std::chrono::sys_days{std::chrono::year{2024} / 1 / 5};
    query.end = query.start + std::chrono::days{30};
    CHECK(
        video_query_body(query) ==
        R"({"query":{"and":[{"operation":"IN","field_name":"video_id","field_values":["7320768196569599275","1"]}]},)"
        R"("start_date":"20240105","end_date":"20240204","max_count":100})");

    query.cursor = 100;
    query.search_id = "a\"b\\";
    CHECK(video_query_body(query).ends_with(R"("max_count":100,"cursor":100,"search_id":"a\"b\\"})"));
}

TEST_CASE("a query outside the API's limits is our own fault", "[research]") {
    video_query query{.ids = std::vector<std::int64_t>(100, 5)};
    CHECK_NOTHROW(video_query_body(query));
    query.ids.push_back(5);
    CHECK_THROWS_AS(video_query_body(query), std::invalid_argument);
    query.ids = {1};
    query.end = query.start + std::chrono::days{31};
    CHECK_THROWS_AS(video_query_body(query), std::invalid_argument);
    query.end = query.start - std::chrono::days{1};
    CHECK_THROWS_AS(video_query_body(query), std::invalid_argument);
}

TEST_CASE("a row is taken apart, and what is not a column of its own is kept", "[research]") {
    auto const page = read_video_page(
        200,
        ok_rows(
            R"({"id":7320768196569599275,"create_time":1704499196,"view_count":4,"like_count":3,"comment_count":2,)"
            R"("share_count":1,"favorites_count":0,"username":"s","region_code":"US","zz_new":{"b":1,"a":2},)"
            R"("hashtag_names":["cats"]})"));
    REQUIRE_FALSE(page.failure);
    CHECK(page.then == advice::proceed);
    REQUIRE(page.rows.size() == 1);
    auto const& row = page.rows[0];
    CHECK(row.id == 7320768196569599275);
    CHECK(row.created_at == std::chrono::sys_seconds{1704499196s});
    CHECK(row.counts == five_counts{4, 3, 2, 1, 0});
    CHECK(row.username == "s");
    CHECK(row.region == "US");
    CHECK(row.metadata ==
          R"({"hashtag_names":["cats"],"region_code":"US","username":"s","zz_new":{"a":2,"b":1}})");
}

TEST_CASE("absent is not zero, and a wrong type is kept as it came", "[research]") {
    auto const page = read_video_page(
        200,
        ok_rows(
            R"({"id":5,"view_count":0,"like_count":"many","create_time":"now","share_count":99999999999999999999})"));
    REQUIRE(page.rows.size() == 1);
    CHECK(page.rows[0].counts == five_counts{0, std::nullopt, std::nullopt, std::nullopt, std::nullopt});
    CHECK_FALSE(page.rows[0].created_at);
    CHECK(page.rows[0].metadata ==
          R"({"create_time":"now","like_count":"many","share_count":"99999999999999999999"})");
}

TEST_CASE("an id costs only its own row", "[research]") {
    struct row {
        std::string video;
        std::optional<std::int64_t> id;
    };
    auto const given = GENERATE(values<row>({
        {R"({"id":9223372036854775807})", 9223372036854775807},
        {R"({"id":9223372036854775808})", std::nullopt},
        {R"({"id":73207681965695992750})", std::nullopt},
        {R"({"id":1.5})", std::nullopt},
        {R"({"id":7e18})", std::nullopt},
        {R"({"id":null,"video_id":7})", std::nullopt},
        {R"({"id":"7320768196569599275"})", 7320768196569599275},
        {R"({"video_id":702874395068494965})", 702874395068494965},
        {R"({"username":"x"})", std::nullopt},
        {"null", std::nullopt},
        {"[7]", std::nullopt},
    }));
    INFO(given.video);
    auto const page = read_video_page(200, ok_rows(given.video + R"(,{"id":42})"));
    REQUIRE_FALSE(page.failure);
    CHECK(page.unreadable_rows == (given.id ? 0 : 1));
    REQUIRE(page.rows.size() == (given.id ? 2 : 1));
    CHECK(page.rows.front().id == given.id.value_or(42));
    CHECK(page.rows.back().id == 42);
}

TEST_CASE("a row that comes twice counts once", "[research]") {
    auto const page =
        read_video_page(200, ok_rows(R"({"id":1,"username":"a"},{"id":2},{"id":1,"username":"b"})"));
    REQUIRE(page.rows.size() == 2);
    CHECK(page.rows[0].username == "a");
    CHECK(page.duplicate_rows == 1);
}

TEST_CASE("a row of megabytes is kept within bounds", "[research]") {
    auto const page = read_video_page(200, ok_rows(R"({"id":1,"region_code":"DE","video_description":")" +
                                                   std::string(3'000'000, 'x') + "\"}"));
    REQUIRE(page.rows.size() == 1);
    CHECK(page.rows[0].metadata == R"({"lacuna_fields_dropped":1,"region_code":"DE"})");
}

TEST_CASE("a page of a hundred thousand rows is read only so far", "[research]") {
    std::string rows{R"({"id":0})"};
    for (int i = 1; i < 100'000; ++i) rows += ",{\"id\":" + std::to_string(i) + "}";
    auto const page = read_video_page(200, ok_rows(rows));
    CHECK(page.rows.size() == 1000);
    CHECK(page.unreadable_rows == 99'000);
}

TEST_CASE("paging is as returned, and never taken for the end when it cannot be read", "[research]") {
    auto const page =
        read_video_page(200, ok_page(R"({"videos":[],"cursor":100,"has_more":true,"search_id":"720"})"));
    CHECK(page.has_more);
    CHECK(page.cursor == 100);
    CHECK(page.search_id == "720");

    for (auto const* odd : {R"({"videos":[{"id":1}],"cursor":"next","has_more":true})",
                            R"({"videos":[{"id":1}],"cursor":99999999999999999999,"has_more":true})",
                            R"({"videos":[{"id":1}],"cursor":1,"has_more":"true"})", R"({"videos":{"id":1}})",
                            R"([])", R"("x")"}) {
        INFO(odd);
        auto const doubtful = read_video_page(200, ok_page(odd));
        CHECK(doubtful.failure == probe_failure::unreadable);
        CHECK(doubtful.then == advice::back_off);
        CHECK(doubtful.rows.empty());
    }
}

TEST_CASE("ok without data, or with null in its place, is no answer: nobody is absent for it", "[research]") {
    for (auto const* body :
         {R"({"error":{"code":"ok"}})", R"({"data":null,"error":{"code":"ok"}})",
          R"({"data":{},"error":{"code":"ok"}})", R"({"data":{"videos":null},"error":{"code":"ok"}})"}) {
        auto const page = read_video_page(200, body);
        CHECK(page.failure == probe_failure::unreadable);
        CHECK(page.then == advice::back_off);
        CHECK(page.rows.empty());
        CHECK_FALSE(page.has_more);
    }
}

TEST_CASE("without ids a query asks for a random sample of all regions", "[research]") {
    using namespace std::chrono_literals;
    auto const body = video_query_body({.start = 2026y / 9 / 1, .end = 2026y / 10 / 1});

    CHECK(body.starts_with(
        R"({"query":{"or":[{"operation":"IN","field_name":"region_code","field_values":["FR","TH",)"));
    CHECK(
        body.ends_with(R"("start_date":"20260901","end_date":"20261001","max_count":100,"is_random":true})"));
}

TEST_CASE("every error says what to do", "[research]") {
    struct row {
        unsigned status;
        std::string body;
        probe_failure failure;
        advice then;
    };
    using enum advice;
    using enum probe_failure;
    auto const given = GENERATE(values<row>({
        {401, error("access_token_invalid"), refused, back_off},
        {200, error("access_token_invalid"), refused, back_off},
        {401, "", refused, back_off},
        {403, "<html>", refused, give_up},
        {401, error("scope_not_authorized"), refused, give_up},
        {400, error("scope_permission_missed"), refused, give_up},
        {400, error("invalid_params", "start_date is invalid"), refused, give_up},
        {400, error("invalid_params", "Search Id 7378809778820092971 is invalid or expired"), refused,
         restart_search},
        {400, error("invalid_params", "Invalid count or cursor"), refused, restart_search},
        {429, error("rate_limit_exceeded"), rate_limited, back_off},
        {429, error("daily_quota_limit_exceeded"), rate_limited, stop_until_midnight},
        {200, error("daily_quota_limit_exceeded"), rate_limited, stop_until_midnight},
        {429, "<html>", rate_limited, back_off},
        {500, error("internal_error"), server_error, back_off},
        {200, error("internal_error"), server_error, back_off},
        {200, error("timeout"), server_error, back_off},
        {504, "<html><body>504 Gateway Time-out</body></html>", server_error, back_off},
        {500, ok_rows(R"({"id":1})"), server_error, back_off},
        {200, "<html>", unreadable, back_off},
        {200, "", unreadable, back_off},
        {200, "[]", unreadable, back_off},
        {200, "{}", unreadable, back_off},
        {200, R"({"data":{"videos":[{"id":1}]}})", unreadable, back_off},
        {200, ok_rows(R"({"id":1})").substr(0, 40), unreadable, back_off},
        {200, error("brand_new_code"), unreadable, back_off},
        {400, error("brand_new_code"), unreadable, back_off},
        {404, "<html>", unreadable, back_off},
        {200, std::string(200'000, '['), unreadable, back_off},
    }));
    INFO(given.status << ' ' << given.body.substr(0, 100));
    auto const page = read_video_page(given.status, given.body);
    REQUIRE(page.failure);
    CHECK(to_string(*page.failure) == to_string(given.failure));
    CHECK(static_cast<int>(page.then) == static_cast<int>(given.then));
    CHECK(page.rows.empty());
    CHECK(page.body == given.body);
    CHECK(page.http_status == given.status);
}

TEST_CASE("an expired token is to be renewed at once", "[research]") {
    CHECK(read_video_page(401, error("access_token_invalid")).retry_after == 0s);
}

TEST_CASE("evidence from the envelope is bounded", "[research]") {
    auto const page = read_video_page(200, error(std::string(5000, 'c'), std::string(5000, 'm')));
    CHECK(page.error_code.size() == 100);
    CHECK(page.error_message.size() == 300);
    CHECK(page.log_id == "L1");
}
