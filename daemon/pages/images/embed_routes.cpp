#include "daemon/api/reply.hpp"
#include "daemon/pages/images/embed_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

using drawing = std::optional<figure> (*)(figure_view const&);

drawing drawing_of(std::string_view name) {
    if (name == "trend") return draw_trend;
    return name == "counts" ? draw_counts : nullptr;
}

/// The one kind of page that anybody may frame: nothing in it runs, and nothing can be sent from it.
api::response framed_page(std::string html) {
    auto answer = api::html(std::move(html));
    answer.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
                                "frame-ancestors *");
    answer.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    answer.headers.emplace_back("Referrer-Policy", "no-referrer");
    answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return answer;
}

/// GET /embed/lists/{slug}/{trend|counts} : ?days= 7 to 3,660, to=. 400, 404.
asio::awaitable<api::response> embed(page_sources from, site_facts site, api::request asked) {
    auto const shown = read_asked_days(asked);
    auto const draw = drawing_of(asked.names.at(1));
    if (shown && draw != nullptr) {
        auto list = co_await gather_list_figure(from, asked.names.at(0), *shown, asked.who());
        if (list) {
            list->site = std::move(site);
            co_return framed_page(render_embed(*list, draw(list->view())));
        }
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!shown) co_return wrong_address(site, now, shown.error());
    co_return missing_page(site, now, "There is no such figure of a public list.");
}

}  // namespace

std::vector<api::route> embed_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/embed/lists/{}/{}", embed)};
}

}  // namespace lacuna::pages
