#include "daemon/api/reply.hpp"
#include "daemon/pages/about/data_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <algorithm>
#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

asio::awaitable<data_view> gather_data(page_sources from, site_facts site, audience who) {
    data_view view;
    view.open.site = std::move(site);
    view.open.now = co_await standing_of(from, who);
    auto const lists = co_await from.lists.all(who);
    for (auto const& list : lists) {
        published_list one{.list = list};
        auto const known = co_await from.rates.extent(list.key, who);
        if (known) {
            one.first = known->first;
            one.newest = known->newest;
        }
        view.shown.push_back(one);
        if (list.is_public) view.open.lists.push_back(std::move(one));
    }
    co_return view;
}

/// GET /data
asio::awaitable<api::response> data(page_sources from, site_facts site, api::request asked) {
    auto const view = co_await gather_data(from, std::move(site), asked.who());
    co_return page(render_data(view));
}

/// GET /datapackage.json : public lists only, whoever asks.
asio::awaitable<api::response> package(page_sources from, site_facts site, api::request asked) {
    auto const view = co_await gather_data(from, std::move(site), asked.who());
    co_return api::json(data_package(view.open));
}

/// GET /sitemap.xml : public lists only, whoever asks. 404 where our own address is not known.
asio::awaitable<api::response> pages_for_search(page_sources from, site_facts site, api::request asked) {
    if (site.public_url.empty()) co_return api::not_found("the address of this site is not configured");
    auto const view = co_await gather_data(from, std::move(site), asked.who());
    co_return api::text(sitemap(view.open), "application/xml; charset=utf-8");
}

}  // namespace

std::vector<api::route> data_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/data", data), cached_page(from, site, "/datapackage.json", package),
            cached_page(from, site, "/sitemap.xml", pages_for_search)};
}

}  // namespace lacuna::pages
