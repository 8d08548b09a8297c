#include "daemon/api/reply.hpp"
#include "daemon/pages/evidence/evidence_pages.hpp"
#include "daemon/pages/evidence/runs_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

asio::awaitable<runs_view> gather_runs(page_sources from, site_facts site, audience who,
                                       std::optional<run_id> before) {
    runs_view view{.site = std::move(site), .from_the_newest = !before};
    view.now = co_await standing_of(from, who);
    view.runs = co_await from.runs.runs(before, runs_a_page + 1, who);
    view.more = view.runs.size() > static_cast<std::size_t>(runs_a_page);
    if (view.more) view.runs.pop_back();
    co_return view;
}

/// GET /runs : ?before= a run's number; 60 a page, newest first. 400.
asio::awaitable<api::response> runs(page_sources from, site_facts site, api::request asked) {
    auto const before = api::number_in(asked, "before", 1, 2'147'483'647, 0);
    if (!before) {
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, before.error());
    }
    std::optional<run_id> last;
    if (*before > 0) last = run_id{static_cast<std::int32_t>(*before)};
    auto const view = co_await gather_runs(from, site, asked.who(), last);
    co_return page(render_runs(view));
}

}  // namespace

std::vector<api::route> evidence_routes(page_sources const& from, site_facts const& site) {
    std::vector<api::route> all{cached_page(from, site, "/runs", runs)};
    for (auto const part : {run_page_routes, call_page_routes, status_page_routes}) {
        for (auto& route : part(from, site)) all.push_back(std::move(route));
    }
    return all;
}

}  // namespace lacuna::pages
