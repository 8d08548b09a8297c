#pragma once

#include "daemon/pages/layout.hpp"
#include "daemon/store/scope_rules.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

struct rules_view {
    site_facts site{};
    standing now{};
    std::vector<kept_scope_rule> rules{};
};

/// What the platform itself says that its API leaves out: each rule with its validity, its source and what it
/// was before it was changed.
[[nodiscard]] std::string render_rules(rules_view const& view);

}  // namespace lacuna::pages
