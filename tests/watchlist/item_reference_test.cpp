#include "daemon/watchlist/item_reference.hpp"
#include "daemon/watchlist/item_fields.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace lacuna {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr std::int64_t some_id = 7332960275127110954;

std::string refusal(std::string_view text) {
    auto const item = read_item_reference(text);
    return item.has_value() ? "taken as " + std::to_string(item->platform_id) : item.error().wrong;
}

TEST_CASE("what people paste for one video is understood", "[watchlist]") {
    for (auto const* const text :
         {"7332960275127110954", "  7332960275127110954\t\r\n",
          "https://www.tiktok.com/@some.one_1/video/7332960275127110954",
          "http://tiktok.com/@some.one_1/video/7332960275127110954/",
          "www.tiktok.com/@a/video/7332960275127110954?lang=de",
          "tiktok.com/@a/video/7332960275127110954#comments",
          "HTTPS://WWW.TIKTOK.COM/@a/video/7332960275127110954",
          "https://www.tiktok.com:443/@a/video/7332960275127110954?is_from_webapp=1&x=/@b/video/1",
          "https://www.tiktok.com/@/video/7332960275127110954",
          "https://www.tiktok.com/%40a/video/7332960275127110954",
          "https://www.tiktokv.com/share/video/7332960275127110954/",
          "tiktokv.com/share/video/7332960275127110954", "https://m.tiktok.com/v/7332960275127110954.html",
          "m.tiktok.com/v/7332960275127110954.html?u_code=1"}) {
        INFO(text);
        auto const item = read_item_reference(text);
        REQUIRE(item.has_value());
        CHECK(item->platform_id == some_id);
    }
}

TEST_CASE("the user name is taken from an address that has one", "[watchlist]") {
    CHECK(read_item_reference("https://www.tiktok.com/@some.one_1/video/7332960275127110954")->username ==
          "some.one_1");
    CHECK(read_item_reference("https://m.tiktok.com/v/7332960275127110954.html")->username.empty());
    CHECK(read_item_reference("7332960275127110954")->username.empty());
}

TEST_CASE("an id has 6 to 19 digits and fits into 64 bits", "[watchlist]") {
    CHECK(read_item_reference("123456")->platform_id == 123456);
    CHECK(read_item_reference("9223372036854775807")->platform_id == 9223372036854775807);
    CHECK(refusal("12345") == "must be a TikTok video id of 6 to 19 digits, not of 5");
    CHECK(refusal("7332960275127110954733296") == "must be a TikTok video id of 6 to 19 digits, not of 25");
    CHECK(refusal("9223372036854775808") == "must be a video id of at most 9223372036854775807");
    CHECK(refusal("9999999999999999999") == "must be a video id of at most 9223372036854775807");
    CHECK(refusal("0332960275127110954") == "must be a video id that does not begin with 0");
    CHECK(refusal("0000000") == "must be a video id that does not begin with 0");
    CHECK(refusal("https://www.tiktok.com/@a/video/12345") ==
          "must be a TikTok video id of 6 to 19 digits, not of 5");
}

TEST_CASE("a short link is refused with what to do instead", "[watchlist]") {
    std::string const advice = "is a short link: open it and paste the address it leads to";
    CHECK(refusal("https://vm.tiktok.com/ZMabcdef/") == advice);
    CHECK(refusal("vt.tiktok.com/ZSabcdef") == advice);
    CHECK(refusal("https://www.tiktok.com/t/ZTabcdef/") == advice);
}

TEST_CASE("a photo post is refused as one", "[watchlist]") {
    CHECK(refusal("https://www.tiktok.com/@a/photo/7332960275127110954") ==
          "is a photo post; only videos can be audited");
}

