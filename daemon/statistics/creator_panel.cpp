#include "daemon/statistics/creator_panel.hpp"

#include <algorithm>

namespace lacuna {

namespace {

std::size_t tenths(creator_day const& creator) {
    if (creator.returned == 0) return 0;
    if (creator.returned == creator.counting) return 10;
    auto const nearest = (20 * creator.returned + creator.counting) / (2 * creator.counting);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(nearest, 1, 9));
}

}  // namespace

bool has_none(creator_day const& creator) noexcept {
    return creator.counting >= fewest_items_of_creator && creator.returned == 0;
}

creator_panel panel_of(std::vector<creator_day> const& creators) {
    creator_panel panel;
    for (auto const& one : creators) {
        if (one.counting <= 0) continue;
        ++panel.creators;
        if (one.counting == 10)
            ++panel.of_ten[static_cast<std::size_t>(std::clamp<std::int64_t>(one.returned, 0, 10))];
        if (one.counting < fewest_items_of_creator) continue;
        ++panel.judged;
        panel.whole += one.returned == one.counting ? 1 : 0;
        panel.none += one.returned == 0 ? 1 : 0;
        ++panel.tenths[tenths(one)];
    }
    return panel;
}

}  // namespace lacuna
