#include "daemon/rollup/day_rollup.hpp"

#include "daemon/statistics/wilson.hpp"

#include <string_view>
#include <unordered_set>

namespace lacuna {

namespace {

double share(std::int64_t part, std::int64_t of) {
    return static_cast<double>(part) / static_cast<double>(of);
}

/// The headline rule: enough items, and nearly all that it is about.
bool carries_a_rate(std::int64_t measured, std::int64_t countable) {
    return measured >= fewest_for_headline &&
           static_cast<double>(measured) >= least_coverage * static_cast<double>(countable);
}

}  // namespace

verdict_counts count_verdicts(std::vector<counted_item> const& items) {
    verdict_counts counts;
    for (auto const& item : items) ++counts[{item.judged.kind, item.judged.counts}];
    return counts;
}

day_rate rate_of(std::vector<counted_item> const& items, bool rate_allowed) {
    day_rate rate;
    std::int64_t asked = 0;
    std::int64_t returned_at_once = 0;
    std::unordered_set<std::string_view> creators;
    for (auto const& item : items) {
        if (!item.judged.countable) continue;
        if (item.first_ask) {
            ++asked;
            returned_at_once += *item.first_ask ? 1 : 0;
        }
        if (!item.judged.counts) {
            ++rate.open;
            continue;
        }
        ++(item.judged.kind == verdict_kind::retrievable ? rate.retrievable : rate.missing);
        if (!item.username.empty()) creators.insert(item.username);
    }
    rate.creators = static_cast<std::int64_t>(creators.size());

    auto const counting = rate.retrievable + rate.missing;
    auto const countable = counting + rate.open;
    if (countable > 0) rate.coverage = share(counting, countable);
    if (!rate_allowed) return rate;

    if (carries_a_rate(counting, countable)) {
        auto const [low, high] = wilson(rate.retrievable, counting);
        rate.completeness = share(rate.retrievable, counting);
        rate.low = low;
        rate.high = high;
    }
    if (countable >= fewest_for_headline) {
        rate.range_low = share(rate.retrievable, countable);
        rate.range_high = share(rate.retrievable + rate.open, countable);
    }
    if (carries_a_rate(asked, countable)) rate.first_ask = share(returned_at_once, asked);
    return rate;
}

}  // namespace lacuna
