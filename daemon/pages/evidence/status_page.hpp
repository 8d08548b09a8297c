#pragma once

#include "daemon/api/status_report.hpp"
#include "daemon/pages/layout.hpp"

#include <string>

namespace lacuna::pages {

struct status_view {
    site_facts site{};
    standing now{};
    api::status_report report{};
};

/// The answer first: how both endpoints answered, and on whose side trouble showed.
[[nodiscard]] std::string status_sentence(status_view const& view);

[[nodiscard]] std::string render_status(status_view const& view);

}  // namespace lacuna::pages
