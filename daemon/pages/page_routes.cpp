#include "daemon/pages/page_routes.hpp"

#include "daemon/pages/page_answers.hpp"

#include <iterator>
#include <utility>

namespace lacuna::pages {

std::vector<api::route> page_routes(page_sources const& from, site_facts const& site) {
    std::vector<api::route> all;
    for (auto const part : {overview_routes, list_page_routes, list_part_routes, creator_page_routes,
                            item_page_routes, evidence_routes, about_routes, events_routes, data_routes,
                            chart_routes, part_chart_routes, badge_routes, embed_routes, file_routes}) {
        auto some = part(from, site);
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
    return all;
}

bool wants_html(api::request const& asked) {
    return !asked.path.starts_with("/api/") &&
           asked.header("accept").find("text/html") != std::string_view::npos;
}

api::response not_found_page(site_facts const& site, utc_time now) {
    // No run is looked up here, and none is claimed to be missing either.
    standing here{.now = now};
    here.last_valid = run_summary{.started_at = now, .ended_at = now};
    return missing_page(site, here, "There is nothing at this address.");
}

}  // namespace lacuna::pages
