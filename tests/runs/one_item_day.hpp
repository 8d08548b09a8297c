#pragma once

#include "daemon/run/day_record.hpp"

namespace lacuna::test {

using namespace std::chrono_literals;

inline utc_day const today{std::chrono::year{2026} / 11 / 20};
inline constexpr std::chrono::milliseconds settle = 72h;
inline utc_time const start = today + 3h;

inline due_item old_item(int key) {
    return {.key = item_key{key},
            .platform_id = key,
            .created = creation{.at = today - std::chrono::days{400}, .source = creation_source::given}};
}

/// One due item (key 1) among two others, and the things that can happen to it. Item 9 is asked for with it,
/// and always returned: it is the control of calls that confirm.
struct one_item_day {
    explicit one_item_day(due_item item = old_item(1), bool presence_off = false)
        : record{{old_item(7), std::move(item), old_item(9)},
                 today,
                 start,
                 {.settle = settle, .presence_off = presence_off}} {}

    void read(char letter, utc_time at = start + 10min) {
        record.apply({.block = block_id{++block},
                      .asked_from = at,
                      .asked_until = at + 1min,
                      .items = {item_key{1}},
                      .readings = {letter}});
    }
    call_record call(call_purpose purpose, bool returned, utc_time at = start + 20min) {
        ++number;
        bool const confirms = purpose == call_purpose::confirmation || purpose == call_purpose::alone;
        auto const created = item().item.created.value_or(*old_item(1).created).at;
        auto const made = std::chrono::floor<std::chrono::days>(created);
        auto const control = item_key{9};
        return {.call = call_id{number},
                .sent_at = at,
                .purpose = purpose,
                .complete = true,
                .window_start = made - std::chrono::days{10},
                .window_end = made + std::chrono::days{20},
                .items = {control, item_key{1}},
                .controls = confirms ? std::vector{control} : std::vector<item_key>{},
                .returned = returned ? std::vector{control, item_key{1}} : std::vector{control}};
    }
    void ask(call_purpose purpose, bool returned, utc_time at = start + 20min) {
        record.apply(call(purpose, returned, at));
    }
    void fail(probe_failure why) {
        auto failed = call(call_purpose::first_pass, false);
        failed.failure = why;
        failed.complete = false;
        record.apply(failed);
    }

    day_record::standing const& item() const { return record.at(1); }
    day_record::standing& item() { return record.at(1); }
    verdict_row verdict() const { return record.verdict_of(item()); }

    day_record record;
    int number = 0;
    int block = 0;
};

inline constexpr auto first_pass = call_purpose::first_pass;
inline constexpr auto confirmation = call_purpose::confirmation;
inline constexpr auto quarantine = call_purpose::quarantine;

}  // namespace lacuna::test
