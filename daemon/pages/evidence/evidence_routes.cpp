#include "daemon/api/reply.hpp"
#include "daemon/pages/evidence/evidence_pages.hpp"
#include "daemon/pages/evidence/item_page.hpp"
#include "daemon/pages/evidence/runs_page.hpp"
#include "daemon/pages/headline.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using std::chrono::days;

asio::awaitable<std::optional<item_view>> gather_item(page_sources from, site_facts site, audience who,
                                                      std::int64_t platform_id, std::size_t shown) {
    auto const item = co_await from.items.find(platform_id, who);
    if (!item) co_return std::nullopt;
    item_view view{.site = std::move(site), .item = *item, .most_days = shown};
    view.now = co_await standing_of(from, who);
    auto const lists = co_await from.lists.all(who);
    for (auto const& list : lists) {
        if (std::ranges::find(item->lists, list.slug) != item->lists.end()) view.lists.push_back(list);
    }
    auto const today = day_of(view.now.now);
    auto const until = item->day ? std::max(*item->day, today) : today;
    view.history = co_await from.items.history(item->key, before_all, until, who);
    view.metadata = co_await from.items.metadata(item->key, who);
    event_reader events{from.db};
    event_question const question{.item = item->key, .limit = events_of_item + 1};
    view.events = co_await events.search(question, who);
    co_return view;
}

/// GET /items/tiktok/{id} : ?days= 7 to 3,660 rows of the table of days, 366 unless said. 400, 404.
asio::awaitable<api::response> item(page_sources from, site_facts site, api::request asked) {
    auto const shown = api::number_in(asked, "days", 7, 3660, 366);
    if (!shown) {
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, shown.error());
    }
    auto const& text = asked.names.at(0);
    std::int64_t id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error == std::errc{} && end == text.data() + text.size() && id > 0) {
        auto const view = co_await gather_item(from, site, asked.who(), id, static_cast<std::size_t>(*shown));
        if (view) co_return page(render_item(*view));
    }
    auto const now = co_await standing_of(from, asked.who());
    co_return missing_page(site, now, "No video of that id is on a public list.");
}

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
    std::vector<api::route> all{cached_page(from, site, "/items/tiktok/{}", item),
                                cached_page(from, site, "/runs", runs)};
    for (auto const part : {run_page_routes, call_page_routes, status_page_routes}) {
        for (auto& route : part(from, site)) all.push_back(std::move(route));
    }
    return all;
}

}  // namespace lacuna::pages
