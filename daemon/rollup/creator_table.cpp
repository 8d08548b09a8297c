#include "daemon/rollup/creator_table.hpp"

#include <algorithm>
#include <iterator>

namespace lacuna {
namespace {

using order = creator_question::order;

/// Below 0: `a` has less of what is ordered by. Shares are compared without dividing.
std::int64_t compare(creator_day const& a, creator_day const& b, order by) {
    switch (by) {
        case order::name: return a.creator.compare(b.creator);
        case order::counting: return a.counting - b.counting;
        case order::returned: return a.returned - b.returned;
        case order::missing: return (a.counting - a.returned) - (b.counting - b.returned);
        case order::share: return a.returned * b.counting - b.returned * a.counting;
    }
    return 0;
}

bool stands_before(creator_day const& a, creator_day const& b, creator_question const& asked) {
    if (asked.by == order::share && (a.counting == 0) != (b.counting == 0)) return b.counting == 0;
    auto const difference = compare(a, b, asked.by);
    if (difference != 0) return asked.descending ? difference > 0 : difference < 0;
    return a.creator < b.creator;
}

}  // namespace

std::optional<order> read_creator_order(std::string_view name) noexcept {
    for (auto const& word : creator_orders) {
        if (word.name == name) return word.by;
    }
    return std::nullopt;
}

std::string_view to_string(order by) noexcept {
    for (auto const& word : creator_orders) {
        if (word.by == by) return word.name;
    }
    return {};
}

creator_page page_of(std::vector<creator_day> creators, creator_question const& asked) {
    std::erase_if(creators, [&asked](creator_day const& one) {
        return (asked.only_none && !has_none(one)) || !one.creator.starts_with(asked.prefix);
    });
    std::ranges::sort(creators,
                      [&asked](auto const& a, auto const& b) { return stands_before(a, b, asked); });
    creator_page page{.total = static_cast<std::int64_t>(creators.size())};
    auto const first = std::min(std::max<std::int64_t>(asked.page - 1, 0) * asked.per_page, page.total);
    auto const last = std::min(first + asked.per_page, page.total);
    page.more = last < page.total;
    page.creators.assign(std::make_move_iterator(creators.begin() + first),
                         std::make_move_iterator(creators.begin() + last));
    return page;
}

}  // namespace lacuna
