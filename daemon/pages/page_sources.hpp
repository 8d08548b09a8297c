#pragma once

#include "daemon/api/page_cache.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/pages/layout.hpp"
#include "daemon/store/scope_rules.hpp"

namespace lacuna::pages {

/// What the pages read. Everything outlives the routes.
struct page_sources {
    database& db;
    list_store& lists;
    item_reader& items;
    rate_reader& rates;
    run_reader& runs;
    time_source const& clock;
    api::page_cache& cache;
    scope_rules& rules;
    api::rest_sources const& rest;  ///< The desk of runs, budgets, and whatever else few pages need.
};

}  // namespace lacuna::pages
