#pragma once

#include "daemon/pages/lists/list_parts.hpp"
#include "daemon/store/count_reader.hpp"
#include "daemon/store/event_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

struct metadata_view {
    list_part_view part{};
    std::optional<utc_day> day{};        ///< Asked for; none: the newest.
    std::optional<list_counts> found{};  ///< None: the list has no verdicts then.
    std::vector<shown_event> changes{};  ///< schema_changed, newest first.
};

/// How the API's counts stand to the public ones, and what fell; or why nothing can be said.
[[nodiscard]] std::string metadata_sentence(metadata_view const& view);
[[nodiscard]] std::string render_metadata(metadata_view const& view);

}  // namespace lacuna::pages
