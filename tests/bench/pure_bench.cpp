// What the pure parts of a day cost for 100,000 items: packing, folding, judging, counting. Each is the
// median of several rounds, and given as a ratio to sorting the same 100,000 items in the same process, so
// that machines can be compared.

#include "daemon/plan/forecast.hpp"
#include "daemon/rollup/day_rollup.hpp"
#include "daemon/run/day_record.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace lacuna;
using namespace std::chrono_literals;

namespace {

constexpr int items_in_all = 100'000;
constexpr int rounds = 9;
utc_day const today{std::chrono::year{2026} / 11 / 20};

/// Milliseconds of processor time, median; `prepare` is not timed.
double median(std::function<void()> const& prepare, std::function<void()> const& work) {
    std::vector<double> took;
    for (int round = 0; round < rounds; ++round) {
        prepare();
        auto const begun = std::clock();
        work();
        took.push_back(1000.0 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
    }
    std::nth_element(took.begin(), took.begin() + rounds / 2, took.end());
    return took[rounds / 2];
}

void print(char const* what, double took, double reference) {
    std::printf("%-44s %9.2f ms %8.2f x sorting\n", what, took, took / reference);
}

struct a_day {
    std::vector<due_item> items{};
    std::vector<dated_item> dated{};
    std::vector<batch> batches{};
    day_observations seen{};
};

/// Eight in ten public, one in ten of those left out twice and read again.
a_day observed() {
    std::mt19937_64 random{1};
    a_day day;
    for (int key = 0; key < items_in_all; ++key) {
        std::chrono::sys_seconds const at = today - std::chrono::seconds{random() % (3 * 365 * 86'400)};
        day.dated.push_back({.key = item_key{key + 1}, .platform_id = key, .created_at = at});
    }
    day.batches = pack(day.dated);
    int number = 0;
    for (auto const& one : day.batches) {
        presence_block read{.block = block_id{++number}, .asked_from = today + 3h, .asked_until = today + 4h};
        call_record call{.call = call_id{number}, .sent_at = today + 5h, .complete = true};
        presence_block again{
            .block = block_id{number + 10'000}, .asked_from = today + 7h, .asked_until = today + 8h};
        call_record confirm{.call = call_id{number + 10'000},
                            .sent_at = today + 6h,
                            .purpose = call_purpose::confirmation,
                            .complete = true};
        for (auto const& item : one.items) {
            day.items.push_back({.key = item.key, .created = creation{.at = item.created_at}});
            bool const in_public = random() % 10 < 8;
            read.items.push_back(item.key);
            read.readings.push_back(in_public ? 'p' : 'n');
            if (!in_public) continue;
            call.items.push_back(item.key);
            if (random() % 10 != 0) {
                call.returned.push_back(item.key);
                continue;
            }
            confirm.items.push_back(item.key);
            again.items.push_back(item.key);
            again.readings.push_back('p');
        }
        day.seen.blocks.push_back(std::move(read));
        day.seen.blocks.push_back(std::move(again));
        day.seen.calls.push_back(std::move(call));
        day.seen.calls.push_back(std::move(confirm));
    }
    return day;
}

day_record folded(a_day const& day) {
    day_record record{day.items, today, today + 9h, {}};
    for (auto const& block : day.seen.blocks) record.apply(block);
    for (auto const& call : day.seen.calls) record.apply(call);
    return record;
}

std::vector<counted_item> counted(std::vector<verdict_row> const& rows,
                                  std::vector<std::string> const& names) {
    std::vector<counted_item> items;
    items.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        items.push_back({rows[i].judged, rows[i].first_ask, names[i % names.size()]});
    }
    return items;
}

}  // namespace

int main() {
    auto const nothing = [] {};
    auto const day = observed();
    auto const by_time = [](dated_item const& a, dated_item const& b) { return a.created_at < b.created_at; };

    std::vector<dated_item> shuffled;
    auto const reference =
        median([&] { shuffled = day.dated; }, [&] { std::sort(shuffled.begin(), shuffled.end(), by_time); });
    std::printf("%d items, medians of %d rounds, processor time\n", items_in_all, rounds);
    print("sorting them by creation time (reference)", reference, reference);

    std::size_t sink = 0;
    print("packing, unsorted", median(nothing, [&] { sink += pack(day.dated).size(); }), reference);
    print("packing, sorted", median(nothing, [&] { sink += pack(shuffled).size(); }), reference);
    print("forecast", median(nothing, [&] { sink += forecast_day({.dated = shuffled}).items > 0 ? 1 : 0; }),
          reference);
    print("choosing half of the batches",
          median(nothing, [&] { sink += choose_batches(day.batches, {}, 500, 1).size(); }), reference);
    print("folding a day's blocks and calls", median(nothing, [&] { sink += folded(day).size(); }),
          reference);

    auto const record = folded(day);
    print("judging", median(nothing, [&] { sink += record.verdicts().size(); }), reference);
    print("folding and judging", median(nothing, [&] { sink += folded(day).verdicts().size(); }), reference);

    std::vector<std::string> names;
    for (int name = 0; name < 20'000; ++name) names.push_back("creator_number_" + std::to_string(name));
    auto const items = counted(record.verdicts(), names);
    print("counting verdicts", median(nothing, [&] { sink += count_verdicts(items).size(); }), reference);
    print("the rate", median(nothing, [&] { sink += rate_of(items).creators > 0 ? 1 : 0; }), reference);

    std::printf("%zu bytes an item in the day's record\n", sizeof(day_record::standing));
    return sink == 0 ? 1 : 0;
}
