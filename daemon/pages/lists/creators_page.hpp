#pragma once

#include "daemon/pages/lists/list_parts.hpp"
#include "daemon/rollup/creator_table.hpp"
#include "daemon/store/creator_reader.hpp"

#include <optional>
#include <string>

namespace lacuna::pages {

inline constexpr std::int64_t creators_a_page = 100;

struct creators_view {
    list_part_view part{};
    std::optional<utc_day> day{};  ///< Asked for; none: the newest.
    creator_question asked{};
    std::optional<list_creators> found{};  ///< None: the list has no verdicts then.
};

/// How many creators had none, and how many all of their videos returned; or why that cannot be said.
[[nodiscard]] std::string creators_sentence(creators_view const& view);
[[nodiscard]] std::string render_creators(creators_view const& view);

}  // namespace lacuna::pages
