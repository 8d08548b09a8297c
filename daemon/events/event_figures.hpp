#pragma once

#include "daemon/events/event.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace lacuna {

/// Events that are not closed.
struct open_events {
    std::int64_t all = 0;
    std::int64_t confirmed = 0;  ///< Of those.
    friend bool operator==(open_events const&, open_events const&) = default;
};

/// How many events there are, of what everybody may see.
struct event_figures {
    std::map<event_kind, std::int64_t> opened{};  ///< Ever; an import's too.
    /// By list, and kind; "" for those of no list. An item's event is one of every public list it is on.
    std::map<std::pair<std::string, event_kind>, open_events> open{};
    std::int64_t calls_contradicted = 0;
    std::int64_t items_dropped = 0;
};

}  // namespace lacuna
