#pragma once

#include "daemon/api/http.hpp"
#include "daemon/api/page_cache.hpp"
#include "daemon/pages/layout.hpp"
#include "daemon/store/item_reader.hpp"
#include "daemon/store/list_store.hpp"
#include "daemon/store/rate_reader.hpp"
#include "daemon/store/run_reader.hpp"
#include "daemon/store/scope_rules.hpp"
#include "daemon/time/time_source.hpp"

#include <string>
#include <vector>

namespace lacuna::pages {

/// What the pages read. Everything outlives the routes.
struct page_sources {
    list_store& lists;
    item_reader& items;
    rate_reader& rates;
    run_reader& runs;
    time_source const& clock;
    api::page_cache& cache;
    scope_rules& rules;
};

/// The pages for people: "/", "/lists/{}", "/items/tiktok/{}", "/runs", "/method", "/rules", and what goes
/// with them:
/// "/static/{}",
/// "/favicon.ico", "/robots.txt". Pages go through the cache and carry a Content-Security-Policy without
/// `unsafe-inline`.
[[nodiscard]] std::vector<api::route> page_routes(page_sources const& from, site_facts const& site);

/// Whether the client would rather see a page than problem+json.
[[nodiscard]] bool wants_html(api::request const& asked);
/// For the router: 404 as a page, without a look into the database.
[[nodiscard]] api::response not_found_page(site_facts const& site, utc_time now);

}  // namespace lacuna::pages
