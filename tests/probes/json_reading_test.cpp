#include "probes/json_reading.hpp"
#include "probes/tiktok/canonical_json.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;

namespace {

std::string canonical(std::string const& text) {
    auto const document = read_json(text);
    if (!document) return "not JSON";
    std::string written;
    tiktok::write_canonical(*document, written);
    return written;
}

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

}  // namespace

TEST_CASE("JSON is read whole or not at all", "[json]") {
    for (std::string const text :
         {"", " ", "{", "{}x", "[1,]", "{\"a\":1,}", "<html>", "nul", "01", "\"\x01\"", "\xEF\xBB\xBF{}"})
        CHECK(canonical(text) == "not JSON");
    CHECK(canonical(std::string{"{}\0{}", 5}) == "not JSON");
    CHECK(canonical(" {} \n") == "{}");
}

TEST_CASE("nesting is limited, however deep the text", "[json]") {
    CHECK(canonical(nested(json_depth_limit)) == nested(json_depth_limit));
    CHECK(canonical(nested(json_depth_limit + 1)) == "not JSON");
    CHECK(canonical(std::string(1'000'000, '[')) == "not JSON");
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    CHECK(canonical(objects) == "not JSON");
}

TEST_CASE("equal values are written as equal bytes", "[json]") {
    CHECK(canonical(R"({"b":1,"a":{"d":[1,2.5,-3,true,false,null],"c":"x"}})") ==
          R"({"a":{"c":"x","d":[1,2.5,-3,true,false,null]},"b":1})");
    CHECK(canonical(R"({"a":1,"a":2})") == R"({"a":2})");
    CHECK(canonical(R"("\u00e9\/\u0041\"\\\n\u0001")") == "\"\xC3\xA9/A\\\"\\\\\\n\\u0001\"");
}

TEST_CASE("no digit of a whole number is lost", "[json]") {
    CHECK(canonical("9223372036854775807") == "9223372036854775807");
    CHECK(canonical("-9223372036854775808") == "-9223372036854775808");
    CHECK(canonical("9223372036854775808") == "\"9223372036854775808\"");
    CHECK(canonical("73207681965695992750") == "\"73207681965695992750\"");
    CHECK(canonical("7435406205763226897") == "7435406205763226897");
}

TEST_CASE("a number is whole only if it says so and fits", "[json]") {
    auto const number = [](std::string const& text) { return whole_number(*read_json(text)); };
    CHECK(number("12") == 12);
    CHECK(number("\"12\"") == 12);
    for (auto const* odd :
         {"1.0", "1e3", "\"\"", "\" 1\"", "\"1 \"", "\"0x1\"", "9223372036854775808", "true", "[1]"})
        CHECK_FALSE(number(odd));
}

TEST_CASE("texts become what PostgreSQL can store", "[json]") {
    std::string const odd = "\xEF\xBF\xBD";
    CHECK(storable(std::string{"a\0b", 3}) == "a" + odd + "b");
    CHECK(storable("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x91\x91") == "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x91\x91");
    CHECK(storable("\xFF") == odd);
    CHECK(storable("a\xC3") == "a" + odd);
    CHECK(storable("\xC0\x80") == odd + odd);                      // A longer form of U+0000.
    CHECK(storable("\xED\xA0\x80") == odd + odd + odd);            // A surrogate.
    CHECK(storable("\xF4\x90\x80\x80") == odd + odd + odd + odd);  // Beyond U+10FFFF.
    CHECK(canonical(R"("a\u0000b")") == "\"a" + odd + "b\"");
    CHECK(canonical("\"\xFF\"") == "\"" + odd + "\"");
}

TEST_CASE("a long text is cut between characters", "[json]") {
    CHECK(storable("abc", 3) == "abc");
    CHECK(storable("abcd", 3) == "abc");
    CHECK(storable("ab\xC3\xA9", 3) == "ab");
    CHECK(storable("ab\xC3\xA9", 4) == "ab\xC3\xA9");
    CHECK(storable("a\xF0\x9F\x91\x91", 4) == "a");
    CHECK(storable(std::string(10, '\0'), 10).size() == 9);
    CHECK(storable(std::string(100, '\x80'), 10).size() <= 10);
}

TEST_CASE("half an emoji costs one character, not the page", "[json]") {
    std::string const odd = "\xEF\xBF\xBD";
    CHECK(canonical(R"(["\ud83d",1])") == "[\"" + odd + "\",1]");
    CHECK(canonical(R"("\ud83dx")") == "\"" + odd + "x\"");
    CHECK(canonical(R"("\ud83d\u0041")") == "\"" + odd + "A\"");
    CHECK(canonical(R"("\ud83d\ud83d\udc51")") == "\"" + odd + "\xF0\x9F\x91\x91\"");
    CHECK(canonical(R"("\udc51\ud83d")").find("not") == std::string::npos);
    CHECK(canonical(R"("\\ud83d\ud83d")") == "\"\\\\ud83d" + odd + "\"");
    CHECK(canonical(R"("\ud83d)") == "not JSON");
}

TEST_CASE("an object that is too large loses its largest members and says how many", "[json]") {
    auto const document = *read_json(R"({"a":")" + std::string(300, 'x') + R"(","z":")" +
                                     std::string(100, 'y') + R"(","m":1})");
    auto const bounded = [&](std::size_t limit) {
        tiktok::canonical_object object;
        for (auto const& member : document.GetObject()) object.add(text_of(member.name), member.value);
        return object.text(limit);
    };
    auto const whole = bounded(10'000);
    CHECK(bounded(whole.size()) == whole);
    CHECK(bounded(whole.size() - 1) ==
          R"({"lacuna_fields_dropped":1,"m":1,"z":")" + std::string(100, 'y') + "\"}");
    CHECK(bounded(101) == R"({"lacuna_fields_dropped":2,"m":1})");
    for (std::size_t limit = 101; limit < whole.size() + 2; ++limit) CHECK(bounded(limit).size() <= limit);
}
