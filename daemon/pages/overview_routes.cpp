#include "daemon/api/reply.hpp"
#include "daemon/pages/address.hpp"
#include "daemon/pages/figure_notes.hpp"
#include "daemon/pages/overview_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/pages/under_way.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using std::chrono::days;

asio::awaitable<overview_view> gather_overview(page_sources from, site_facts site, audience who, int shown) {
    overview_view view{.site = std::move(site), .days = shown};
    view.now = co_await standing_of(from, who);
    auto const lists = co_await from.lists.all(who);
    for (auto const& list : lists) {
        if (!list.archived) view.lists.push_back({.list = list});
    }
    auto recent = co_await from.rates.recent(lists, 60, who);
    for (auto& one : view.lists) one.days = std::move(recent[one.list.key]);
    auto const lead = lead_of(view.lists);
    if (!lead) co_return view;
    auto const& chosen = view.lists[*lead];
    headline_view headline{.list = chosen.list, .days = chosen.days, .name_the_list = true};
    headline.to = chosen.days.empty() ? day_of(view.now.now) : chosen.days.back().day;
    headline.from = headline.to - days{shown - 1};
    if (!chosen.days.empty() && shown > 60) {
        headline.days = co_await from.rates.days(chosen.list.key, headline.from, headline.to,
                                                 origin_of(chosen.list), who);
    }
    std::optional<utc_day> first;
    if (!headline.days.empty()) first = headline.days.front().day;
    headline.from = first_shown(first, headline.from, headline.to);
    headline.annotations = co_await from.rates.annotations(headline.from, headline.to);
    headline.asked.days = shown;
    auto marked = marked_events(chosen.list, headline.from, headline.to);
    event_reader events{from.db};
    headline.events = co_await events.search(std::move(marked), who);
    view.lead = std::move(headline);
    co_return view;
}

/// GET / : ?days= 7 to 3,660, of the figures; 90 unless said.
asio::awaitable<api::response> overview(page_sources from, site_facts site, api::request asked) {
    auto const shown = api::number_in(asked, "days", 7, 3660, 90);
    if (!shown) {
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, shown.error());
    }
    auto view = co_await gather_overview(from, site, asked.who(), static_cast<int>(*shown));
    auto const live = co_await find_under_way(from, asked.who());
    auto const here = address{"/"}.with("days", *shown == 90 ? "" : std::to_string(*shown));
    if (live) view.under_way = render_under_way(*live, here.text());
    auto answer = page(render_overview(view));
    if (live) keep_shortly(answer);
    co_return answer;
}

}  // namespace

std::vector<api::route> overview_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/", overview)};
}

}  // namespace lacuna::pages
