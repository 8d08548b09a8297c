#include "daemon/run/ending.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <map>
#include <set>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

constexpr utc_day today{std::chrono::year{2026} / 11 / 20};

/// A day on which so many public items were measured, failed, and were left out by the budget.
day_record day_with(int measured, int failed, int left_out = 0, char reading = 'p',
                    bool presence_off = false) {
    std::vector<due_item> items;
    presence_block block{.block = block_id{1}};
    utc_day const from = today - std::chrono::days{110};
    call_record answered{.call = call_id{1},
                         .complete = true,
                         .window_start = from,
                         .window_end = from + std::chrono::days{30}};
    call_record broken{.call = call_id{2}, .failure = probe_failure::server_error};
    for (int i = 1; i <= measured + failed + left_out; ++i) {
        creation const created{.at = today - std::chrono::days{100}, .source = creation_source::id};
        items.push_back({.key = item_key{i}, .platform_id = i, .created = created});
        block.items.push_back(item_key{i});
        block.readings.push_back(reading);
        if (i <= measured) answered.items.push_back(item_key{i});
        if (i > measured && i <= measured + failed) broken.items.push_back(item_key{i});
    }
    day_record record{std::move(items), today, utc_time{today} + 3h, {.presence_off = presence_off}};
    if (measured > 0) answered.returned = {item_key{1}};  // Else nobody would know that the API speaks.
    record.apply(block);
    record.apply(answered);
    record.apply(broken);
    for (int i = 0; i < left_out; ++i)
        record.at(static_cast<std::size_t>(measured + failed + i)).out_of_quota = true;
    return record;
}

bool api_is_void(day_record const& record) { return ending_of(record).api == run_ending::arm::invalid; }

}  // namespace

TEST_CASE("the API arm is void when more than a third stayed unmeasured", "[ending]") {
    CHECK_FALSE(api_is_void(day_with(2, 1)));
    CHECK(api_is_void(day_with(199, 100)));
    CHECK_FALSE(api_is_void(day_with(200, 100)));
    CHECK_FALSE(api_is_void(day_with(0, 0)));
}

TEST_CASE("what the budget did not reach neither voids a day nor saves it", "[ending]") {
    CHECK_FALSE(api_is_void(day_with(100, 0, 900)));
    CHECK(api_is_void(day_with(10, 10, 900)));
    CHECK(api_is_void(day_with(0, 0, 50)));
    CHECK(ending_of(day_with(100, 0, 900)).due == 1'000);
    CHECK(ending_of(day_with(100, 0, 900)).measured == 100);
}

TEST_CASE("a presence arm that found nothing is void: shells, or nobody public, from 20 on", "[ending]") {
    CHECK(ending_of(day_with(0, 1, 0, 't')).presence == run_ending::arm::invalid);
    CHECK(ending_of(day_with(0, 19, 0, 's')).presence == run_ending::arm::valid);
    CHECK(ending_of(day_with(0, 20, 0, 's')).presence == run_ending::arm::invalid);
    CHECK(ending_of(day_with(0, 0)).presence == run_ending::arm::valid);
    CHECK(ending_of(day_with(0, 19, 0, 'n')).presence == run_ending::arm::valid);
    CHECK(ending_of(day_with(0, 20, 0, 'n')).presence == run_ending::arm::invalid);
    CHECK(ending_of(day_with(0, 20, 0, 't', true)).presence == run_ending::arm::off);
}

TEST_CASE("a day on which nobody was known to be public is no valid day of the API arm either", "[ending]") {
    CHECK(api_is_void(day_with(0, 11, 0, 't')));
    CHECK_FALSE(api_is_void(day_with(0, 11, 0, 'n')));
}

TEST_CASE("why a run is void is said without numbers, which private lists would show in", "[ending]") {
    auto const words = ending_of(day_with(1, 2)).void_reason;
    CHECK_FALSE(words.empty());
    CHECK(words.find_first_of("0123456789") == words.npos);
}

TEST_CASE("AI Forensics' series is void on the days on which it broke, and on no other", "[ending]") {
    std::ifstream file{LACUNA_SOURCE_DIR "/../shared/data/ai-forensics/series.csv"};
    if (!file) {
        WARN("skipped: ../shared/data is not here");
        return;
    }
    struct tally {
        int measured = 0;
        int failed = 0;
    };
    std::map<std::string, tally> days;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        auto& day = days[line.substr(0, 10)];
        (line.ends_with("error") || line.ends_with("error\r") ? day.failed : day.measured)++;
    }

    std::set<std::string> found;
    std::set<std::string> expected{"2025-05-09", "2025-09-16"};
    for (auto const& [day, seen] : days) {
        if (api_is_void(day_with(seen.measured, seen.failed))) found.insert(day);
        if (day >= "2026-01-03") expected.insert(day);
    }

    CHECK(days.size() == 279);
    CHECK(found == expected);
}
