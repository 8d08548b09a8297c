#include "daemon/api/call_query.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/run_number.hpp"
#include "daemon/pages/evidence/evidence_pages.hpp"
#include "daemon/pages/evidence/run_page.hpp"
#include "daemon/pages/page_answers.hpp"

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;
using order = call_table_question::order;

checked<order> order_in(api::request const& asked) {
    auto const name = asked.parameter("sort").value_or("");
    if (name.empty() || name == "number") return order::number;
    if (name == "latency") return order::latency;
    if (name == "purpose") return order::purpose;
    if (name == "outcome") return order::outcome;
    return bad_input{"query parameter sort", "must be number, latency, purpose or outcome"};
}

checked<call_table_question> question_in(api::request const& asked, run_id run) {
    call_table_question question{.run = run, .limit = calls_a_page};
    auto const filter = api::call_filter_in(asked);
    if (!filter) return filter.error();
    question.filter = *filter;
    auto const by = order_in(asked);
    if (!by) return by.error();
    question.by = *by;
    auto const direction = asked.parameter("order").value_or("");
    if (!direction.empty() && direction != "asc" && direction != "desc")
        return bad_input{"query parameter order", "must be asc or desc"};
    question.descending = direction.empty() ? question.by == order::latency : direction == "desc";
    auto const page = api::number_in(asked, "page", 1, 100'000, 1);
    if (!page) return page.error();
    question.offset = (*page - 1) * calls_a_page;
    return question;
}

asio::awaitable<std::vector<day_of_list>> lists_on(page_sources from, utc_day day, audience who) {
    std::vector<day_of_list> found;
    auto const lists = co_await from.lists.all(who);
    for (auto const& list : lists) {
        if (list.imported) continue;
        auto const days = co_await from.rates.days(list.key, day, day, verdict_origin::ours, who);
        if (!days.empty()) found.push_back({list, days.front()});
    }
    co_return found;
}

asio::awaitable<std::optional<run_view>> gather_run(page_sources from, site_facts site, audience who,
                                                    call_table_question asked) {
    auto const run = co_await from.runs.run(asked.run, who);
    if (!run) co_return std::nullopt;
    run_view view{.site = std::move(site), .run = *run, .asked = asked};
    view.now = co_await standing_of(from, who);
    run_evidence reader{from.db};
    view.facts = co_await reader.facts(run->run, who);
    view.parts = co_await reader.breakdown(run->run, who);
    view.calls = co_await reader.table(asked, who);
    auto listing = lists_on(from, run->day, who);
    view.lists = co_await std::move(listing);
    if (!run->ended_at && !who.as_of) {
        view.live = co_await find_under_way(from, who);
        if (!view.live || view.live->run != run->run)
            view.live = under_way{.run = run->run, .day = run->day, .now = view.now.now};
    }
    co_return view;
}

/// GET /runs/{number} : ?purpose=, outcome=, sort=number|latency|purpose|outcome, order=asc|desc, page=; 50
/// calls a page. 400, 404.
asio::awaitable<api::response> run(page_sources from, site_facts site, api::request asked) {
    auto const number = api::read_number<run_id>(asked.names.at(0));
    auto const question = question_in(asked, number.value_or(run_id{}));
    if (question && number) {
        auto gathering = gather_run(from, site, asked.who(), *question);
        auto const view = co_await std::move(gathering);
        if (view) {
            auto answer = page(render_run(*view));
            if (view->live) keep_shortly(answer);
            co_return answer;
        }
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!question) co_return wrong_address(site, now, question.error());
    co_return missing_page(site, now, "There is no such run.");
}

}  // namespace

std::vector<api::route> run_page_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/runs/{}", run)};
}

}  // namespace lacuna::pages
