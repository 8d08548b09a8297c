#include "daemon/api/creator_query.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/pages/headline.hpp"
#include "daemon/pages/lists/creators_page.hpp"
#include "daemon/pages/lists/lag_page.hpp"
#include "daemon/pages/lists/metadata_page.hpp"
#include "daemon/pages/lists/where_from_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/pages/sentence.hpp"
#include "daemon/store/lag_reader.hpp"
#include "daemon/store/stratum_reader.hpp"

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

constexpr auto no_such_list = "There is no public list of that name.";
constexpr std::int64_t changes_shown = 20;

asio::awaitable<std::optional<list_part_view>> gather_part(page_sources from, site_facts site,
                                                           api::request asked) {
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return std::nullopt;
    list_part_view part{.site = std::move(site), .list = *list};
    part.now = co_await standing_of(from, asked.who());
    co_return part;
}

asio::awaitable<api::response> refuse(page_sources from, site_facts site, api::request asked,
                                      std::optional<bad_input> wrong) {
    auto const now = co_await standing_of(from, asked.who());
    if (wrong) co_return wrong_address(site, now, *wrong);
    co_return missing_page(site, now, no_such_list);
}

/// GET /lists/{slug}/creators : ?day=, sort=name|counting|returned|missing|share, order=asc|desc, none=1,
/// q= prefix of the name, page=. 400, 404.
asio::awaitable<api::response> creators(page_sources from, site_facts site, api::request asked) {
    auto const day = api::maybe_day_in(asked, "day");
    if (!day) co_return co_await refuse(from, site, asked, day.error());
    auto const question = api::read_creator_question(asked, creators_a_page);
    if (!question) co_return co_await refuse(from, site, asked, question.error());
    auto const part = co_await gather_part(from, site, asked);
    if (!part) co_return co_await refuse(from, site, asked, std::nullopt);
    creators_view view{.part = *part, .day = *day, .asked = *question};
    view.asked.per_page = creators_a_page;
    creator_reader reader{from.db};
    view.found = co_await reader.on(part->list.key, *day, asked.who());
    co_return page(render_creators(view));
}

/// GET /lists/{slug}/lag. 404.
asio::awaitable<api::response> lag(page_sources from, site_facts site, api::request asked) {
    auto const part = co_await gather_part(from, site, asked);
    if (!part) co_return co_await refuse(from, site, asked, std::nullopt);
    lag_view view{.part = *part, .settle = from.rest.settle};
    auto const newest = co_await from.rates.newest(part->list.key, origin_of(part->list), asked.who());
    if (newest) view.newest = newest->day;
    if (may_have_rate(part->list)) {
        lag_reader reader{from.db};
        view.lag = lag_of(co_await reader.histories(part->list.key, day_of(part->now.now), asked.who()));
    }
    co_return page(render_lag(view));
}

/// GET /lists/{slug}/metadata : ?day=. 400, 404.
asio::awaitable<api::response> metadata(page_sources from, site_facts site, api::request asked) {
    auto const day = api::maybe_day_in(asked, "day");
    if (!day) co_return co_await refuse(from, site, asked, day.error());
    auto const part = co_await gather_part(from, site, asked);
    if (!part) co_return co_await refuse(from, site, asked, std::nullopt);
    metadata_view view{.part = *part, .day = *day};
    count_reader reader{from.db};
    view.found = co_await reader.of_list(part->list.key, *day, asked.who());
    event_question changes{.kinds = {event_kind::schema_changed}, .limit = changes_shown};
    event_reader events{from.db};
    view.changes = co_await events.search(std::move(changes), asked.who());
    co_return page(render_metadata(view));
}

/// GET /lists/{slug}/where-from : ?day=. 400, 404.
asio::awaitable<api::response> where_from(page_sources from, site_facts site, api::request asked) {
    auto const day = api::maybe_day_in(asked, "day");
    if (!day) co_return co_await refuse(from, site, asked, day.error());
    auto const part = co_await gather_part(from, site, asked);
    if (!part) co_return co_await refuse(from, site, asked, std::nullopt);
    where_from_view view{.part = *part, .day = *day};
    stratum_reader strata{from.db};
    auto shown = *day;
    if (!shown) {
        shown = co_await strata.newest_sound(part->list, asked.who());
    }
    if (shown) view.strata = co_await strata.on(part->list, *shown, asked.who());
    if (shown && !part->list.imported) {
        creator_reader reader{from.db};
        auto const found = co_await reader.on(part->list.key, shown, asked.who());
        if (found) view.creators = found->creators;
    }
    co_return page(render_where_from(view));
}

/// GET /where-from : all lists side by side.
asio::awaitable<api::response> lists_where_from(page_sources from, site_facts site, api::request asked) {
    lists_view view{.site = std::move(site)};
    view.now = co_await standing_of(from, asked.who());
    stratum_reader strata{from.db};
    auto const lists = co_await from.lists.all(asked.who());
    for (auto const& list : lists) {
        if (list.archived) continue;
        list_standing one{.list = list};
        auto const day = co_await strata.newest_sound(list, asked.who());
        if (day) {
            auto const found = co_await from.rates.days(list.key, *day, *day, origin_of(list), asked.who());
            if (!found.empty()) one.day = found.front();
        }
        view.lists.push_back(std::move(one));
    }
    co_return page(render_lists_where_from(view));
}

}  // namespace

std::vector<api::route> list_part_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/lists/{}/creators", creators),
            cached_page(from, site, "/lists/{}/lag", lag),
            cached_page(from, site, "/lists/{}/metadata", metadata),
            cached_page(from, site, "/lists/{}/where-from", where_from),
            cached_page(from, site, "/where-from", lists_where_from)};
}

}  // namespace lacuna::pages
