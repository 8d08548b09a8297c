#include "daemon/run/day_record.hpp"

#include <algorithm>
#include <cmath>

namespace lacuna {

bool day_record::loses_without_cause() const {
    constexpr std::int64_t fewest = 3;
    std::int64_t examined = 0;
    std::int64_t contradicted = 0;
    for (std::size_t index = 0; index < batches_.size(); ++index) {
        auto const& batch = batches_[index];
        if (batch.purpose != call_purpose::first_pass || !batch.complete) continue;
        bool const asked = std::ranges::any_of(
            batch.left, [&](std::size_t place) { return asked_again(standings_[place], batch); });
        if (!asked) continue;
        ++examined;
        if (contradiction_of(batch)) ++contradicted;
    }
    return contradicted >= fewest && contradicted * 5 > examined;
}

/// Of the answers about items that some call of the day returned, the share that left them out.
double day_record::loss_rate() const {
    std::int64_t came = 0;
    std::int64_t lost = 0;
    for (auto const& item : standings_) {
        if (!item.returned || item.too_young) continue;
        came += static_cast<std::int64_t>(item.returned_in.size());
        lost += std::ranges::count_if(item.left_out_by, [&](std::uint32_t index) {
            auto const& batch = batches_[index];
            return batch.purpose != call_purpose::quarantine && is_own_window(item, batch);
        });
    }
    return came == 0 ? 0 : static_cast<double>(lost) / static_cast<double>(lost + came);
}

std::size_t day_record::calls_needed() const {
    constexpr std::size_t usual = 2;
    constexpr std::size_t most = 20;
    constexpr double by_chance = 0.01;  // Expected items a day that only chance made absent.
    if (calls_needed_) return *calls_needed_;
    calls_needed_ = usual;
    if (!loses_without_cause()) return usual;
    auto const rate = std::clamp(loss_rate(), 1e-6, 0.9);
    auto const items = static_cast<double>(std::max<std::size_t>(standings_.size(), 1));
    auto const needed = std::ceil(std::log(by_chance / items) / std::log(rate));
    calls_needed_ = std::clamp(static_cast<std::size_t>(needed), usual, most);
    return *calls_needed_;
}

}  // namespace lacuna
