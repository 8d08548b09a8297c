#pragma once

#include "daemon/pages/page_sources.hpp"

#include <vector>

namespace lacuna::pages {

// What evidence_routes puts together.
[[nodiscard]] std::vector<api::route> run_page_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> call_page_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> status_page_routes(page_sources const& from, site_facts const& site);

}  // namespace lacuna::pages
