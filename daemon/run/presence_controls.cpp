#include "daemon/run/presence_controls.hpp"

#include <algorithm>
#include <random>

namespace lacuna {

namespace {

constexpr std::size_t tries = 3;
constexpr std::size_t draws = 60;  // Most items of a list are live.

/// Whatever this sweep says of it: that is what is tested.
bool is_known_live(item_standing const& item) {
    return item.reading == 'p' || (item.item.past.last_public && item.item.past.negative_days == 0);
}

}  // namespace

presence_controls::presence_controls(day_record const& record, std::int64_t seed, block_purpose purpose)
    : record_{record},
      seed_{static_cast<std::uint64_t>(seed) + static_cast<std::uint64_t>(purpose) * 0x9e3779b9U} {}

std::vector<std::size_t> presence_controls::known_live(std::size_t ordinal) const {
    std::vector<std::size_t> chosen;
    if (record_.size() == 0) return chosen;
    std::mt19937_64 chance{seed_ ^ (ordinal * 0x9e3779b97f4a7c15U)};
    for (std::size_t draw = 0; draw < draws && chosen.size() < tries; ++draw) {
        auto const place = static_cast<std::size_t>(chance() % record_.size());
        if (!is_known_live(record_.at(place)) || std::ranges::find(chosen, place) != chosen.end()) continue;
        chosen.push_back(place);
    }
    return chosen;
}

std::int64_t presence_controls::invented(std::size_t ordinal) const {
    std::mt19937_64 chance{seed_ + 1 + ordinal};
    constexpr std::uint64_t first_second = 1'577'836'800;  // 2020-01-01
    constexpr std::uint64_t seconds = std::uint64_t{5} * 365 * 86'400;
    auto const second = first_second + chance() % seconds;
    return static_cast<std::int64_t>(second << 32U | (chance() & 0xffff'ffffU));
}

}  // namespace lacuna
