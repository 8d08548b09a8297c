#include "daemon/api/reply.hpp"
#include "daemon/pages/figure_notes.hpp"
#include "daemon/pages/images/list_figure.hpp"
#include "daemon/pages/lists/list_page.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using std::chrono::days;

constexpr int least_days = 7, most_days = 3660, usual_days = 60, most_usual_days = 366;

bool known_parameter(std::optional<std::string> const& given) { return given && !given->empty(); }

checked<list_question> read_list_question(api::request const& asked) {
    list_question question;
    auto const shown = api::number_in(asked, "days", least_days, most_days, usual_days);
    if (!shown) return shown.error();
    question.days = static_cast<int>(*shown);
    auto const each = api::number_in(asked, "per_page", 10, 1000, usual_per_page);
    if (!each) return each.error();
    question.per_page = *each;
    if (question.per_page * question.days > most_item_days) {
        return bad_input{"query parameters per_page and days",
                         "must multiply to at most " + std::to_string(most_item_days)};
    }
    auto const page = api::number_in(asked, "page", 1, 100'000, 1);
    if (!page) return page.error();
    question.page = *page;
    if (known_parameter(asked.parameter("to"))) {
        auto const to = api::day_in(asked, "to", before_all);
        if (!to) return to.error();
        question.to = *to;
    }
    if (auto const verdict = asked.parameter("verdict"); known_parameter(verdict)) {
        question.verdict = read_verdict_kind(*verdict);
        if (!question.verdict) {
            return bad_input{"query parameter verdict",
                             "must be one of the verdicts on the method page, such as missing"};
        }
    }
    question.creator = asked.parameter("creator").value_or("");
    question.text = asked.parameter("q").value_or("");
    if (question.creator.size() > 100 || question.text.size() > 100) {
        return bad_input{"query parameters creator and q", "must be at most 100 characters long"};
    }
    auto const sort = asked.parameter("sort").value_or("created");
    using order = item_question::order;
    if (sort == "verdict") question.by = order::verdict;
    if (sort == "creator") question.by = order::username;
    if (sort != "created" && sort != "verdict" && sort != "creator") {
        return bad_input{"query parameter sort", "must be created, verdict or creator"};
    }
    auto const direction = asked.parameter("order").value_or("");
    if (!direction.empty() && direction != "asc" && direction != "desc") {
        return bad_input{"query parameter order", "must be asc or desc"};
    }
    question.descending = direction.empty() ? question.by == order::created : direction == "desc";
    return question;
}

asio::awaitable<std::optional<list_view>> gather_list(page_sources from, site_facts site, audience who,
                                                      std::string slug, list_question asked,
                                                      bool days_given) {
    auto const list = co_await from.lists.find(slug, who);
    if (!list) co_return std::nullopt;
    list_view view{.site = std::move(site), .asked = std::move(asked)};
    view.now = co_await standing_of(from, who);
    view.headline.list = *list;
    auto const whose = origin_of(*list);
    auto const known = co_await from.rates.extent(list->key, who);
    view.headline.to = view.asked.to.value_or(known ? known->newest : day_of(view.now.now));
    if (known) view.newest = known->newest;
    if (known && known->first <= view.headline.to) view.first = known->first;
    if (list->imported && view.first) {
        auto const whole = (view.headline.to - *view.first).count() + 1;
        view.usual_days = static_cast<int>(std::clamp<std::int64_t>(whole, usual_days, most_usual_days));
    }
    if (!days_given) view.asked.days = view.usual_days;
    auto const since = view.headline.to - days{view.asked.days - 1};
    view.headline.from = first_shown(view.first, since, view.headline.to);
    // A week more, for the change against a week before.
    view.headline.days =
        co_await from.rates.days(list->key, view.headline.from - days{7}, view.headline.to, whose, who);
    view.headline.annotations = co_await from.rates.annotations(view.headline.from, view.headline.to);
    auto marked = marked_events(*list, view.headline.from, view.headline.to);
    event_reader events{from.db};
    view.headline.events = co_await events.search(std::move(marked), who);
    view.headline.asked.to = view.asked.to;
    if (view.asked.days != view.usual_days) view.headline.asked.days = view.asked.days;

    item_question question{.list = list->key,
                           .verdict = view.asked.verdict,
                           .creator = view.asked.creator,
                           .text = view.asked.text,
                           .by = view.asked.by,
                           .descending = view.asked.descending,
                           .per_page = view.asked.per_page,
                           .offset = (view.asked.page - 1) * view.asked.per_page};
    view.items = co_await from.items.search(std::move(question), who);
    std::vector<item_key> keys;
    for (auto const& item : view.items.items) keys.push_back(item.key);
    if (!keys.empty()) {
        view.strips =
            co_await from.items.strips(std::move(keys), view.headline.from, view.headline.to, whose, who);
    }
    co_return view;
}

/// To the address at which a figure of the list stands by itself.
checked<api::response> to_embed(api::request const& asked, std::string const& name) {
    if (name != "trend" && name != "counts")
        return bad_input{"query parameter embed", "must be trend or counts"};
    auto const shown = read_asked_days(asked);
    if (!shown) return shown.error();
    auto where = embed_address(asked.names.at(0), name, *shown);
    if (asked.as_of) where = as_of_address(where, *asked.as_of);
    api::response answer{.status = 308};
    answer.headers.emplace_back("Location", std::move(where));
    return answer;
}

/// GET /lists/{slug} : ?days= 7 to 3,660, to=, verdict=, creator=, q=, sort=created|verdict|creator,
/// order=asc|desc, page=, per_page= 10 to 1,000; embed=trend|counts leads to that figure alone. 400, 404.
asio::awaitable<api::response> list(page_sources from, site_facts site, api::request asked) {
    if (auto const name = asked.parameter("embed"); known_parameter(name)) {
        auto const leading = to_embed(asked, *name);
        if (leading) co_return *leading;
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, leading.error());
    }
    auto const question = read_list_question(asked);
    if (question) {
        bool const days_given = !asked.parameter("days").value_or("").empty();
        auto const view =
            co_await gather_list(from, site, asked.who(), asked.names.at(0), *question, days_given);
        if (view) co_return page(render_list(*view));
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!question) co_return wrong_address(site, now, question.error());
    co_return missing_page(site, now, "There is no public list of that name.");
}

}  // namespace

std::vector<api::route> list_page_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/lists/{}", list)};
}

}  // namespace lacuna::pages
