#include "daemon/api/csv_writer.hpp"
#include "daemon/api/items_body.hpp"
#include "daemon/api/json_fields.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/platform_id.hpp"
#include "daemon/api/rate_limit.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::api;

namespace {

bad_input refused(std::string const& body) {
    auto const read = read_items_body(body, 3);
    REQUIRE(read.has_error());
    return read.error();
}

}  // namespace

TEST_CASE("a body of items is read in any order of its members", "[api]") {
    auto const read = read_items_body(R"( {"items": ["1", "a\"b"], "list": "x"} )", 3);
    REQUIRE(read.has_value());
    CHECK(read->list == "x");
    CHECK(read->items == std::vector<std::string>{"1", "a\"b"});
}

TEST_CASE("what is wrong with a body of items is named with its place", "[api]") {
    CHECK(refused(R"({"list":"x","items":["1",2]})").where == "items[1]");
    CHECK(refused(R"({"list":"x","items":["1","2",null]})").where == "items[2]");
    CHECK(refused(R"({"list":"x","items":[["1"]]})").where == "items[0]");
    CHECK(refused(R"({"list":"x","items":[{"id":"1"}]})").where == "items[0]");
    CHECK(refused(R"({"list":"x","items":"1"})").where == "items");
    CHECK(refused(R"({"list":"x","items":{}})").where == "items");
    CHECK(refused(R"({"list":5,"items":[]})").where == "list");
    CHECK(refused(R"({"list":["x"],"items":[]})").where == "list");
    CHECK(refused(R"({"list":"x"})").where == "items");
    CHECK(refused(R"({"lists":"x","items":[]})").where == "lists");
    CHECK(refused(R"({"list":"x","list":"y","items":[]})").where == "list");
    CHECK(refused(R"({"list":"x","items":[],"items":[]})").where == "items");
    CHECK(refused(R"(["1"])").where == "body");
    CHECK(refused(R"("1")").where == "body");
    CHECK(refused(R"({"list":"x","items":["1","2","3","4"]})").wrong == "must be at most 3 in one call");
}

TEST_CASE("what is not JSON is refused with the byte where it stops being it", "[api]") {
    CHECK(refused(R"({"list":"x","items":["1",})").where == "body, byte 25");
    CHECK(refused("").where == "body, byte 0");
    CHECK(refused(R"({"items":[]} x)").where == "body, byte 13");
    CHECK(refused("{\"items\":[\"\xff\"]}").where.starts_with("body, byte"));
    CHECK(refused(R"({"items":["1")").where.starts_with("body, byte"));
}

TEST_CASE("a bomb of brackets is refused at its second one", "[api]") {
    CHECK(refused(std::string(1'000'000, '[')).where == "body");
    CHECK(refused("{\"items\":[" + std::string(1'000'000, '[')).where == "items[0]");
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"items\":";
    CHECK(refused(objects).where == "items");
}

TEST_CASE("a bomb of brackets does not overturn the reader of small objects either", "[api]") {
    CHECK(json_fields::read(std::string(1'000'000, '[')).has_error());
    std::string deep = "{\"title\":" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
    auto fields = json_fields::read(deep);
    REQUIRE(fields.has_value());
    (void)fields->text("title", 10);
    CHECK(fields->wrong()->where == "title");
}

TEST_CASE("members of a small object are checked, and those that nobody knows are refused", "[api]") {
    auto fields = json_fields::read(R"({"title":"abc","public":"yes","tittle":1})");
    REQUIRE(fields.has_value());
    CHECK(fields->text("title", 3) == "abc");
    CHECK_FALSE(fields->wrong()->wrong.empty());
    CHECK(fields->wrong()->where == "public");
    CHECK_FALSE(fields->boolean("public").has_value());
    CHECK(fields->wrong()->wrong == "must be true or false");

    auto misspelt = json_fields::read(R"({"tittle":"x"})");
    (void)misspelt->text("title", 10);
    CHECK(misspelt->wrong()->where == "tittle");
    CHECK(misspelt->wrong()->wrong.find("title") != std::string::npos);
    CHECK(json_fields::read(R"({"a":1,"a":2})").has_error());
    CHECK(json_fields::read(R"([])").has_error());
    CHECK(json_fields::read(R"({"a":)").error().where == "body, byte 5");
}

TEST_CASE("the same id twice in a call is taken once, however it is written", "[api]") {
    auto const wanted =
        understand({"7332960275127110954", "nonsense", "https://www.tiktok.com/@a/video/7332960275127110954",
                    "7332960275127110955"});
    auto const each = distinct(wanted);
    REQUIRE(each.items.size() == 2);
    CHECK(each.repeated == std::vector<bool>{false, false, true, false});
    CHECK_FALSE(each.at[1].has_value());
    CHECK(each.at[2] == each.at[0]);
    CHECK(wanted[1].place == "items[1]");
}

TEST_CASE("a CSV cell cannot become a formula or another cell", "[api]") {
    csv_writer out{{"a", "b"}};
    out.put("=1+1")
        .put("+x")
        .put("-x")
        .put("@x")
        .put("\tx")
        .put("a,\"b\"\nc")
        .put("plain")
        .put(-5.5)
        .put(std::int64_t{-3});
    out.end_row();
    CHECK(out.take() == "a,b\n\"'=1+1\",\"'+x\",\"'-x\",\"'@x\",\"'\tx\",\"a,\"\"b\"\"\nc\",plain,-5.5,-3\n");
}

TEST_CASE("JSON is valid whatever bytes go into it", "[api]") {
    json_writer out;
    out.begin_object()
        .member("a", "\x01\"\\\xff\xC3\xA9</script>")
        .member("n", std::optional<double>{})
        .end_object();
    CHECK(out.take() == "{\"a\":\"\\u0001\\\"\\\\\xEF\xBF\xBD\xC3\xA9</script>\",\"n\":null}");
}

TEST_CASE("a cursor comes back as it went out, and nothing else does", "[api]") {
    for (std::int64_t const place : {std::int64_t{0}, std::int64_t{35}, std::int64_t{7332960275127110954}}) {
        CHECK(read_cursor(to_cursor(place)) == place);
    }
    for (auto const* const other :
         {"", "7332960275127110954", "abc", "-1.0000", "zzzzzzzzzzzzzzzzzzzz.1234"}) {
        CHECK_FALSE(read_cursor(other).has_value());
    }
}

TEST_CASE("an item's address takes plain positive numbers only", "[api]") {
    CHECK(read_platform_id("tiktok", "123456") == 123456);
    for (auto const* const id : {"", "0", "-1", "+1", "1e3", "012", "1.0", "9223372036854775808"}) {
        CHECK_FALSE(read_platform_id("tiktok", id).has_value());
    }
    CHECK_FALSE(read_platform_id("youtube", "123456").has_value());
}

TEST_CASE("a client has its share a minute, and an IPv6 client is its network", "[api]") {
    using namespace std::chrono_literals;
    rate_limit limit{2, 60s};
    utc_time const now{1'000'000s};
    CHECK(limit.take("1.2.3.4", now));
    CHECK(limit.take("1.2.3.4", now + 59s));
    CHECK_FALSE(limit.take("1.2.3.4", now + 59s));
    CHECK(limit.take("1.2.3.5", now + 59s));
    CHECK(limit.take("1.2.3.4", now + 60s));
    CHECK(limit.take("2001:db8::1", now));
    CHECK(limit.take("2001:db8::2", now));
    CHECK_FALSE(limit.take("2001:db8::3", now));
    CHECK(limit.take("2001:db8:0:1::3", now));
}
