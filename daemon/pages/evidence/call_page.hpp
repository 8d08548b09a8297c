#pragma once

#include "daemon/api/batch_items.hpp"
#include "daemon/pages/layout.hpp"
#include "daemon/store/call_verdicts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::pages {

/// Which items of a call a reader wants to see.
enum class items_shown { all, returned, left_out, controls, decided };

struct call_view {
    site_facts site{};
    standing now{};
    call_id call{};
    std::vector<batch_page> pages{};  ///< Of its batch, the first call first; never empty.
    verdicts_of_batch verdicts{};
    items_shown shown = items_shown::all;
};

/// The name in an address: "", "returned", "left_out", "controls", "decided"; none of anything else.
[[nodiscard]] std::optional<items_shown> read_items_shown(std::string_view name) noexcept;

[[nodiscard]] std::string render_call(call_view const& view);

}  // namespace lacuna::pages
