#pragma once

#include "daemon/statistics/wilson.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna {

/// Items that stand or fall together, of one creator: `hits` of `of` returned. 0 <= hits <= of, of >= 1.
struct cluster {
    std::int64_t hits = 0;
    std::int64_t of = 0;
    friend auto operator<=>(cluster const&, cluster const&) = default;
};

inline constexpr std::size_t bootstrap_resamples = 1'000;

/// The 95 % percentile interval (B. Efron 1979) of sum(hits) / sum(of) when whole clusters are drawn with
/// replacement, as many as there are: the 25th smallest and the 25th largest share of 1,000 resamples.
///
/// Clusters that are equal are drawn together, by exact multinomial counts from single random bits (one bit
/// is a half; a share's binary digits settle the rest), so 100,000 clusters of few kinds cost milliseconds.
/// Only integers, and std::mt19937_64, whose output the standard lays down: the same on every machine,
/// whatever the order of `clusters`.
/// @return 0 to 1 without clusters; no width with one.
[[nodiscard]] interval bootstrap(std::vector<cluster> clusters, std::uint64_t seed);

/// From the lower low to the higher high of Wilson's and the bootstrap's interval. Creators fail as blocks,
/// which Wilson does not know; where nothing is missing, or there is one creator, the bootstrap has no width.
[[nodiscard]] interval wider_interval(std::vector<cluster> clusters, std::uint64_t seed);

}  // namespace lacuna
