#pragma once

#include "daemon/pages/headline.hpp"
#include "daemon/store/item_reader.hpp"

#include <string>

namespace lacuna::pages {

/// What the address of a list page asks for, checked. Every filter is in the address.
struct list_question {
    int days = 60;                ///< Of strips and figures: 7 to 3,660.
    std::optional<utc_day> to{};  ///< Last day shown; none: the list's newest.
    std::optional<verdict_kind> verdict{};
    std::string creator{};  ///< Exact.
    std::string text{};     ///< A prefix of the id or of the username.
    item_question::order by = item_question::order::created;
    bool descending = true;
    std::int64_t page = 1;        ///< 1-based.
    std::int64_t per_page = 100;  ///< 10 to 1,000; with `days` at most so many that a page stays light.
};
inline constexpr std::int64_t usual_per_page = 50;
/// Strips of one page: items times days.
inline constexpr std::int64_t most_item_days = 366'000;

struct list_view {
    site_facts site{};
    standing now{};
    headline_view headline{};
    list_question asked{};
    int usual_days = 60;  ///< Shown where the address does not say.
    item_page items{};
    std::vector<item_strip> strips{};  ///< In the order of the items; from headline.from to headline.to.
    std::optional<utc_day> first{}, newest{};  ///< Of the whole history of the list.
};

[[nodiscard]] std::string render_list(list_view const& view);

}  // namespace lacuna::pages
