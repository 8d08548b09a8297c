#include "daemon/rollup/day_rollup.hpp"

#include "daemon/statistics/bootstrap.hpp"

#include <string_view>
#include <unordered_map>

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

/// The counting items, by creator.
class creators_of_day {
public:
    void add(counted_item const& item) {
        auto& its = item.username.empty() ? unknown_.emplace_back() : known_[item.username];
        ++its.of;
        its.hits += item.judged.kind == verdict_kind::retrievable ? 1 : 0;
    }
    [[nodiscard]] std::int64_t known() const { return static_cast<std::int64_t>(known_.size()); }
    [[nodiscard]] std::vector<cluster> take() {
        for (auto const& [name, its] : known_) unknown_.push_back(its);
        return std::move(unknown_);
    }

private:
    std::unordered_map<std::string_view, cluster> known_;
    std::vector<cluster> unknown_;
};

}  // namespace

std::uint64_t interval_seed(list_key list, utc_day day) noexcept {
    // The last steps of SplitMix64 (Steele, Lea and Flood 2014): neighbouring numbers give unlike seeds.
    auto mixed = (static_cast<std::uint64_t>(list) << 32U) ^
                 static_cast<std::uint64_t>(day.time_since_epoch().count());
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
}

verdict_counts count_verdicts(std::vector<counted_item> const& items) {
    verdict_counts counts;
    for (auto const& item : items) ++counts[{item.judged.kind, item.judged.counts}];
    return counts;
}

day_rate rate_of(std::vector<counted_item> const& items, bool rate_allowed, std::uint64_t seed) {
    day_rate rate;
    std::int64_t asked = 0;
    std::int64_t returned_at_once = 0;
    creators_of_day creators;
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
        bool const returned = item.judged.kind == verdict_kind::retrievable;
        ++(returned ? rate.retrievable : rate.missing);
        if (item.week_before) {
            ++rate.pair_items;
            rate.pair_then += *item.week_before ? 1 : 0;
            rate.pair_now += returned ? 1 : 0;
        }
        creators.add(item);
    }
    rate.creators = creators.known();

    auto const counting = rate.retrievable + rate.missing;
    auto const countable = counting + rate.open;
    if (countable > 0) rate.coverage = share(counting, countable);
    if (!rate_allowed) return rate;

    if (carries_a_rate(counting, countable)) {
        auto const [low, high] = wider_interval(creators.take(), seed);
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
