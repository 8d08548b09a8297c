#include "daemon/pages/page_routes.hpp"

#include "daemon/api/reply.hpp"
#include "daemon/pages/method_page.hpp"
#include "daemon/pages/page_data.hpp"
#include "daemon/pages/rules_page.hpp"
#include "daemon/pages/static_files.hpp"

#include <charconv>
#include <utility>

namespace lacuna::pages {
namespace {

namespace asio = boost::asio;

api::response page(std::string body, unsigned status = 200) {
    auto answer = api::html(std::move(body), status);
    answer.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                                "form-action 'self'; frame-ancestors 'none'");
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

/// GET / : ?days= 7 to 3,660, of the figures; 90 unless said.
asio::awaitable<api::response> overview(page_sources from, site_facts site, api::request asked) {
    auto const days = api::number_in(asked, "days", 7, 3660, 90);
    if (!days) {
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, days.error());
    }
    auto const view = co_await gather_overview(from, site, asked.who(), static_cast<int>(*days));
    co_return page(render_overview(view));
}

/// GET /lists/{slug} : ?days= 7 to 366, to=, verdict=, creator=, q=, sort=created|verdict|creator,
/// order=asc|desc, page=. 400, 404.
asio::awaitable<api::response> list(page_sources from, site_facts site, api::request asked) {
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

/// GET /items/tiktok/{id} : ?days= 7 to 3,660 rows of the table of days, 366 unless said. 400, 404.
asio::awaitable<api::response> item(page_sources from, site_facts site, api::request asked) {
    auto const days = api::number_in(asked, "days", 7, 3660, 366);
    if (!days) {
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, days.error());
    }
    auto const& text = asked.names.at(0);
    std::int64_t id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error == std::errc{} && end == text.data() + text.size() && id > 0) {
        auto const view = co_await gather_item(from, site, asked.who(), id, static_cast<std::size_t>(*days));
        if (view) co_return page(render_item(*view));
    }
    auto const now = co_await standing_of(from, asked.who());
    co_return missing_page(site, now, "No video of that id is on a public list.");
}

/// GET /runs : ?before= a run's number; 60 a page, newest first. 400.
asio::awaitable<api::response> runs(page_sources from, site_facts site, api::request asked) {
    auto const before = api::number_in(asked, "before", 1, 2'147'483'647, 0);
    if (!before) {
        auto const now = co_await standing_of(from, asked.who());
        co_return wrong_address(site, now, before.error());
    }
    std::optional<run_id> last;
    if (*before > 0) last = run_id{static_cast<std::int32_t>(*before)};
    auto const view = co_await gather_runs(from, site, asked.who(), last);
    co_return page(render_runs(view));
}

/// GET /method
asio::awaitable<api::response> method(page_sources from, site_facts site, api::request asked) {
    auto const now = co_await standing_of(from, asked.who());
    co_return page(render_method(site, now));
}

/// GET /rules
asio::awaitable<api::response> rules(page_sources from, site_facts site, api::request asked) {
    rules_view view{.site = std::move(site)};
    view.now = co_await standing_of(from, asked.who());
    view.rules = co_await from.rules.all();
    co_return page(render_rules(view));
}

/// GET /static/{name} : the name carries a hash of the content, so it may be kept for ever. 404.
asio::awaitable<api::response> file(site_facts site, utc_time now, api::request asked) {
    auto const found = find_static(asked.names.at(0));
    if (!found) co_return not_found_page(site, now);
    api::response answer;
    answer.headers = {{"Content-Type", std::string{found->content_type}},
                      {"Cache-Control", "public, max-age=31536000, immutable"},
                      {"X-Content-Type-Options", "nosniff"}};
    answer.body = found->bytes;
    co_return answer;
}

/// GET /favicon.ico : the icon, for browsers that do not read the page's link.
asio::awaitable<api::response> icon() {
    auto const& address = static_address("icon.svg");
    auto const found = find_static(std::string_view{address}.substr(std::string_view{"/static/"}.size()));
    api::response answer;
    answer.headers = {{"Content-Type", std::string{found->content_type}},
                      {"Cache-Control", "public, max-age=86400"}};
    answer.body = found->bytes;
    co_return answer;
}

/// GET /robots.txt : pages may be read by everybody; filtered views and the API only cost and say nothing
/// new.
asio::awaitable<api::response> robots() {
    co_return api::text("User-agent: *\nDisallow: /api/\nDisallow: /metrics\nDisallow: /*?\n",
                        "text/plain; charset=utf-8");
}

using page_handler = asio::awaitable<api::response> (*)(page_sources, site_facts, api::request);

api::handler handler_of(page_sources from, site_facts const& site, page_handler answer) {
    return [from, site, answer](api::request asked) { return answer(from, site, std::move(asked)); };
}

}  // namespace

std::vector<api::route> page_routes(page_sources const& from, site_facts const& site) {
    auto const cached = [&](std::string path, page_handler answer) {
        return api::route{.path = std::move(path),
                          .handle = from.cache.cached(handler_of(from, site, answer))};
    };
    auto const& clock = from.clock;
    return {
        cached("/", overview),
        cached("/lists/{}", list),
        cached("/items/tiktok/{}", item),
        cached("/runs", runs),
        cached("/method", method),
        cached("/rules", rules),
        {.path = "/static/{}",
         .handle = [site, &clock](api::request asked) { return file(site, clock.now(), std::move(asked)); }},
        {.path = "/favicon.ico", .handle = [](api::request) { return icon(); }},
        {.path = "/robots.txt", .handle = [](api::request) { return robots(); }},
    };
}

bool wants_html(api::request const& asked) {
    return !asked.path.starts_with("/api/") &&
           asked.header("accept").find("text/html") != std::string_view::npos;
}

api::response not_found_page(site_facts const& site, utc_time now) {
    // No run is looked up here, and none is claimed to be missing either.
    standing here{.now = now};
    here.last_valid = run_summary{.started_at = now, .ended_at = now};
    return missing_page(site, here, "There is nothing at this address.");
}

}  // namespace lacuna::pages
