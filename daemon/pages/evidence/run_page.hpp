#pragma once

#include "daemon/pages/layout.hpp"
#include "daemon/pages/under_way.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/store/run_evidence.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lacuna::pages {

/// What the verdicts of the run's day came to on one list.
struct day_of_list {
    watchlist list{};
    list_day day{};
};

struct run_view {
    site_facts site{};
    standing now{};
    run_summary run{};
    run_judging facts{};
    run_breakdown parts{};
    call_table_question asked{};
    call_table calls{};
    std::vector<day_of_list> lists{};
    std::optional<under_way> live{};  ///< While it has not ended.
};
inline constexpr std::int64_t calls_a_page = 50;

[[nodiscard]] std::string render_run(run_view const& view);

}  // namespace lacuna::pages
