// What the statistics of a day cost for 100,000 items: the interval's bootstrap beside a rollup that has
// Wilson's alone, for one list and for one that is cut into 30 strata; a year of a panel; a lag's curve.
// Medians of several rounds, processor time; ratios are to the rollup without a bootstrap in the same
// process.

#include "daemon/rollup/day_rollup.hpp"
#include "daemon/statistics/bootstrap.hpp"
#include "daemon/statistics/kaplan_meier.hpp"
#include "daemon/statistics/panel_change.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace lacuna;

namespace {

constexpr std::size_t items_in_all = 100'000;
constexpr int rounds = 7;

/// Milliseconds of processor time.
double median(std::function<void()> const& work) {
    std::vector<double> took;
    for (int round = 0; round < rounds; ++round) {
        auto const begun = std::clock();
        work();
        took.push_back(1000.0 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
    }
    std::nth_element(took.begin(), took.begin() + rounds / 2, took.end());
    return took[rounds / 2];
}

void print(std::string const& what, double took, double reference) {
    std::printf("%-58s %9.2f ms %8.2f x\n", what.c_str(), took, took / reference);
}

/// One in ten missing; items dealt out to `names` at random.
std::vector<counted_item> items_of(std::vector<std::string> const& names, std::size_t creators) {
    std::mt19937_64 random{1};
    std::vector<counted_item> items(items_in_all);
    for (auto& item : items) {
        item.judged = {.kind = random() % 10 == 0 ? verdict_kind::missing : verdict_kind::retrievable,
                       .countable = true,
                       .counts = true};
        item.username = names[random() % creators];
    }
    return items;
}

/// All of it, and two ways of cutting it into fifteen.
std::vector<std::vector<counted_item>> strata_of(std::vector<counted_item> const& items) {
    std::vector<std::vector<counted_item>> strata(31);
    strata[0] = items;
    std::mt19937_64 random{2};
    for (auto const& item : items) {
        strata[1 + random() % 15].push_back(item);
        strata[16 + random() % 15].push_back(item);
    }
    return strata;
}

}  // namespace

int main() {
    std::vector<std::string> names;
    for (std::size_t name = 0; name < items_in_all; ++name)
        names.push_back("creator_number_" + std::to_string(name));
    std::size_t sink = 0;
    std::printf("%zu items, %zu resamples\n", items_in_all, bootstrap_resamples);
    for (std::size_t const creators : {std::size_t{100}, std::size_t{10'000}, items_in_all}) {
        auto const items = items_of(names, creators);
        auto const strata = strata_of(items);
        auto const said = std::to_string(creators) + " creators: ";
        auto const count = [&](bool with_interval) {
            for (auto const& one : strata) sink += rate_of(one, with_interval, 1).low ? 2 : 1;
        };
        auto const plain = median([&] { sink += rate_of(items, false).creators > 0 ? 1 : 0; });
        print(said + "counting, no interval", plain, plain);
        print(said + "the rate with its interval", median([&] { sink += rate_of(items).low ? 1 : 0; }),
              plain);
        auto const plain_strata = median([&] { count(false); });
        print(said + "31 strata, no interval", plain_strata, plain_strata);
        print(said + "31 strata with their intervals", median([&] { count(true); }), plain_strata);
    }

    std::mt19937_64 random{3};
    std::vector<panel_day> year;
    for (int day = 0; day < 3'650; ++day) {
        year.push_back({.day = utc_day{std::chrono::days{20'000 + day}},
                        .panel = 800,
                        .creators = 80,
                        .lost_items = static_cast<std::int64_t>(random() % 5),
                        .returned_items = static_cast<std::int64_t>(random() % 5),
                        .lost_creators = static_cast<std::int64_t>(random() % 3),
                        .returned_creators = static_cast<std::int64_t>(random() % 3)});
    }
    auto const panel = median([&] { sink += panel_changes(year).size() + 1; });
    print("ten years of a panel's changes", panel, panel);

    std::vector<observed_time> subjects;
    for (std::size_t item = 0; item < items_in_all; ++item) {
        auto const entry = static_cast<double>(random() % 48);
        subjects.push_back({entry, entry + static_cast<double>(random() % 2'000), random() % 3 > 0});
    }
    auto const lag = median([&] { sink += kaplan_meier(subjects).steps.size(); });
    print("a lag's curve", lag, lag);
    return sink == 0 ? 1 : 0;
}
