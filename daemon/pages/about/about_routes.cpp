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

}  // namespace

std::vector<api::route> about_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/method", method), cached_page(from, site, "/rules", rules)};
}

}  // namespace lacuna::pages
