#include "daemon/api/reply.hpp"
#include "daemon/pages/evidence/item_page.hpp"
#include "daemon/pages/headline.hpp"
#include "daemon/pages/page_answers.hpp"
#include "daemon/pages/page_routes.hpp"

#include <algorithm>
#include <charconv>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using std::chrono::days;

bool given(std::optional<std::string> const& parameter) { return parameter && !parameter->empty(); }

checked<history_question> read_history_question(api::request const& asked) {
    history_question question;
    if (auto const cell = asked.parameter("cell"); given(cell)) {
        question.cell = charts::read_cell_size(*cell);
        if (!question.cell) return bad_input{"query parameter cell", "must be day, week or month"};
    }
    if (auto const verdict = asked.parameter("verdict"); given(verdict)) {
        question.verdict = read_verdict_kind(*verdict);
        if (!question.verdict) {
            return bad_input{"query parameter verdict",
                             "must be one of the verdicts on the method page, such as missing"};
        }
    }
    auto const order = asked.parameter("order").value_or("");
    if (!order.empty() && order != "asc" && order != "desc")
        return bad_input{"query parameter order", "must be asc or desc"};
    question.newest_first = order != "asc";
    auto const rows = api::number_in(asked, "days", 7, 366, question.rows);
    if (!rows) return rows.error();
    question.rows = static_cast<int>(*rows);
    if (given(asked.parameter("to"))) {
        auto const to = api::day_in(asked, "to", before_all);
        if (!to) return to.error();
        question.to = *to;
    }
    return question;
}

/// Cut to what lies between the first verdict and the last.
void set_letters(item_view& view, std::string const& letters, utc_day from) {
    auto const blank = std::string_view{"\0", 1};
    auto const begin = letters.find_first_not_of(blank);
    if (begin == letters.npos) return;
    view.letters = letters.substr(begin, letters.find_last_not_of(blank) + 1 - begin);
    view.first = from + days{static_cast<long>(begin)};
}

asio::awaitable<std::optional<item_view>> gather_item(page_sources from, site_facts site, audience who,
                                                      std::int64_t platform_id, history_question asked) {
    auto const item = co_await from.items.find(platform_id, who);
    if (!item) co_return std::nullopt;
    item_view view{.site = std::move(site), .item = *item, .asked = asked};
    view.now = co_await standing_of(from, who);
    view.lists = co_await from.lists.named(item->lists, who);
    auto const today = day_of(view.now.now);
    auto const until = item->day ? std::max(*item->day, today) : today;
    auto const letters = co_await from.items.letters(item->key, before_all, until, who);
    set_letters(view, letters, before_all);
    if (!view.letters.empty()) {
        auto wanted = days_shown(view.letters, view.first, view.asked);
        auto const newest = view.first + days{static_cast<long>(view.letters.size()) - 1};
        bool const beside = wanted.empty() || wanted.back() != newest;
        if (beside) wanted.push_back(newest);
        view.days = co_await from.items.on_days(item->key, std::move(wanted), who);
        if (!view.days.empty() && view.days.back().day == newest) view.newest = view.days.back();
        if (beside && view.newest) view.days.pop_back();
    }
    view.metadata = co_await from.items.metadata(item->key, who);
    event_reader events{from.db};
    event_question const question{.item = item->key, .limit = events_of_item + 1};
    view.events = co_await events.search(question, who);
    co_return view;
}

/// GET /items/tiktok/{id} : ?cell=day|week|month of the strip; of the table of days verdict=, order=asc|desc,
/// days= 7 to 366 rows, to= the last of them. 400, 404.
asio::awaitable<api::response> item(page_sources from, site_facts site, api::request asked) {
    auto const question = read_history_question(asked);
    if (!question) {
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, question.error());
    }
    auto const& text = asked.names.at(0);
    std::int64_t id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error == std::errc{} && end == text.data() + text.size() && id > 0) {
        auto const view = co_await gather_item(from, site, asked.who(), id, *question);
        if (view) co_return page(render_item(*view));
    }
    auto const now = co_await standing_of(from, asked.who());
    co_return missing_page(site, now, "No video of that id is on a public list.");
}

}  // namespace

std::vector<api::route> item_page_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/items/tiktok/{}", item)};
}

}  // namespace lacuna::pages
