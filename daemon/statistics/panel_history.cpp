#include "daemon/statistics/panel_history.hpp"

#include <algorithm>
#include <utility>

namespace lacuna {

namespace {

std::int64_t distinct(std::vector<std::size_t> numbers) {
    std::sort(numbers.begin(), numbers.end());
    return std::unique(numbers.begin(), numbers.end()) - numbers.begin();
}

}  // namespace

item_shift debounce::next(bool returned) noexcept {
    if (days_ == 0) state_ = returned;
    bool const twice = days_ > 0 && before_ == returned;
    before_ = returned;
    days_ = std::min(days_ + 1, 3);
    if (!twice || returned == state_) return item_shift::none;
    state_ = returned;
    return returned ? item_shift::returned : item_shift::lost;
}

void panel_history::add_item(std::string_view creator, std::vector<counting_day> const& days) {
    auto number = next_number_;
    if (auto const known = numbers_.find(creator); known != numbers_.end()) {
        number = known->second;
    } else {
        ++next_number_;
        if (!creator.empty()) numbers_.emplace(creator, number);
    }
    debounce item;
    for (auto const& on : days) {
        auto const shift = item.next(on.returned);
        if (!item.paired()) continue;
        auto& day = days_[on.day];
        ++day.sums.panel;
        day.seen.push_back(number);
        if (shift == item_shift::lost) {
            ++day.sums.lost_items;
            day.lost.push_back(number);
        } else if (shift == item_shift::returned) {
            ++day.sums.returned_items;
            day.returned.push_back(number);
        }
    }
}

std::vector<panel_day> panel_history::days() const {
    std::vector<panel_day> all;
    all.reserve(days_.size());
    for (auto const& [day, what] : days_) {
        auto one = what.sums;
        one.day = day;
        one.creators = distinct(what.seen);
        one.lost_creators = distinct(what.lost);
        one.returned_creators = distinct(what.returned);
        all.push_back(one);
    }
    return all;
}

}  // namespace lacuna