TEST_CASE("what names no video is refused", "[watchlist]") {
    for (auto const& text : std::vector<std::string>{
             "",
             " ",
             "abc",
             "-7332960275127110954",
             "+7332960275127110954",
             "7.3e18",
             "0x65c3b9ae00000000",
             "7332960275127110954 7332960275127110955",
             "7332960275127110954,",
             "７３３２９６０２７５１２７１１０９５４",
             "https://",
             "https:///",
             "//",
             "/",
             "@",
             "https://www.tiktok.com",
             "https://www.tiktok.com/",
             "https://www.tiktok.com/@a",
             "https://www.tiktok.com/@a/video",
             "https://www.tiktok.com/@a/video/",
             "https://www.tiktok.com/@a/video/7332960275127110954/more",
             "https://www.tiktok.com/a/video/7332960275127110954",
             "https://www.tiktok.com/@a b/video/7332960275127110954",
             "https://www.tiktok.com/@a%00/video/7332960275127110954",
             "https://www.tiktok.com/@<script>/video/7332960275127110954",
             "https://www.tiktok.com/@a/video/7332960275127110954x",
             "https://www.tiktok.com/@a/video/%37332960275127110954",
             "https://tiktok.com.example.org/@a/video/7332960275127110954",
             "https://example.org/@a/video/7332960275127110954",
             "https://nottiktok.com/@a/video/7332960275127110954",
             "https://x@tiktok.com/@a/video/7332960275127110954",
             "https://tiktok.com@example.org/@a/video/7332960275127110954",
             "https://tiktok.com:8080/@a/video/7332960275127110954",
             "ftp://tiktok.com/@a/video/7332960275127110954",
             "javascript:alert(1)//tiktok.com/@a/video/7332960275127110954",
             "https://m.tiktok.com/v/7332960275127110954",
             "https://m.tiktok.com/v/.html",
             "https://m.tiktok.com/v/7332960275127110954.html/x",
             "https://tiktokv.com/@a/video/7332960275127110954",
             "https://tiktokv.com/share/video/",
             "https://www.tiktok.com\\@a\\video\\7332960275127110954",
             std::string("733296\0"
                         "0275127",
                         14),
             std::string(3000, '7'),
             std::string(100'000, '/'),
             "https://www.tiktok.com/" + std::string(1'000'000, '@'),
             "https://www.tiktok.com/@" + std::string(101, 'a') + "/video/7332960275127110954"}) {
        INFO(text.substr(0, 100));
        auto const item = read_item_reference(text);
        REQUIRE_FALSE(item.has_value());
        CHECK_FALSE(item.error().wrong.empty());
        CHECK(item.error().where.empty());
    }
}

TEST_CASE("no cut or changed address is read beyond its end", "[watchlist]") {
    std::string const whole = "https://www.tiktok.com/@some.one/video/7332960275127110954?a=b#c";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        std::string text = whole.substr(0, length);
        static_cast<void>(read_item_reference(text));
        for (char const c : {'\0', '/', '@', ':', '.', '%', '\xff', '9'}) {
            for (auto& place : text) {
                auto const before = std::exchange(place, c);
                auto const item = read_item_reference(text);
                if (item.has_value()) CHECK(item->platform_id >= 100'000);
                place = before;
            }
        }
    }
}

TEST_CASE("a region is two letters in upper case", "[watchlist]") {
    CHECK(*read_region("de") == "DE");
    CHECK(*read_region(" CA ") == "CA");
    CHECK(read_region("")->empty());
    for (auto const* const text : {"D", "DEU", "D1", "É", "D E"}) CHECK_FALSE(read_region(text).has_value());
}

TEST_CASE("a creation time is RFC 3339 or Unix seconds, from 2014 on", "[watchlist]") {
    CHECK(*read_created_at("2024-02-07T17:11:10Z") == sys_days{2024y / February / 7} + 17h + 11min + 10s);
    CHECK(*read_created_at("1707325870") == sys_days{2024y / February / 7} + 17h + 11min + 10s);
    CHECK(*read_created_at("1388534400") == sys_days{2014y / January / 1});
    for (auto const* const text : {"", "1388534399", "4102444800", "2013-12-31T23:59:59Z", "2024-02-07", "-1",
                                   "1e9", "17073258700000000000000", "99999999999"}) {
        INFO(text);
        CHECK_FALSE(read_created_at(text).has_value());
    }
}

TEST_CASE("free text is bounded and free of control characters", "[watchlist]") {
    CHECK(*read_free_text(" Wikipedia (日本語)\t1 ", 500) == "Wikipedia (日本語)\t1");
    CHECK(read_free_text(std::string(500, 'a'), 500).has_value());
    CHECK_FALSE(read_free_text(std::string(501, 'a'), 500).has_value());
    CHECK_FALSE(read_free_text(std::string_view{"a\0b", 3}, 500).has_value());
    CHECK_FALSE(read_free_text("a\x1b[31mb", 500).has_value());
}

}  // namespace
}  // namespace lacuna
