#include "daemon/api/platform_id.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/pages/images/image_answers.hpp"
#include "daemon/pages/images/pictures.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <algorithm>
#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using std::chrono::days;

constexpr int usual_days_of_item = 366;

asio::awaitable<api::response> list_chart(page_sources from, site_facts site, api::request asked,
                                          std::string (*draw)(list_figure const&)) {
    auto const shown = read_asked_days(asked);
    if (shown) {
        auto figure = co_await gather_list_figure(from, asked.names.at(0), *shown, asked.who());
        if (figure) {
            figure->site = std::move(site);
            co_return image(draw(*figure), picture_style());
        }
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!shown) co_return wrong_address(site, now, shown.error());
    co_return missing_page(site, now, "There is no public list of that name.");
}

/// GET /charts/lists/{slug}/trend.svg : ?days= 7 to 3,660, to=. 400, 404.
asio::awaitable<api::response> trend(page_sources from, site_facts site, api::request asked) {
    auto drawing = list_chart(from, std::move(site), std::move(asked), trend_picture);
    co_return co_await std::move(drawing);
}

/// GET /charts/lists/{slug}/counts.svg : ?days= 7 to 3,660, to=. 400, 404.
asio::awaitable<api::response> counts(page_sources from, site_facts site, api::request asked) {
    auto drawing = list_chart(from, std::move(site), std::move(asked), counts_picture);
    co_return co_await std::move(drawing);
}

asio::awaitable<std::optional<item_strip_view>> gather_strip(page_sources from, std::int64_t platform_id,
                                                             asked_days asked, audience who) {
    auto const item = co_await from.items.find(platform_id, who);
    if (!item) co_return std::nullopt;
    item_strip_view view{.item = *item, .asked = asked};
    view.now = co_await standing_of(from, who);
    view.to = asked.to.value_or(item->day.value_or(day_of(view.now.now)));
    view.from = view.to - days{(asked.days > 0 ? asked.days : usual_days_of_item) - 1};
    view.letters = co_await from.items.letters(item->key, view.from, view.to, who);
    co_return view;
}

/// GET /charts/items/tiktok/{id}/strip.svg : ?days= 7 to 3,660, to=. 400, 404.
asio::awaitable<api::response> strip(page_sources from, site_facts site, api::request asked) {
    auto const shown = read_asked_days(asked);
    auto const id = api::read_platform_id("tiktok", asked.names.at(0));
    if (shown && id) {
        auto view = co_await gather_strip(from, *id, *shown, asked.who());
        if (view) {
            view->site = std::move(site);
            co_return image(strip_picture(*view), picture_style());
        }
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!shown) co_return wrong_address(site, now, shown.error());
    co_return missing_page(site, now, "No video of that id is on a public list.");
}

}  // namespace

std::vector<api::route> chart_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/charts/lists/{}/trend.svg", trend),
            cached_page(from, site, "/charts/lists/{}/counts.svg", counts),
            cached_page(from, site, "/charts/items/tiktok/{}/strip.svg", strip)};
}

}  // namespace lacuna::pages
