#include "daemon/rollup/count_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna {

namespace {

using count = std::optional<std::int64_t>;

bool is_count(count const& said) { return said && *said >= 0; }

void keep_highest(count& highest, count const& said) {
    if (is_count(said) && (!highest || *highest < *said)) highest = said;
}

std::optional<double> ratio_of(count const& api, count const& seen) {
    if (!is_count(api) || !is_count(seen) || *seen == 0) return std::nullopt;
    return static_cast<double>(*api) / static_cast<double>(*seen);
}

count fall_of(count const& now, count const& highest) {
    if (!is_count(now) || !is_count(highest) || *now >= *highest) return std::nullopt;
    return *highest - *now;
}

told_count told(count_day const& today, count const& api_highest, count const& seen_highest,
                std::size_t which) {
    auto const& api = today.api[which];
    auto const& seen = today.seen[which];
    return {.api = api,
            .seen = seen,
            .ratio = ratio_of(api, seen),
            .api_fell_by = fall_of(api, api_highest),
            .seen_fell_by = fall_of(seen, seen_highest)};
}

std::optional<double> median_of(std::vector<double> ratios) {
    if (ratios.empty()) return std::nullopt;
    auto const middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
    std::nth_element(ratios.begin(), middle, ratios.end());
    if (ratios.size() % 2 == 1) return *middle;
    return (*std::max_element(ratios.begin(), middle) + *middle) / 2;
}

}  // namespace

std::optional<double> count_figures::share() const {
    if (items == 0) return std::nullopt;
    return static_cast<double>(present) / static_cast<double>(items);
}

std::vector<told_day> told_days(std::vector<count_day> const& days, utc_day from) {
    std::vector<told_day> all;
    for (auto today = days.begin(); today != days.end(); ++today) {
        if (today->day < from) continue;
        tiktok::five_counts api{};
        tiktok::five_counts seen{};
        for (auto before = today; before != days.begin();) {
            --before;
            if (today->day - before->day > days_compared) break;
            for (std::size_t which = 0; which < api.size(); ++which) {
                keep_highest(api[which], before->api[which]);
                keep_highest(seen[which], before->seen[which]);
            }
        }
        auto& added = all.emplace_back(told_day{.day = today->day});
        for (std::size_t which = 0; which < api.size(); ++which)
            added.counts[which] = told(*today, api[which], seen[which], which);
    }
    return all;
}

std::vector<double> ratios_of(std::vector<listed_counts> const& items, std::size_t which) {
    std::vector<double> ratios;
    for (auto const& item : items) {
        if (auto const ratio = ratio_of(item.api.at(which), item.seen.at(which))) ratios.push_back(*ratio);
    }
    return ratios;
}

std::array<count_figures, 5> figures_of(std::vector<listed_counts> const& items) {
    std::array<count_figures, 5> figures{};
    for (std::size_t which = 0; which < figures.size(); ++which) {
        auto& of = figures[which];
        for (auto const& item : items) {
            auto const& said = item.api[which];
            ++of.items;
            if (said) ++of.present;
            if (is_count(said) && is_count(item.highest[which])) ++of.compared;
            if (fall_of(said, item.highest[which])) ++of.fell;
        }
        auto ratios = ratios_of(items, which);
        of.near = std::ranges::count_if(ratios,
                                        [](double ratio) { return std::abs(ratio - 1) <= near_one + 1e-9; });
        of.pairs = static_cast<std::int64_t>(ratios.size());
        of.median_ratio = median_of(std::move(ratios));
    }
    return figures;
}

}  // namespace lacuna
