#include "daemon/api/reply.hpp"
#include "daemon/pages/headline.hpp"
#include "daemon/pages/lists/creator_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using std::chrono::days;

checked<creator_page_question> read_question(api::request const& asked) {
    creator_page_question question;
    auto const shown = api::number_in(asked, "days", 7, 366, 60);
    if (!shown) return shown.error();
    question.days = static_cast<int>(*shown);
    auto const page = api::number_in(asked, "page", 1, 100'000, 1);
    if (!page) return page.error();
    question.page = *page;
    if (!asked.parameter("to").value_or("").empty()) {
        auto const to = api::day_in(asked, "to", before_all);
        if (!to) return to.error();
        question.to = *to;
    }
    return question;
}

/// The newest day on which a list of the creator's has counts.
utc_day newest_of(std::vector<creator_on_list> const& lists, utc_day otherwise) {
    std::optional<utc_day> newest;
    for (auto const& one : lists) {
        if (one.newest) newest = newest ? std::max(*newest, one.newest->day) : one.newest->day;
    }
    return newest.value_or(otherwise);
}

/// Somebody else's states where there are none of ours.
void fill_gaps(std::vector<item_strip>& strips, std::vector<item_strip> const& theirs) {
    for (std::size_t i = 0; i < strips.size() && i < theirs.size(); ++i) {
        for (std::size_t day = 0; day < strips[i].days.size(); ++day) {
            if (strips[i].days[day] == '\0') strips[i].days[day] = theirs[i].days[day];
        }
    }
}

asio::awaitable<void> gather_videos(page_sources from, audience who, creator_view& view) {
    item_question question{.creator = view.name,
                           .by = item_question::order::created,
                           .descending = true,
                           .per_page = videos_of_creator_a_page,
                           .offset = (view.asked.page - 1) * videos_of_creator_a_page};
    view.items = co_await from.items.search(std::move(question), who);
    std::vector<item_key> keys;
    for (auto const& item : view.items.items) keys.push_back(item.key);
    if (keys.empty()) co_return;
    auto const theirs = co_await from.items.strips(keys, view.from, view.to, verdict_origin::imported, who);
    view.strips = co_await from.items.strips(std::move(keys), view.from, view.to, verdict_origin::ours, who);
    fill_gaps(view.strips, theirs);
}

asio::awaitable<std::optional<creator_view>> gather_creator(page_sources from, site_facts site, audience who,
                                                            std::string name, creator_page_question asked) {
    creator_history reader{from.db};
    creator_view view{.site = std::move(site), .name = std::move(name), .asked = asked};
    view.lists = co_await reader.lists(view.name, who);
    if (view.lists.empty()) co_return std::nullopt;
    view.now = co_await standing_of(from, who);
    view.to = asked.to.value_or(newest_of(view.lists, who.last_day(day_of(view.now.now))));
    view.from = view.to - days{asked.days - 1};
    view.days = co_await reader.days(view.name, view.from, view.to, who);
    co_await gather_videos(from, who, view);
    event_question events{.creator = view.name, .limit = events_of_creator};
    event_reader past{from.db};
    view.events = co_await past.search(std::move(events), who);
    co_return view;
}

/// GET /creators/{platform}/{name} : ?days= 7 to 366, to=, page=. The name is percent-encoded, a slash in it
/// %2F. 400; 404 if nobody of that name is on a list that the reader may see.
asio::awaitable<api::response> creator(page_sources from, site_facts site, api::request asked) {
    auto const question = read_question(asked);
    if (question && asked.names.at(0) == "tiktok") {
        auto const view = co_await gather_creator(from, site, asked.who(), asked.names.at(1), *question);
        if (view) co_return page(render_creator(*view));
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!question) co_return wrong_address(site, now, question.error());
    co_return missing_page(site, now, "No creator of that name has a video on a public list.");
}

}  // namespace

std::vector<api::route> creator_page_routes(page_sources const& from, site_facts const& site) {
    auto route = cached_page(from, site, "/creators/{}/{}", creator);
    route.any_name = true;
    return {route};
}

}  // namespace lacuna::pages
