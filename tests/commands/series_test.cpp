#include "daemon/commands/import_watchlist.hpp"
#include "daemon/commands/text_file.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>

using namespace lacuna;

TEST_CASE("a series is read state by state", "[series]") {
    auto const read = read_series(
        "date,video_id,state\r\n2025-04-09,7366758818765638917,not_available\r\n"
        "2025-04-10,7366758818765638917,available\n2025-04-11,7366758818765638917,error\n");

    REQUIRE(read.has_value());
    REQUIRE(read->size() == 3);
    CHECK(read->at(0).kind == verdict_kind::imported_not_available);
    CHECK(read->at(1).kind == verdict_kind::imported_available);
    CHECK(read->at(2).kind == verdict_kind::imported_error);
    CHECK(to_string(read->at(1).day) == "2025-04-10");
    CHECK(read->at(1).platform_id == 7366758818765638917);
}

TEST_CASE("a series that cannot be read says where and what is expected", "[series]") {
    struct row {
        std::string what, text, where;
    };
    auto const bad = GENERATE(values<row>({
        {"another header", "day,id,state\n", "line 1"},
        {"no calendar day", "date,video_id,state\n2025-02-30,7366758818765638917,error\n",
         "line 2, column date"},
        {"an id of 5 digits", "date,video_id,state\n2025-02-03,73667,error\n", "line 2, column video_id"},
        {"an unknown state", "date,video_id,state\n2025-02-03,7366758818765638917,gone\n",
         "line 2, column state"},
        {"a state too many", "date,video_id,state\n2025-02-03,7366758818765638917,error,1\n",
         "line 2, column state"},
        {"a video twice on a day",
         "date,video_id,state\n2025-02-03,7366758818765638917,error\n2025-02-03,7366758818765638917,"
         "available\n",
         "line 3"},
    }));
    DYNAMIC_SECTION(bad.what) {
        auto const read = read_series(bad.text);
        REQUIRE(read.has_error());
        CHECK(read.error().where == bad.where);
        CHECK(!read.error().wrong.empty());
    }
}

TEST_CASE("the published series has its 279 days and three states", "[series][shared]") {
    std::string const file = LACUNA_SOURCE_DIR "/../shared/data/ai-forensics/series.csv";
    if (!std::filesystem::exists(file)) {
        WARN("skipped: " << file << " is not there");
        return;
    }
    auto const read = read_series(text_of_file(file));

    REQUIRE(read.has_value());
    std::map<verdict_kind, int> states;
    std::map<utc_day, int> days;
    for (auto const& state : *read) {
        ++states[state.kind];
        ++days[state.day];
    }
    CHECK(days.size() == 279);
    CHECK(states[verdict_kind::imported_not_available] == 2634);
    CHECK(states[verdict_kind::imported_available] == 213);
    CHECK(states[verdict_kind::imported_error] == 181);
}
