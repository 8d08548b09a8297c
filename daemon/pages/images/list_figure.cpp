#include "daemon/pages/images/list_figure.hpp"

#include "daemon/api/reply.hpp"
#include "daemon/pages/figure_notes.hpp"
#include "daemon/pages/headline.hpp"
#include "daemon/pages/page_answers.hpp"

#include <algorithm>

namespace lacuna::pages {

namespace asio = boost::asio;
using std::chrono::days;

namespace {

constexpr int least_days = 7, most_days = 3660, usual_days = 60, usual_days_imported = 366;

}  // namespace

checked<asked_days> read_asked_days(api::request const& asked) {
    asked_days read;
    if (!asked.parameter("days").value_or("").empty()) {
        auto const shown = api::number_in(asked, "days", least_days, most_days, usual_days);
        if (!shown) return shown.error();
        read.days = static_cast<int>(*shown);
    }
    if (!asked.parameter("to").value_or("").empty()) {
        auto const to = api::day_in(asked, "to", before_all);
        if (!to) return to.error();
        read.to = *to;
    }
    return read;
}

asio::awaitable<std::optional<list_figure>> gather_list_figure(page_sources from, std::string slug,
                                                               asked_days asked, audience who) {
    auto const list = co_await from.lists.find(slug, who);
    if (!list) co_return std::nullopt;
    list_figure figure{.list = *list, .asked = asked};
    figure.now = co_await standing_of(from, who);
    auto const whose = origin_of(*list);
    auto const known = co_await from.rates.extent(list->key, who);
    figure.to = asked.to.value_or(known ? known->newest : day_of(figure.now.now));
    // An imported series ended long ago and is shown whole where it fits.
    auto const usual = list->imported ? usual_days_imported : usual_days;
    auto const since = figure.to - days{(asked.days > 0 ? asked.days : usual) - 1};
    figure.from = first_shown(known ? std::optional{known->first} : std::nullopt, since, figure.to);
    // A week more, for the change against a week before.
    figure.days = co_await from.rates.days(list->key, figure.from - days{7}, figure.to, whose, who);
    figure.annotations = co_await from.rates.annotations(figure.from, figure.to);
    auto marked = marked_events(*list, figure.from, figure.to);
    event_reader events{from.db};
    figure.events = co_await events.search(std::move(marked), who);
    co_return figure;
}

}  // namespace lacuna::pages
