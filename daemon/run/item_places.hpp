#pragma once

#include "daemon/watchlist/item.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace lacuna {

/// Finds an item's place in an array of up to 100,000s by its key. One flat table, at most half full: a day
/// looks up each item several times, and a node an item would cost more than all the rest of the day's
/// record.
class item_places {
public:
    /// @param most how many are expected.
    explicit item_places(std::size_t most) : slots_(std::bit_ceil(2 * most + 2)) {}

    /// The first place of a key stays.
    void put(item_key key, std::size_t place) {
        if (2 * (used_ + 1) > slots_.size()) grow();
        auto& there = slots_[slot_of(key)];
        if (there.place != free) return;
        there = {key, static_cast<std::uint32_t>(place)};
        ++used_;
    }

    [[nodiscard]] std::optional<std::size_t> find(item_key key) const noexcept {
        auto const& there = slots_[slot_of(key)];
        if (there.place == free) return std::nullopt;
        return there.place;
    }

private:
    static constexpr std::uint32_t free = ~std::uint32_t{0};
    struct slot {
        item_key key{};
        std::uint32_t place = free;
    };

    /// Where `key` is, or would be put.
    [[nodiscard]] std::size_t slot_of(item_key key) const noexcept {
        // Fibonacci hashing: spreads keys that follow one another.
        auto const spread = static_cast<std::uint32_t>(key) * std::uint64_t{0x9e3779b97f4a7c15U};
        std::size_t at = static_cast<std::size_t>(spread >> 32U) & (slots_.size() - 1);
        while (slots_[at].place != free && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
        return at;
    }

    void grow() {
        std::vector<slot> const kept = std::exchange(slots_, std::vector<slot>(slots_.size() * 2));
        for (auto const& one : kept) {
            if (one.place != free) slots_[slot_of(one.key)] = one;
        }
    }

    std::vector<slot> slots_;
    std::size_t used_ = 0;
};

}  // namespace lacuna
