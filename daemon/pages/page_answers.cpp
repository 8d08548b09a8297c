#include "daemon/pages/page_answers.hpp"

#include "daemon/api/reply.hpp"

#include <utility>

namespace lacuna::pages {
namespace {

api::handler handler_of(page_sources from, site_facts const& site, page_handler answer) {
    return [from, site, answer](api::request asked) { return answer(from, site, std::move(asked)); };
}

}  // namespace

api::response page(std::string body, unsigned status) {
    auto answer = api::html(std::move(body), status);
    answer.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    answer.headers.emplace_back("Referrer-Policy", "no-referrer");
    answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return answer;
}

api::response wrong_address(site_facts const& site, standing const& now, bad_input const& wrong) {
    return page(
        render_problem(site, now, "This address cannot be answered", wrong.where + ' ' + wrong.wrong + '.'),
        400);
}

api::response missing_page(site_facts const& site, standing const& now, std::string const& what) {
    return page(render_problem(site, now, "Not found", what), 404);
}

boost::asio::awaitable<standing> standing_of(page_sources from, audience who) {
    standing now{.now = from.clock.now(), .as_of = who.as_of};
    now.last_valid = co_await from.runs.last_valid(who);
    now.rules = co_await from.rates.rule_sets(who);
    co_return now;
}

api::route cached_page(page_sources const& from, site_facts const& site, std::string path,
                       page_handler answer) {
    return {.path = std::move(path), .handle = from.cache.cached(handler_of(from, site, answer))};
}

api::route fresh_page(page_sources const& from, site_facts const& site, std::string path,
                      page_handler answer) {
    return {.path = std::move(path), .handle = handler_of(from, site, answer)};
}

}  // namespace lacuna::pages
