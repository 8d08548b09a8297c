#include "daemon/plan/batch.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace lacuna {

namespace {

batch closed(std::vector<dated_item> items) {
    auto const range = window_of(items.front().created_at, items.back().created_at);
    return {.items = std::move(items), .range = range};
}

}  // namespace

window window_of(std::chrono::sys_seconds first, std::chrono::sys_seconds last) {
    return {.start = day_of(first), .end = day_of(last) + std::chrono::days{2}};
}

std::optional<batch> packer::add(dated_item item) {
    if (capacity_ == 0 || capacity_ > largest_batch)
        throw std::invalid_argument{"a batch holds 1 to 100 items"};
    if (!open_.empty() && item.created_at < open_.back().created_at) {
        throw std::invalid_argument{"items are packed in order of creation time"};
    }
    bool const fits = open_.size() < capacity_ &&
                      (open_.empty() || item.created_at - open_.front().created_at <= widest_span);
    std::optional<batch> full;
    if (!fits) full = finish();
    open_.push_back(item);
    return full;
}

std::optional<batch> packer::finish() {
    if (open_.empty()) return std::nullopt;
    return closed(std::exchange(open_, {}));
}

std::vector<batch> pack(std::vector<dated_item> items, std::size_t capacity) {
    auto const by_time = [](dated_item const& a, dated_item const& b) {
        return std::tie(a.created_at, a.key) < std::tie(b.created_at, b.key);
    };
    if (!std::is_sorted(items.begin(), items.end(), by_time)) std::sort(items.begin(), items.end(), by_time);
    std::vector<batch> batches;
    packer open{capacity};
    for (auto const& item : items) {
        if (auto full = open.add(item)) batches.push_back(std::move(*full));
    }
    if (auto rest = open.finish()) batches.push_back(std::move(*rest));
    return batches;
}

}  // namespace lacuna
