#include "daemon/pages/about/add_page.hpp"
#include "daemon/pages/about/method_page.hpp"
#include "daemon/pages/about/rules_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

/// GET /method
asio::awaitable<api::response> method(page_sources from, site_facts site, api::request asked) {
    auto const now = co_await standing_of(from, asked.who());
    co_return page(render_method(site, now));
}

/// GET /rules
asio::awaitable<api::response> rules(page_sources from, site_facts site, api::request asked) {
    rules_view view{.site = std::move(site)};
    view.now = co_await standing_of(from, asked.who());
    view.rules = co_await from.rules.all();
    co_return page(render_rules(view));
}

/// GET /add
asio::awaitable<api::response> add(page_sources from, site_facts site, api::request asked) {
    auto const now = co_await standing_of(from, asked.who());
    auto const lists = co_await from.lists.all(asked.who());
    std::string slug;
    for (auto const& list : lists) {
        if (slug.empty() && list.is_public && !list.imported && !list.archived) slug = list.slug;
    }
    co_return page(render_add(site, now, slug));
}

}  // namespace

std::vector<api::route> about_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/method", method), cached_page(from, site, "/rules", rules),
            cached_page(from, site, "/add", add)};
}

}  // namespace lacuna::pages
