#pragma once

#include "daemon/pages/layout.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lacuna::pages {

/// Below which rates, in whole percent, a badge says so. None: it judges nothing.
struct badge_thresholds {
    std::optional<int> warn{}, bad{};  ///< bad is not above warn.
};

enum class badge_look { neutral, good, warn, bad };

/// What a badge says, before it is drawn.
struct badge {
    std::string label{}, value{};
    badge_look look = badge_look::neutral;
    std::string title{};  ///< Read out, and shown where a pointer rests.
};

struct badge_view {
    site_facts site{};
    standing now{};
    watchlist list{};
    std::optional<list_day> newest{};  ///< The newest sound day.
    badge_thresholds thresholds{};
};

/// "87.6 %", "87.6 %, below 90 %", "no rate", "stale" or "archived". What is compared is the number as it is
/// shown, so that no badge contradicts itself.
[[nodiscard]] badge badge_of(badge_view const& view);

/// 20 high, as wide as its words.
[[nodiscard]] std::string badge_svg(badge const& shown);
/// web/badge.css.
[[nodiscard]] std::string_view badge_style();

}  // namespace lacuna::pages
