#pragma once

#include "daemon/pages/page_sources.hpp"

#include <vector>

namespace lacuna::pages {

/// The pages for people, and what goes with them. Each has an address that carries all its filters; all but
/// a few go through the cache.
[[nodiscard]] std::vector<api::route> page_routes(page_sources const& from, site_facts const& site);

// By room; page_routes puts them together.
[[nodiscard]] std::vector<api::route> overview_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> list_page_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> item_page_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> list_part_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> creator_page_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> evidence_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> about_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> events_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> data_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> chart_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> part_chart_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> badge_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> embed_routes(page_sources const& from, site_facts const& site);
[[nodiscard]] std::vector<api::route> file_routes(page_sources const& from, site_facts const& site);

/// Whether the client would rather see a page than problem+json.
[[nodiscard]] bool wants_html(api::request const& asked);
/// For the router: 404 as a page, without a look into the database.
[[nodiscard]] api::response not_found_page(site_facts const& site, utc_time now);

}  // namespace lacuna::pages
