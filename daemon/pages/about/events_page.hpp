#pragma once

#include "daemon/pages/layout.hpp"
#include "daemon/store/event_reader.hpp"
#include "daemon/store/list_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// What the address of the events page asks for, checked.
struct asked_events {
    std::string list{};                  ///< Slug; empty: of all.
    std::optional<std::int64_t> item{};  ///< The platform's id.
    std::optional<event_kind> kind{};
    std::optional<bool> open{};
    std::optional<utc_day> from{}, to{};
    std::int64_t before = 0;  ///< Only those with a lower number; 0: from the newest.
};
inline constexpr std::int64_t events_a_page = 100;

struct events_view {
    site_facts site{};
    standing now{};
    asked_events asked{};
    std::vector<watchlist> lists{};     ///< To choose from.
    std::vector<shown_event> events{};  ///< Newest first.
    bool more = false;                  ///< Older ones follow.
};

/// What changed, newest first; each row has the event's number as its anchor, "#e123".
[[nodiscard]] std::string render_events(events_view const& view);

}  // namespace lacuna::pages
