#pragma once

#include "daemon/pages/figures.hpp"
#include "daemon/pages/layout.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// Another stretch of days for the figures.
struct range_link {
    std::string words{}, href{};
    bool current = false;
};

/// What a page says of one list before all else: the sentence, tiles, what stands beside the rate, figures.
struct headline_view {
    watchlist list{};
    std::vector<list_day>
        days{};  ///< Oldest first; what is shown, and at least 8 days before its end where there are.
    utc_day from{}, to{};  ///< Shown in the figures.
    std::vector<annotation> annotations{};
    std::vector<shown_event> events{};  ///< Marked on the figures (figure_notes).
    asked_days asked{};                 ///< By the page's address; for those of the figures.
    std::vector<range_link> ranges{};
    bool name_the_list = false;  ///< In the sentence; true where the page is not about this list alone.
};

/// No platform that is audited here is older.
inline constexpr utc_day before_all{std::chrono::year{2014} / 1 / 1};

/// Figures begin with the first day there is, but never show fewer than two weeks.
[[nodiscard]] utc_day first_shown(std::optional<utc_day> first, utc_day from, utc_day to);

/// HTML of the whole block. @param last_valid for the end of the sentence.
[[nodiscard]] std::string render_headline(headline_view const& view, standing const& now);

}  // namespace lacuna::pages
