#include "daemon/plan/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace lacuna {

namespace {

/// SplitMix64 (Steele, Lea and Flood 2014): fixed here because the standard leaves the order of std::shuffle
/// to the library, and what a run chose must be found again on any machine.
class fixed_random {
public:
    explicit fixed_random(std::int64_t seed) : state_{static_cast<std::uint64_t>(seed)} {}

    /// Evenly from 0 to `bound` - 1.
    std::size_t below(std::size_t bound) {
        std::uint64_t const uneven = (0 - std::uint64_t{bound}) % bound;  // 2^64 mod bound.
        std::uint64_t drawn = next();
        while (drawn < uneven) drawn = next();
        return static_cast<std::size_t>(drawn % bound);
    }

private:
    std::uint64_t next() {
        std::uint64_t bits = (state_ += 0x9e3779b97f4a7c15U);
        bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
        bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
        return bits ^ (bits >> 31U);
    }

    std::uint64_t state_;
};

/// Every so many-th of `items`, so that the part is spread over time as the whole is.
std::vector<dated_item> spread_part(std::vector<dated_item> const& items, double part) {
    std::vector<dated_item> chosen;
    double due = 0;
    for (auto const& item : items) {
        due += std::clamp(part, 0.0, 1.0);
        if (due < 1) continue;
        due -= 1;
        chosen.push_back(item);
    }
    return chosen;
}

std::int64_t calls_for(std::vector<dated_item> items, std::size_t capacity) {
    return static_cast<std::int64_t>(pack(std::move(items), capacity).size());
}

std::int64_t rounded_up(std::int64_t amount, std::int64_t a_day) { return (amount + a_day - 1) / a_day; }

std::int64_t days_until_judged(forecast const& cost, forecast_basis const& basis) {
    std::int64_t days =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(cost.presence_hours / 24)));
    if (cost.first_pass_calls == 0) return days;
    auto const for_first_pass = basis.daily_calls - std::max<std::int64_t>(0, basis.reserve_calls);
    if (for_first_pass <= 0) return 0;
    auto const all = cost.first_pass_calls + cost.confirmation_calls;
    return std::max(
        {days, rounded_up(cost.first_pass_calls, for_first_pass), rounded_up(all, basis.daily_calls)});
}

}  // namespace

forecast forecast_day(forecast_basis const& basis) {
    auto fresh = basis.dated;
    std::sort(fresh.begin(), fresh.end(), [](dated_item const& a, dated_item const& b) {
        return std::pair{a.created_at, a.key} < std::pair{b.created_at, b.key};
    });
    auto const in_public = std::clamp(basis.public_share, 0.0, 1.0);
    auto absent = spread_part(fresh, in_public * std::clamp(basis.absent_share, 0.0, 1.0));
    absent.insert(absent.end(), basis.to_confirm.begin(), basis.to_confirm.end());
    auto const absent_count = static_cast<std::int64_t>(absent.size());
    auto const known = static_cast<std::int64_t>(basis.known_public.size()) + basis.not_public;

    forecast cost;
    cost.items = static_cast<std::int64_t>(fresh.size()) + known + basis.undated;
    cost.unplannable = basis.undated;
    cost.shares_assumed = basis.shares_assumed;
    cost.confirmation_calls = calls_for(std::move(absent), largest_batch - fewest_controls);
    cost.quarantine_calls = rounded_up(calls_for(spread_part(fresh, 1 - in_public), largest_batch), 7) +
                            calls_for(basis.to_quarantine, largest_batch);
    fresh.insert(fresh.end(), basis.known_public.begin(), basis.known_public.end());
    cost.first_pass_calls = calls_for(std::move(fresh), largest_batch);
    auto const answered = 1 - std::clamp(basis.failed_share, 0.0, 0.9);
    for (auto* calls : {&cost.first_pass_calls, &cost.confirmation_calls, &cost.quarantine_calls}) {
        *calls = static_cast<std::int64_t>(std::ceil(static_cast<double>(*calls) / answered));
    }
    if (basis.presence_per_second > 0) {
        auto const readings = static_cast<double>(cost.items + absent_count);
        cost.presence_hours = readings / basis.presence_per_second / 3600;
    }
    cost.days = days_until_judged(cost, basis);
    return cost;
}

std::vector<std::size_t> choose_batches(std::vector<batch> const& batches, std::vector<bool> const& first,
                                        std::int64_t calls, std::int64_t seed) {
    std::vector<std::size_t> order(batches.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    fixed_random random{seed};
    for (std::size_t left = order.size(); left > 1; --left)
        std::swap(order[left - 1], order[random.below(left)]);
    std::stable_partition(order.begin(), order.end(),
                          [&first](std::size_t place) { return place < first.size() && first[place]; });

    auto const reached = std::min(order.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, calls)));
    order.resize(reached);
    std::sort(order.begin(), order.end());
    return order;
}

}  // namespace lacuna
