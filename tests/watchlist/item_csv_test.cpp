#include "daemon/watchlist/item_csv.hpp"
#include "daemon/watchlist/csv_records.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

namespace lacuna {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr std::int64_t some_id = 7332960275127110954;
constexpr std::size_t plenty = 100'000;

std::string refusal(item_line const& line) {
    return line.item.has_value() ? "taken" : line.item.error().where + " " + line.item.error().wrong;
}
std::string refusal(checked<std::vector<item_line>> const& lines) {
    return lines.has_value() ? "taken" : lines.error().where + " " + lines.error().wrong;
}

TEST_CASE("a table with a header is read by its names, in any order", "[watchlist]") {
    auto const lines = read_item_csv(
        "note, Region ,video_id,username,created_at,source,platform,extra\n"
        "\"a, "
        "\"\"b\"\"\nc\",de,7332960275127110954,@some.one,2024-03-27T00:00:00Z,Wikipedia,tiktok,ignored\n",
        plenty);

    REQUIRE(lines.has_value());
    REQUIRE(lines->size() == 1);
    auto const& item = lines->front().item;
    REQUIRE(item.has_value());
    CHECK(lines->front().line == 2);
    CHECK(item->platform_id == some_id);
    CHECK(item->username == "some.one");
    CHECK(item->region == "DE");
    CHECK(item->created_at == sys_days{2024y / March / 27});
    CHECK(item->source == "Wikipedia");
    CHECK(item->note == "a, \"b\"\nc");
}

TEST_CASE("a byte order mark, CRLF, blank lines and a missing last newline change nothing", "[watchlist]") {
    auto const lines = read_item_csv(
        "\xEF\xBB\xBF\r\nid,note\r\n\r\n123456,x\r\n  \r\n\"1234567\",\"\"\r\n12345678,", plenty);

    REQUIRE(lines.has_value());
    REQUIRE(lines->size() == 3);
    CHECK(lines->at(0).item->platform_id == 123456);
    CHECK(lines->at(0).text == "123456,x");
    CHECK(lines->at(0).line == 4);
    CHECK(lines->at(1).item->platform_id == 1234567);
    CHECK(lines->at(2).item->platform_id == 12345678);
    CHECK(lines->at(2).line == 7);
}

TEST_CASE("a file without a header is one id or address a line", "[watchlist]") {
    auto const lines = read_item_csv(
        "https://www.tiktok.com/@a/video/7332960275127110954\n12345\n\n123456\nvm.tiktok.com/x\nabc,\"\n",
        plenty);

    REQUIRE(lines.has_value());
    REQUIRE(lines->size() == 5);
    CHECK(lines->at(0).item->username == "a");
    CHECK(refusal(lines->at(1)) == "line 2 must be a TikTok video id of 6 to 19 digits, not of 5");
    CHECK(lines->at(2).item->platform_id == 123456);
    CHECK(refusal(lines->at(3)) == "line 5 is a short link: open it and paste the address it leads to");
    CHECK_FALSE(lines->at(4).item.has_value());
}

TEST_CASE("a line that is wrong is refused alone, with its line and column", "[watchlist]") {
    auto const lines = read_item_csv(
        "url,region,created_at,username,platform,source\n"
        "123456,,,,,\n"
        "12345,,,,,\n"
        "123456,Germany,,,,\n"
        "123456,,yesterday,,,\n"
        "123456,,,a b,,\n"
        "123456,,,,youtube,\n"
        "123456,,,,\n"
        "123456,,,,,,\n"
        "\"123456\"x,,,,,\n"
        "12\"3456,,,,,\n"
        ",DE,,,,\n"
        "123456,,,,TikTok," +
            std::string(501, 's') + "\n",
        plenty);

    REQUIRE(lines.has_value());
    std::vector<std::string> said;
    for (auto const& line : *lines) said.push_back(refusal(line));
    CHECK(said == std::vector<std::string>{
                      "taken", "line 3, column url must be a TikTok video id of 6 to 19 digits, not of 5",
                      "line 4, column region must be a country code of two letters, like DE",
                      "line 5, column created_at must be a time like 2026-11-20T05:12:09Z or Unix seconds",
                      "line 6, column username must be a user name of up to 100 letters, digits, '_' and '.'",
                      "line 7, column platform must be tiktok",
                      "line 8 must have 6 fields like the header, not 5",
                      "line 9 must have 6 fields like the header, not 7",
                      "line 10 must have quotes around a whole field and doubled ones inside it",
                      "line 11 must have quotes around a whole field and doubled ones inside it",
                      "line 12, column url must be a TikTok video id or address, not empty",
                      "line 13, column source must be at most 500 bytes"});
    CHECK(lines->back().text.size() == 200);
}

TEST_CASE("a file that cannot be read as a whole is refused as a whole", "[watchlist]") {
    CHECK(refusal(read_item_csv("name,region\na,DE\n", plenty)) ==
          "line 1 must be a header with a column video_id, id or url, or an id or address itself");
    CHECK(refusal(read_item_csv("id,note,ID\n123456,,\n", plenty)) == "line 1 has the column id twice");
    CHECK(refusal(read_item_csv("id,note\n123456,\"open\n123457,\n", plenty)) ==
          "line 2 has a quote that never ends");
    CHECK(refusal(read_item_csv("\"id\n123456\n", plenty)) == "line 1 has a quote that never ends");
    CHECK(refusal(read_item_csv("id\n123456\n\n123457\n123458\n", 2)) ==
          "line 5 is one more than the 2 items that are taken at once");
    CHECK(read_item_csv("id\n123456\n\n123457\n", 2).has_value());
    for (auto const* const text : {"id,note\n123456,\xC3\n", "\xFF\xFEi", "id\n\xC0\xAF\n",
                                   "id\n\xED\xA0\x80\n", "id\n\xF4\x90\x80\x80"}) {
        CHECK(refusal(read_item_csv(text, plenty)) == "the text must be UTF-8");
    }
}

TEST_CASE("an empty file has no lines", "[watchlist]") {
    for (auto const* const text : {"", "\n\n", "\xEF\xBB\xBF", "id\n", "id,note", " \r\n"}) {
        auto const lines = read_item_csv(text, plenty);
        REQUIRE(lines.has_value());
        CHECK(lines->empty());
    }
}

TEST_CASE("a long line is shown cut between two characters", "[watchlist]") {
    std::string note;
    while (note.size() < 400) note += "é";
    auto const lines = read_item_csv("id,note\n12345," + note + "\n", plenty);
    REQUIRE(lines.has_value());
    CHECK(lines->front().text.size() <= 200);
    CHECK(is_utf8(lines->front().text));
}

TEST_CASE("UTF-8 is told from what only looks like it", "[watchlist]") {
    for (auto const* const text : {"", "a", "é", "\u0800", "\uFFFF", "\U00010000", "\U0010FFFF", "日本語"})
        CHECK(is_utf8(text));
    for (auto const* const text :
         {"\x80", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF", "\xE2\x82", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3\xC3", "\xE2\x82\x41"}) {
        CHECK_FALSE(is_utf8(text));
    }
}

TEST_CASE("no text, however mangled, breaks the reader", "[watchlist]") {
    std::mt19937 chance{20261121};
    auto const letters = std::string{"\"\",,\n\r\n 1234567id/@\t\xEF\xBB\xBF\xC3\xA9"} + '\0';
    for (int round = 0; round < 20'000; ++round) {
        std::string text{round % 2 == 0 ? "id,note\n" : ""};
        for (auto left = chance() % 40; left > 0; --left) text += letters[chance() % letters.size()];
        auto const lines = read_item_csv(text, 5);
        if (!lines.has_value()) continue;
        CHECK(lines->size() <= 5);
        for (auto const& line : *lines) {
            if (line.item.has_value()) CHECK(line.item->platform_id >= 100'000);
        }
    }
}

TEST_CASE("a hundred thousand ids are taken at once, one more is not", "[watchlist]") {
    std::string text = "video_id\n";
    for (std::size_t n = 0; n < plenty; ++n)
        text += std::to_string(some_id + static_cast<std::int64_t>(n)) + "\n";
    auto const lines = read_item_csv(text, plenty);
    REQUIRE(lines.has_value());
    CHECK(lines->size() == plenty);
    CHECK_FALSE(read_item_csv(text + "123456\n", plenty).has_value());
}

TEST_CASE("a real list of 3,613 ids is read whole", "[watchlist]") {
    std::filesystem::path const path{LACUNA_SOURCE_DIR
                                     "/../shared/data/watchlists/tiktok-cited-on-the-web.csv"};
    if (!std::filesystem::exists(path)) {
        WARN("skipped: " << path << " is not there");
        return;
    }
    std::stringstream text;
    text << std::ifstream{path}.rdbuf();

    auto const lines = read_item_csv(text.str(), plenty);

    REQUIRE(lines.has_value());
    CHECK(lines->size() == 3613);
    std::set<std::int64_t> ids;
    for (auto const& line : *lines) {
        INFO(refusal(line));
        if (line.item.has_value()) ids.insert(line.item->platform_id);
    }
    CHECK(ids.size() == 3613);
}

}  // namespace
}  // namespace lacuna
