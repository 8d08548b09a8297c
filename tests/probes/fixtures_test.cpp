// Reads recorded and documented answers under ../shared/data/fixtures; skipped where that folder is not
// there.

#include "probes/json_reading.hpp"
#include "probes/tiktok/access_token.hpp"
#include "probes/tiktok/oembed_probe.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace lacuna;
using namespace lacuna::tiktok;

namespace {

std::optional<std::string> fixture(std::string const& name) {
    auto const folder = std::filesystem::path{LACUNA_SOURCE_DIR} / "../shared/data/fixtures";
    if (!std::filesystem::exists(folder)) {
        WARN("skipped: no " << folder);
        return std::nullopt;
    }
    std::ifstream file{folder / name, std::ios::binary};
    REQUIRE(file);
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    // The files end in a line feed that the answers did not have.
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace

TEST_CASE("a recorded page of 27 videos is read whole", "[fixtures]") {
    auto const body = fixture("c4d-tiktok-library/api_videos_response_page_1_of_2.json");
    if (!body) return;
    auto const page = read_video_page(200, *body);
    REQUIRE_FALSE(page.failure);
    CHECK(page.rows.size() == 27);
    CHECK(page.unreadable_rows + page.duplicate_rows == 0);
    CHECK(page.has_more);
    CHECK(page.cursor == 100);
    CHECK(page.search_id == "7354367454467855403");
    auto const& first = page.rows.front();
    CHECK(first.id == 7320768196569599275);
    CHECK(first.username == "s.clovis");
    CHECK(first.region == "US");
    CHECK(first.counts == five_counts{4, 6, 0, 0, std::nullopt});
    for (auto const& row : page.rows) {
        REQUIRE(row.created_at);
        auto const from_id = row.created_at->time_since_epoch().count() - (row.id >> 32);
        CHECK(from_id >= 13);
        CHECK(from_id <= 72);
        CHECK(read_json(row.metadata));
    }
}

TEST_CASE("an id that overflows costs its row only", "[fixtures]") {
    auto const body = fixture("c4d-tiktok-library/api_videos_response_page_2_of_2.json");
    if (!body) return;
    auto const page = read_video_page(200, *body);
    REQUIRE_FALSE(page.failure);
    CHECK(page.rows.size() == 26);
    CHECK(page.unreadable_rows == 1);
    CHECK_FALSE(page.has_more);
}

TEST_CASE("a recorded username with U+0000 becomes storable", "[fixtures]") {
    auto const body = fixture("c4d-tiktok-library/api_videos_response_unicode_with_null_bytes.json");
    if (!body) return;
    auto const page = read_video_page(200, *body);
    REQUIRE(page.rows.size() == 1);
    auto const& row = page.rows.front();
    CHECK(row.username.find('\0') == std::string::npos);
    CHECK(
        row.username.ends_with("\xEF\xBF\xBD"
                               "4"));
    CHECK(row.metadata.find("\\u0000") == std::string::npos);
    CHECK(row.metadata.find(row.username) != std::string::npos);
}

TEST_CASE("recorded and documented answers of the Research API mean what they should", "[fixtures]") {
    struct row {
        std::string name;
        unsigned status;
        std::optional<probe_failure> failure;
        advice then;
        std::size_t rows;
    };
    using enum probe_failure;
    auto const given = GENERATE(values<row>({
        {"doc.video_query.200.json", 200, std::nullopt, advice::proceed, 1},
        {"observed.video_query.200.empty.json", 200, std::nullopt, advice::proceed, 0},
        {"doubtful.video_query.200.ok_without_data.json", 200, unreadable, advice::back_off, 0},
        {"doc.comment_list.comment_id.200.json", 200, unreadable, advice::back_off, 0},
        {"doc.error_struct.access_token_invalid.json", 401, refused, advice::back_off, 0},
        {"observed.any.429.daily_quota_limit_exceeded.json", 429, rate_limited, advice::stop_until_midnight,
         0},
        {"observed.video_query.400.invalid_count_or_cursor.json", 400, refused, advice::restart_search, 0},
    }));
    auto const body = fixture("tiktok-research/" + given.name);
    if (!body) return;
    INFO(given.name);
    auto const page = read_video_page(given.status, *body);
    CHECK(page.failure == given.failure);
    CHECK(static_cast<int>(page.then) == static_cast<int>(given.then));
    CHECK(page.rows.size() == given.rows);
    CHECK_FALSE(page.error_code.empty());
}

TEST_CASE("the documented example names its video by video_id", "[fixtures]") {
    auto const body = fixture("tiktok-research/doc.video_query.200.json");
    if (!body) return;
    auto const page = read_video_page(200, *body);
    REQUIRE(page.rows.size() == 1);
    CHECK(page.rows[0].id == 702874395068494965);
    CHECK(page.rows[0].region == "CA");
    CHECK(page.rows[0].counts == five_counts{1050, std::nullopt, 2, std::nullopt, std::nullopt});
}

TEST_CASE("documented answers of the token endpoint are told apart", "[fixtures]") {
    auto const token = fixture("tiktok-research/doc.oauth.200.json");
    if (!token) return;
    REQUIRE(read_token(200, *token).has_value());
    CHECK(read_token(200, *token)->lifetime == std::chrono::hours{2});
    CHECK(read_token(200, *fixture("tiktok-research/doc.oauth.error.json")).error() ==
          probe_failure::refused);
}

TEST_CASE("the recorded 400 of oEmbed means not public", "[fixtures]") {
    auto const body = fixture("tiktok-oembed/400-body.json");
    if (!body) return;
    CHECK(body->size() == 45);
    CHECK(read_oembed(400, *body).is == presence_reading::state::not_public);
}
