#include "daemon/api/run_number.hpp"
#include "daemon/pages/evidence/call_page.hpp"
#include "daemon/pages/evidence/evidence_pages.hpp"
#include "daemon/pages/page_answers.hpp"

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

asio::awaitable<std::optional<call_view>> gather_call(page_sources from, site_facts site, audience who,
                                                      call_id number, items_shown shown) {
    auto pages = co_await read_batch(from.db, number, who);
    if (pages.empty()) co_return std::nullopt;
    call_view view{.site = std::move(site), .call = number, .shown = shown};
    std::vector<call_id> calls;
    calls.reserve(pages.size());
    for (auto const& page : pages) calls.push_back(page.summary.call.call);
    auto const& head = pages.front().summary;
    view.verdicts = co_await read_verdicts_of(from.db, head.day, std::move(calls), head.call.items, who);
    view.pages = std::move(pages);
    view.now = co_await standing_of(from, who);
    co_return view;
}

/// GET /calls/{number} : ?items=returned|left_out|controls|decided. 400, 404.
asio::awaitable<api::response> call(page_sources from, site_facts site, api::request asked) {
    auto const shown = read_items_shown(asked.parameter("items").value_or(""));
    auto const number = api::read_number<call_id>(asked.names.at(0));
    if (shown && number) {
        auto gathering = gather_call(from, site, asked.who(), *number, *shown);
        auto const view = co_await std::move(gathering);
        if (view) co_return page(render_call(*view));
    }
    auto const now = co_await standing_of(from, asked.who());
    if (!shown) {
        bad_input const wrong{"query parameter items", "must be returned, left_out, controls or decided"};
        co_return wrong_address(site, now, wrong);
    }
    co_return missing_page(site, now, "There is no such call, or it asked for no video of a public list.");
}

}  // namespace

std::vector<api::route> call_page_routes(page_sources const& from, site_facts const& site) {
    return {cached_page(from, site, "/calls/{}", call)};
}

}  // namespace lacuna::pages
