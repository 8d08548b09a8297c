#include "daemon/api/reply.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/images/image_answers.hpp"
#include "daemon/pages/images/pictures.hpp"
#include "daemon/pages/lists/creator_figures.hpp"
#include "daemon/pages/lists/creators_page.hpp"
#include "daemon/pages/lists/lag_page.hpp"
#include "daemon/pages/lists/where_from_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/pages/words.hpp"
#include "daemon/store/lag_reader.hpp"
#include "daemon/store/stratum_reader.hpp"

#include <utility>

// Figures of the pages about one list (lists/list_part_routes.cpp), as pictures under the same parameters.
namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

using asked_day = std::optional<utc_day>;
using gatherer = asio::awaitable<part_figure> (*)(page_sources, list_part_view, asked_day, audience);

asio::awaitable<part_figure> gather_creators(page_sources from, list_part_view part, asked_day day,
                                             audience who) {
    creators_view view{.part = std::move(part), .day = day};
    creator_reader reader{from.db};
    view.found = co_await reader.on(view.part.list.key, day, who);
    part_figure figure{.part = view.part, .sentence = creators_sentence(view)};
    if (view.found) figure.newest = view.found->day;
    if (view.found && !view.found->api_void) {
        auto const panel = panel_of(view.found->creators);
        auto const period = to_words(view.found->day);
        figure.parts = of_ten_parts(panel, period);
        if (!figure.parts) figure.parts = tenths_parts(panel, period);
    }
    co_return figure;
}

asio::awaitable<part_figure> gather_lag(page_sources from, list_part_view part, asked_day, audience who) {
    lag_view view{.part = std::move(part), .settle = from.rest.settle};
    auto const& list = view.part.list;
    auto const newest = co_await from.rates.newest(list.key, origin_of(list), who);
    if (newest) view.newest = newest->day;
    if (may_have_rate(list)) {
        lag_reader reader{from.db};
        view.lag = lag_of(co_await reader.histories(list.key, day_of(view.part.now.now), who));
    }
    part_figure figure{.part = view.part, .sentence = lag_sentence(view), .parts = lag_parts(view)};
    figure.newest = view.newest;
    co_return figure;
}

asio::awaitable<part_figure> gather_where_from(page_sources from, list_part_view part, asked_day day,
                                               audience who) {
    where_from_view view{.part = std::move(part), .day = day};
    stratum_reader strata{from.db};
    auto shown = day;
    if (!shown) shown = co_await strata.newest_sound(view.part.list, who);
    if (shown) view.strata = co_await strata.on(view.part.list, *shown, who);
    part_figure figure{.part = view.part, .sentence = where_from_sentence(view)};
    figure.parts = where_from_parts(view);
    figure.newest = shown;
    co_return figure;
}

checked<asked_day> day_asked(api::request const& asked) {
    if (asked.parameter("day").value_or("").empty()) return asked_day{};
    auto const day = api::day_in(asked, "day", {});
    if (!day) return day.error();
    return asked_day{*day};
}

asio::awaitable<api::response> draw(page_sources from, site_facts site, api::request asked,
                                    std::pair<list_part, gatherer> what) {
    auto const now = co_await standing_of(from, asked.who());
    auto const day = day_asked(asked);
    if (!day) co_return wrong_address(site, now, day.error());
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return missing_page(site, now, "There is no public list of that name.");
    list_part_view part{.site = std::move(site), .now = now, .list = *list};
    auto gathering = what.second(from, std::move(part), *day, asked.who());
    auto figure = co_await std::move(gathering);
    address const here{part_path(*list, what.first)};
    figure.address = here.with("day", *day ? to_string(**day) : "").text();
    co_return image(part_picture(figure), picture_style());
}

/// GET /charts/lists/{slug}/creators.svg : ?day=. 400, 404.
asio::awaitable<api::response> creators(page_sources from, site_facts site, api::request asked) {
    auto drawing = draw(from, std::move(site), std::move(asked), {list_part::creators, gather_creators});
    co_return co_await std::move(drawing);
}

/// GET /charts/lists/{slug}/lag.svg : 404.
asio::awaitable<api::response> lag(page_sources from, site_facts site, api::request asked) {
    auto drawing = draw(from, std::move(site), std::move(asked), {list_part::lag, gather_lag});
    co_return co_await std::move(drawing);
}

/// GET /charts/lists/{slug}/where-from.svg : ?day=. 400, 404.
asio::awaitable<api::response> where_from(page_sources from, site_facts site, api::request asked) {
    auto drawing = draw(from, std::move(site), std::move(asked), {list_part::where_from, gather_where_from});
    co_return co_await std::move(drawing);
}

}  // namespace

std::vector<api::route> part_chart_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/charts/lists/{}/creators.svg", creators),
            cached_page(from, site, "/charts/lists/{}/lag.svg", lag),
            cached_page(from, site, "/charts/lists/{}/where-from.svg", where_from)};
}

}  // namespace lacuna::pages
