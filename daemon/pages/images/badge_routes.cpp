#include "daemon/api/reply.hpp"
#include "daemon/pages/images/badge.hpp"
#include "daemon/pages/images/image_answers.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"
#include "daemon/pages/sentence.hpp"

#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

/// How far back a sound day is looked for.
constexpr std::chrono::days longest_gap{30};

checked<std::optional<int>> percent_in(api::request const& asked, std::string_view name) {
    if (asked.parameter(name).value_or("").empty()) return std::optional<int>{};
    auto const number = api::number_in(asked, name, 0, 100, 0);
    if (!number) return number.error();
    return std::optional{static_cast<int>(*number)};
}

checked<badge_thresholds> thresholds_in(api::request const& asked) {
    auto const warn = percent_in(asked, "warn");
    if (!warn) return warn.error();
    auto const bad = percent_in(asked, "bad");
    if (!bad) return bad.error();
    if (*warn && *bad && **bad > **warn) return bad_input{"query parameter bad", "must not be above warn"};
    return badge_thresholds{.warn = *warn, .bad = *bad};
}

/// Of a public list only, whoever asks: a badge is made to be shown.
asio::awaitable<std::optional<badge_view>> gather_badge(page_sources from, std::string slug, audience who) {
    auto const list = co_await from.lists.find(slug, who);
    if (!list || !list->is_public) co_return std::nullopt;
    badge_view view{.list = *list};
    view.now = co_await standing_of(from, who);
    auto const whose = origin_of(*list);
    auto const newest = co_await from.rates.newest(list->key, whose, who);
    if (!newest) co_return view;
    view.newest = *newest;
    if (!newest->api_void) co_return view;
    auto const days = co_await from.rates.days(list->key, newest->day - longest_gap, newest->day, whose, who);
    auto const* const sound = newest_sound(days);
    view.newest = sound == nullptr ? std::nullopt : std::optional{*sound};
    co_return view;
}

/// GET /badges/{slug}.svg : ?warn= and ?bad=, 0 to 100 percent, bad not above warn. 400, 404.
asio::awaitable<api::response> list_badge(page_sources from, site_facts site, api::request asked) {
    auto const thresholds = thresholds_in(asked);
    if (thresholds) {
        auto view = co_await gather_badge(from, asked.names.at(0), asked.who());
        if (view) {
            view->site = std::move(site);
            view->thresholds = *thresholds;
            co_return image(badge_svg(badge_of(*view)), badge_style());
        }
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!thresholds) co_return wrong_address(site, now, thresholds.error());
    co_return missing_page(site, now, "There is no public list of that name.");
}

}  // namespace

std::vector<api::route> badge_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/badges/{}.svg", list_badge)};
}

}  // namespace lacuna::pages
