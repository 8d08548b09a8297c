#pragma once

#include "daemon/run/day_record.hpp"

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace lacuna::test {

using namespace std::chrono_literals;
using std::chrono::days;

inline constexpr utc_day the_day{std::chrono::year{2026} / 11 / 20};
inline constexpr utc_time morning = utc_time{the_day} + 3h;
inline constexpr utc_day made_on = the_day - days{100};

inline due_item known_item(int key, item_past past = {}) {
    return {.key = item_key{key},
            .platform_id = key,
            .created = creation{.at = made_on + 1h, .source = creation_source::given},
            .past = past};
}

/// Items 1 … count, all of the same past.
inline std::vector<due_item> known_items(int count, item_past past = {}) {
    std::vector<due_item> items;
    for (int key = 1; key <= count; ++key) items.push_back(known_item(key, past));
    return items;
}

/// `from` to `to`, both included.
inline std::vector<int> range(int from, int to) {
    std::vector<int> keys;
    for (int key = from; key <= to; ++key) keys.push_back(key);
    return keys;
}

inline std::vector<item_key> keys_from(std::vector<int> const& numbers) {
    std::vector<item_key> keys;
    for (auto const number : numbers) keys.push_back(item_key{number});
    return keys;
}

struct question {
    call_purpose purpose = call_purpose::first_pass;
    std::vector<int> items{};
    std::vector<int> returned{};
    std::vector<int> controls{};
    vantage_id vantage{1};
    utc_day from = made_on - days{10};
    utc_day until = made_on + days{20};
};

/// A day of many items; what happens follows in minutes.
struct many_items_day {
    explicit many_items_day(std::vector<due_item> items, day_rules rules = {})
        : record{std::move(items), the_day, morning, rules} {}

    block_id read(std::vector<int> const& items, char letter = 'p') {
        presence_block const read = block_of(items, letter);
        record.apply(read);
        return read.block;
    }
    presence_block block_of(std::vector<int> const& items, char letter) {
        now += 1min;
        return {.block = block_id{++blocks},
                .asked_from = now,
                .asked_until = now + 30s,
                .items = keys_from(items),
                .readings = std::vector<char>(items.size(), letter)};
    }
    call_record call_of(question const& asked) {
        now += 1min;
        return {.call = call_id{++calls},
                .sent_at = now,
                .vantage = asked.vantage,
                .purpose = asked.purpose,
                .complete = true,
                .window_start = asked.from,
                .window_end = asked.until,
                .items = keys_from(asked.items),
                .controls = keys_from(asked.controls),
                .returned = keys_from(asked.returned)};
    }
    call_id ask(question const& asked) {
        auto const call = call_of(asked);
        record.apply(call);
        return call.call;
    }

    day_record::standing const& item(int key) const { return record.at(*record.place_of(item_key{key})); }
    verdict_row verdict(int key) const { return record.verdict_of(item(key)); }
    item_past past(int key, bool api_void = false) const { return record.past_of(item(key), api_void); }
    /// The question that began with that call.
    asked_batch const& batch(call_id head) const { return record.batches()[*record.batches().find(head)]; }

    day_record record;
    utc_time now = morning;
    int calls = 0;
    int blocks = 0;
};

}  // namespace lacuna::test
