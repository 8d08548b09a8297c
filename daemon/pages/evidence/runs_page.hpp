#pragma once

#include "daemon/pages/layout.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

struct runs_view {
    site_facts site{};
    standing now{};
    std::vector<run_summary> runs{};  ///< Newest first.
    bool more = false;                ///< Older ones follow.
    bool from_the_newest = true;
};
inline constexpr std::int64_t runs_a_page = 60;

[[nodiscard]] std::string render_runs(runs_view const& view);

}  // namespace lacuna::pages
