#include "daemon/run/control_drawing.hpp"

#include "daemon/run/confirmation.hpp"
#include "daemon/run/first_pass.hpp"

#include <algorithm>
#include <random>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace lacuna {

namespace {

/// The window's end is cut at the day, and an id can be a little early (PLATFORM-APIS 5).
constexpr std::chrono::hours kept_from_the_end{1};

bool by_time(dated_item const& a, dated_item const& b) {
    return std::tie(a.created_at, a.key) < std::tie(b.created_at, b.key);
}

/// Not std::sample or a distribution: the same seed draws the same on every standard library.
template <class Element>
void shuffle_first(std::vector<Element>& drawn, std::size_t wanted, std::mt19937_64& chance) {
    for (std::size_t i = 0; i < std::min(wanted, drawn.size()); ++i) {
        auto const other = i + static_cast<std::size_t>(chance() % (drawn.size() - i));
        std::swap(drawn[i], drawn[other]);
    }
}

}  // namespace

void draw_first(std::vector<dated_item>& items, std::size_t most, std::int64_t seed) {
    std::ranges::sort(items, by_time);
    std::mt19937_64 chance{static_cast<std::uint64_t>(seed)};
    shuffle_first(items, most, chance);
    if (items.size() > most) items.resize(most);
}

control_drawing::control_drawing(day_record const& record, std::int64_t seed, int round)
    : seed_{static_cast<std::uint64_t>(seed) + 0x9e3779b97f4a7c15U * static_cast<std::uint64_t>(round)} {
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (!item.returned || !item.item.created || !record.is_public(item)) continue;
        if (record.needs_confirmation(item)) continue;  // A control that was lost just now.
        known_.push_back({.item = dated(item), .creator = item.item.creator});
    }
    auto const earlier = [](candidate const& a, candidate const& b) { return by_time(a.item, b.item); };
    if (!std::is_sorted(known_.begin(), known_.end(), earlier)) std::ranges::sort(known_, earlier);
}

void control_drawing::add_to(batch_question& question) const {
    auto& batch = question.what;
    batch.range.end = batch.range.start + longest_window;
    auto const created = [](candidate const& one) { return one.item.created_at; };
    auto const begin =
        std::ranges::lower_bound(known_, std::chrono::sys_seconds{batch.range.start}, {}, created);
    auto const end = std::ranges::lower_bound(
        begin, known_.end(), std::chrono::sys_seconds{batch.range.end} - kept_from_the_end, {}, created);
    std::vector<candidate> drawn{begin, end};
    std::unordered_set<item_key> asked;
    for (auto const& item : batch.items) asked.insert(item.key);
    std::erase_if(drawn, [&](candidate const& one) { return asked.contains(one.item.key); });

    std::mt19937_64 chance{seed_ + static_cast<std::uint64_t>(batch.items.front().key)};
    auto const room = std::min(controls_most, largest_batch - batch.items.size());
    shuffle_first(drawn, drawn.size(), chance);
    // First one of each creator, then whoever is left.
    std::unordered_set<std::uint32_t> creators;
    std::ranges::stable_partition(
        drawn, [&](candidate const& one) { return one.creator == 0 || creators.insert(one.creator).second; });
    if (drawn.size() > room) drawn.resize(room);
    for (auto const& control : drawn) {
        question.controls.push_back(control.item.key);
        batch.items.push_back(control.item);
    }
    std::ranges::sort(batch.items, by_time);
}

}  // namespace lacuna
