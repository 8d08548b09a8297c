#include "daemon/pages/page_data.hpp"

#include "daemon/api/reply.hpp"
#include "daemon/pages/sentence.hpp"

#include <algorithm>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using std::chrono::days;

constexpr utc_day before_all{std::chrono::year{2014} / 1 / 1};
constexpr int least_days = 7, most_days = 366, usual_days = 60;

/// Figures begin with the first day there is, but never show fewer than two weeks.
utc_day first_shown(std::vector<list_day> const& history, utc_day from, utc_day to) {
    if (history.empty()) return from;
    return std::max(from, std::min(history.front().day, to - days{13}));
}

bool known_parameter(std::optional<std::string> const& given) { return given && !given->empty(); }

}  // namespace

asio::awaitable<standing> standing_of(page_sources from, audience who) {
    standing now{.now = from.clock.now()};
    now.last_valid = co_await from.runs.last_valid(who);
    now.rules = co_await from.rates.rule_sets();
    co_return now;
}

asio::awaitable<overview_view> gather_overview(page_sources from, site_facts site, audience who, int shown) {
    overview_view view{.site = std::move(site), .days = shown};
    view.now = co_await standing_of(from, who);
    auto const lists = co_await from.lists.all(who);
    for (auto const& list : lists) {
        if (list.archived) continue;
        listed one{.list = list};
        auto const newest = co_await from.rates.newest(list.key, origin_of(list));
        if (newest) {
            auto const since = newest->day - days{59};
            one.days = co_await from.rates.days(list.key, since, newest->day, origin_of(list));
        }
        view.lists.push_back(std::move(one));
    }
    auto const lead = lead_of(view.lists);
    if (!lead) co_return view;
    auto const& chosen = view.lists[*lead];
    headline_view headline{.list = chosen.list, .days = chosen.days, .name_the_list = true};
    headline.to = chosen.days.empty() ? day_of(view.now.now) : chosen.days.back().day;
    headline.from = headline.to - days{shown - 1};
    if (!chosen.days.empty() && shown > 60) {
        headline.days =
            co_await from.rates.days(chosen.list.key, headline.from, headline.to, origin_of(chosen.list));
    }
    headline.from = first_shown(headline.days, headline.from, headline.to);
    headline.annotations = co_await from.rates.annotations(headline.from, headline.to);
    view.lead = std::move(headline);
    co_return view;
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
    auto const newest = co_await from.rates.newest(list->key, whose);
    view.headline.to = view.asked.to.value_or(newest ? newest->day : day_of(view.now.now));
    auto const all = co_await from.rates.days(list->key, before_all, view.headline.to, whose);
    if (!all.empty()) view.first = all.front().day;
    if (newest) view.newest = newest->day;
    if (list->imported && view.first) {
        auto const whole = (view.headline.to - *view.first).count() + 1;
        view.usual_days = static_cast<int>(std::clamp<std::int64_t>(whole, usual_days, most_days));
    }
    if (!days_given) view.asked.days = view.usual_days;
    auto const since = view.headline.to - days{view.asked.days - 1};
    view.headline.from = first_shown(all, since, view.headline.to);
    for (auto const& day : all) {
        // A week more, for the change against a week before.
        if (day.day >= view.headline.from - days{7}) view.headline.days.push_back(day);
    }
    view.headline.annotations = co_await from.rates.annotations(view.headline.from, view.headline.to);

    item_question question{.list = list->key,
                           .verdict = view.asked.verdict,
                           .creator = view.asked.creator,
                           .text = view.asked.text,
                           .by = view.asked.by,
                           .descending = view.asked.descending,
                           .per_page = items_a_page,
                           .offset = (view.asked.page - 1) * items_a_page};
    view.items = co_await from.items.search(std::move(question), who);
    std::vector<item_key> keys;
    for (auto const& item : view.items.items) keys.push_back(item.key);
    if (!keys.empty()) {
        view.strips =
            co_await from.items.strips(std::move(keys), view.headline.from, view.headline.to, whose);
    }
    co_return view;
}

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
    view.history = co_await from.items.history(item->key, before_all, until);
    view.metadata = co_await from.items.metadata(item->key);
    co_return view;
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

checked<list_question> read_list_question(api::request const& asked) {
    list_question question;
    auto const shown = api::number_in(asked, "days", least_days, most_days, usual_days);
    if (!shown) return shown.error();
    question.days = static_cast<int>(*shown);
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

}  // namespace lacuna::pages
