#include "daemon/api/platform_id.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/pages/about/events_page.hpp"
#include "daemon/pages/headline.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <limits>
#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

checked<std::optional<utc_day>> maybe_day(api::request const& asked, std::string_view name) {
    if (asked.parameter(name).value_or("").empty()) return std::optional<utc_day>{};
    auto const day = api::day_in(asked, name, before_all);
    if (!day) return day.error();
    return std::optional{*day};
}

checked<std::optional<bool>> read_open(std::string const& text) {
    if (text.empty()) return std::optional<bool>{};
    if (text == "true" || text == "false") return std::optional{text == "true"};
    return bad_input{"query parameter open", "must be true or false"};
}

/// A form sends empty texts for what is not filled in.
checked<asked_events> read_asked_events(api::request const& asked) {
    asked_events read{.list = asked.parameter("list").value_or("")};
    if (auto const item = asked.parameter("item").value_or(""); !item.empty()) {
        read.item = api::read_platform_id("tiktok", item);
        if (!read.item) return bad_input{"query parameter item", "must be a video’s id in digits"};
    }
    if (auto const kind = asked.parameter("kind").value_or(""); !kind.empty()) {
        read.kind = read_event_kind(kind);
        if (!read.kind) {
            return bad_input{"query parameter kind",
                             "must be one of the events on the method page, such as item_lost"};
        }
    }
    auto const open = read_open(asked.parameter("open").value_or(""));
    if (!open) return open.error();
    read.open = *open;
    auto const from = maybe_day(asked, "from");
    if (!from) return from.error();
    auto const to = maybe_day(asked, "to");
    if (!to) return to.error();
    read.from = *from;
    read.to = *to;
    if (read.from && read.to && *read.from > *read.to)
        return bad_input{"query parameter from", "must not be after to"};
    auto const before = api::number_in(asked, "before", 1, std::numeric_limits<std::int32_t>::max(), 0);
    if (!before) return before.error();
    read.before = *before;
    return read;
}

/// None: the list or the video is not there for `who`.
asio::awaitable<std::optional<events_view>> gather_events(page_sources from, asked_events asked,
                                                          audience who) {
    event_question question{.kinds = {},
                            .open = asked.open,
                            .from = asked.from,
                            .to = asked.to,
                            .before = asked.before,
                            .limit = events_a_page + 1};
    if (asked.kind) question.kinds.push_back(*asked.kind);
    if (!asked.list.empty()) {
        auto const list = co_await from.lists.find(asked.list, who);
        if (!list) co_return std::nullopt;
        question.list = list->key;
    }
    if (asked.item) {
        auto const item = co_await from.items.find(*asked.item, who);
        if (!item) co_return std::nullopt;
        question.item = item->key;
    }
    events_view view{.asked = asked};
    view.now = co_await standing_of(from, who);
    view.lists = co_await from.lists.all(who);
    event_reader reader{from.db};
    view.events = co_await reader.search(std::move(question), who);
    view.more = view.events.size() > static_cast<std::size_t>(events_a_page);
    if (view.more) view.events.pop_back();
    co_return view;
}

/// GET /events : ?list=, item=, kind=, open=true|false, from=, to=, before= an event's number; 100 a page,
/// newest first. 400, 404.
asio::awaitable<api::response> events(page_sources from, site_facts site, api::request asked) {
    auto const question = read_asked_events(asked);
    if (question) {
        auto view = co_await gather_events(from, *question, asked.who());
        if (view) {
            view->site = std::move(site);
            co_return page(render_events(*view));
        }
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!question) co_return wrong_address(site, now, question.error());
    co_return missing_page(site, now, "There is no public list or video of that name.");
}

}  // namespace

std::vector<api::route> events_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/events", events)};
}

}  // namespace lacuna::pages
