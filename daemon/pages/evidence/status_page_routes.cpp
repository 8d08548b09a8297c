#include "daemon/pages/evidence/evidence_pages.hpp"
#include "daemon/pages/evidence/status_page.hpp"
#include "daemon/pages/page_answers.hpp"

namespace lacuna::pages {
namespace {

/// GET /status
boost::asio::awaitable<api::response> status(page_sources from, site_facts site, api::request asked) {
    status_view view{.site = std::move(site)};
    view.now = co_await standing_of(from, asked.who());
    auto gathering = api::gather_status(from.rest, asked.who());
    view.report = co_await std::move(gathering);
    auto answer = page(render_status(view));
    // It tells of a stretch of time that moves on by itself.
    answer.headers.emplace_back("Cache-Control", "max-age=60");
    co_return answer;
}

}  // namespace

std::vector<api::route> status_page_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/status", status)};
}

}  // namespace lacuna::pages
