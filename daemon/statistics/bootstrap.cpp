#include "daemon/statistics/bootstrap.hpp"

#include <algorithm>
#include <bit>
#include <random>

namespace lacuna {

namespace {

/// Equal clusters.
struct kind {
    cluster what{};
    std::int64_t clusters = 0;
};

/// Most frequent first.
std::vector<kind> kinds_of(std::vector<cluster> clusters) {
    std::sort(clusters.begin(), clusters.end());
    std::vector<kind> kinds;
    for (auto const& one : clusters) {
        if (kinds.empty() || kinds.back().what != one) kinds.push_back({.what = one});
        ++kinds.back().clusters;
    }
    std::stable_sort(kinds.begin(), kinds.end(),
                     [](kind const& a, kind const& b) { return a.clusters > b.clusters; });
    return kinds;
}

class coins {
public:
    explicit coins(std::uint64_t seed) : random_{seed} {}

    /// How many of `n` even coins fall on one side.
    std::int64_t toss(std::int64_t n) {
        std::int64_t found = 0;
        for (; n >= 64; n -= 64) found += std::popcount(random_());
        if (n > 0) found += std::popcount(random_() >> static_cast<unsigned>(64 - n));
        return found;
    }

    /// How many of `n` uniform numbers lie below part / whole: bit by bit beside that share's binary digits,
    /// and only those that are still equal to it go on.
    std::int64_t below(std::int64_t n, std::int64_t part, std::int64_t whole) {
        std::int64_t found = 0;
        while (n > 0 && part > 0) {
            part *= 2;
            auto const ones = toss(n);
            if (part >= whole) {
                part -= whole;
                found += n - ones;
                n = ones;
            } else {
                n -= ones;
            }
        }
        return found;
    }

private:
    std::mt19937_64 random_;
};

class resampling {
public:
    resampling(std::vector<kind> kinds, std::uint64_t seed) : kinds_{std::move(kinds)}, coins_{seed} {
        before_.push_back(0);
        for (auto const& one : kinds_) before_.push_back(before_.back() + one.clusters);
    }

    double share() {
        sum_ = {};
        draw(0, kinds_.size(), before_.back());
        return static_cast<double>(sum_.hits) / static_cast<double>(sum_.of);
    }

private:
    /// Shares `n` draws out among the kinds from `first` up to `last`: in two halves, and so on.
    void draw(std::size_t first, std::size_t last, std::int64_t n) {
        if (n == 0) return;
        if (last - first == 1) {
            sum_.hits += n * kinds_[first].what.hits;
            sum_.of += n * kinds_[first].what.of;
            return;
        }
        auto const whole = before_[last] - before_[first];
        auto const half = std::upper_bound(before_.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                           before_.begin() + static_cast<std::ptrdiff_t>(last) - 1,
                                           before_[first] + whole / 2);
        auto const middle = static_cast<std::size_t>(half - before_.begin());
        auto const left = coins_.below(n, before_[middle] - before_[first], whole);
        draw(first, middle, left);
        draw(middle, last, n - left);
    }

    std::vector<kind> kinds_;
    std::vector<std::int64_t> before_;  ///< Clusters of the kinds before each.
    coins coins_;
    cluster sum_{};
};

}  // namespace

interval bootstrap(std::vector<cluster> clusters, std::uint64_t seed) {
    std::erase_if(clusters, [](cluster const& one) { return one.of <= 0; });
    if (clusters.empty()) return {};
    resampling resample{kinds_of(std::move(clusters)), seed};
    std::vector<double> shares(bootstrap_resamples);
    for (auto& share : shares) share = resample.share();
    constexpr auto tail = bootstrap_resamples / 40;
    std::sort(shares.begin(), shares.end());
    return {.low = shares[tail - 1], .high = shares[bootstrap_resamples - tail]};
}

interval wider_interval(std::vector<cluster> clusters, std::uint64_t seed) {
    cluster all;
    for (auto const& one : clusters) {
        all.hits += one.hits;
        all.of += one.of;
    }
    auto const by_item = wilson(all.hits, all.of);
    auto const by_creator = bootstrap(std::move(clusters), seed);
    if (all.of <= 0) return by_item;
    return {.low = std::min(by_item.low, by_creator.low), .high = std::max(by_item.high, by_creator.high)};
}

}  // namespace lacuna
