#pragma once

#include "daemon/watchlist/item.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace lacuna {

/// An item the API arm can ask for: its creation time is known.
struct dated_item {
    item_key key{};
    std::int64_t platform_id = 0;
    std::chrono::sys_seconds created_at{};
    friend bool operator==(dated_item const&, dated_item const&) = default;
};

/// The creation-date range that a query by id must carry, both ends at midnight UTC, at most 30 days apart
/// (PLATFORM-APIS 1.2). Nobody knows whether the end is inclusive, so it lies two days after the last item's.
struct window {
    utc_day start{};
    utc_day end{};
    friend bool operator==(window const&, window const&) = default;
};

/// What one query by id asks.
struct batch {
    std::vector<dated_item> items{};  ///< At most `largest_batch`, sorted by creation time.
    window range{};
};

/// Batches of 100 are the largest known to work (PLATFORM-APIS 1.2).
inline constexpr std::size_t largest_batch = 100;
/// From the first item to the last, so that a window of whole days with two to spare stays within 30.
inline constexpr std::chrono::days widest_span{28};

/// A query's window may be so long (PLATFORM-APIS 1.2).
inline constexpr std::chrono::days longest_window{30};

/// The window for items created from `first` to `last`.
[[nodiscard]] window window_of(std::chrono::sys_seconds first, std::chrono::sys_seconds last);

/// Packs items that come in order of creation time into the fewest batches: a batch is full at `capacity`
/// items or when the next would span more than 28 days. For sorted input greedy is optimal.
class packer {
public:
    explicit packer(std::size_t capacity = largest_batch) : capacity_{capacity} {}

    /// @param item not older than the one before it in the open batch.
    /// @return the batch that `item` did not fit into any more, if any.
    /// @throws std::invalid_argument if `item` is older, or the capacity not 1 to 100: a fault of ours.
    [[nodiscard]] std::optional<batch> add(dated_item item);
    /// @return what is left, if anything.
    [[nodiscard]] std::optional<batch> finish();

private:
    std::size_t capacity_;
    std::vector<dated_item> open_{};
};

/// Sorts by creation time (ties by key) and packs all.
[[nodiscard]] std::vector<batch> pack(std::vector<dated_item> items, std::size_t capacity = largest_batch);

}  // namespace lacuna
