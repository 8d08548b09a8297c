#pragma once

#include "daemon/pages/layout.hpp"
#include "daemon/store/creator_history.hpp"
#include "daemon/store/event_reader.hpp"
#include "daemon/store/item_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// What the address of a creator's page asks for, checked.
struct creator_page_question {
    int days = 60;                ///< Of the strips and the figure: 7 to 366.
    std::optional<utc_day> to{};  ///< Last day shown; none: the newest.
    std::int64_t page = 1;        ///< Of the videos; 1-based.
};
inline constexpr std::int64_t videos_of_creator_a_page = 50;
inline constexpr std::int64_t events_of_creator = 20;

struct creator_view {
    site_facts site{};
    standing now{};
    std::string name{};
    creator_page_question asked{};
    std::vector<creator_on_list> lists{};  ///< That the reader may see; not empty.
    std::vector<list_day> days{};          ///< From `from` to `to`; ours.
    item_page items{};
    std::vector<item_strip> strips{};  ///< In the order of the items.
    std::vector<shown_event> events{};
    utc_day from{}, to{};
};

/// How many of the creator's counting videos were returned on the newest valid day.
[[nodiscard]] std::string creator_sentence(creator_view const& view);
[[nodiscard]] std::string render_creator(creator_view const& view);

}  // namespace lacuna::pages
