#include "daemon/api/creator_query.hpp"
#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/creator_reader.hpp"

#include <algorithm>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

std::string as_csv(utc_day day, std::vector<creator_day> const& creators) {
    csv_writer out{{"day", "creator", "counting", "returned", "none"}};
    for (auto const& one : creators) {
        out.put(to_string(day)).put(one.creator).put(one.counting).put(one.returned);
        out.put(has_none(one)).end_row();
    }
    return out.take();
}

void put_counts(json_writer& out, std::string_view name, std::array<std::int64_t, 11> const& counts) {
    out.key(name).begin_array();
    for (auto const n : counts) out.value(n);
    out.end_array();
}

void put_distribution(json_writer& out, list_creators const& found) {
    auto const panel = panel_of(found.creators);
    out.key("distribution").begin_object();
    out.member("creators", panel.creators).member("judged", panel.judged);
    out.member("whole", panel.whole).member("none", panel.none);
    put_counts(out, "of_ten", panel.of_ten);
    put_counts(out, "tenths", panel.tenths);
    out.end_object();
}

void put_page(json_writer& out, creator_page const& page, creator_question const& asked) {
    out.key("creators").begin_array();
    for (auto const& one : page.creators) {
        out.begin_object().member("creator", one.creator).member("counting", one.counting);
        out.member("returned", one.returned).member("none", has_none(one)).end_object();
    }
    out.end_array().member("total", page.total).member("more", page.more);
    bool const by_name = asked.by == creator_question::order::name && !asked.descending;
    bool const goes_on = page.more && by_name && !page.creators.empty();
    out.member("next", goes_on ? std::optional{page.creators.back().creator} : std::nullopt);
}

/// Those that `after`, the `next` of an earlier answer, has told already.
void drop_until(std::vector<creator_day>& creators, std::string const& after) {
    if (after.empty()) return;
    std::erase_if(creators, [&after](creator_day const& one) { return one.creator <= after; });
}

std::string as_json(watchlist const& list, list_creators const& shown, std::optional<utc_day> day,
                    creator_question const& asked, std::string const& after) {
    json_writer out;
    out.begin_object().member("list", list.slug);
    out.member("day", day ? std::optional{to_string(*day)} : std::nullopt);
    out.member("void", shown.api_void).member("without_creator", shown.without_creator);
    put_distribution(out, shown);
    auto creators = shown.creators;
    drop_until(creators, after);
    put_page(out, page_of(std::move(creators), asked), asked);
    out.end_object();
    return out.take();
}

/// GET /api/v1/lists/{slug}/creators(.csv)?day=&sort=&order=&none=&q=&page=&per_page=&after=: by default the
/// newest day that has counts, all creators by name; CSV has all that fit. 404 if there is no such list; a
/// day without verdicts has no creators.
asio::awaitable<response> creators(rest_sources const& from, request asked) {
    auto const day = maybe_day_in(asked, "day");
    if (!day) co_return bad_request(day.error());
    auto question = read_creator_question(asked, 1000);
    if (!question) co_return bad_request(question.error());
    auto const after = asked.parameter("after").value_or("");
    if (!after.empty() && (question->by != creator_question::order::name || question->descending))
        co_return bad_request({"query parameter after", "goes with the order by name alone: use page"});
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    creator_reader reader{from.db};
    auto const found = co_await reader.on(list->key, *day, asked.who());
    auto const shown = found.value_or(list_creators{});
    if (wants_csv(asked)) {
        question->page = 1;
        question->per_page = std::max<std::int64_t>(static_cast<std::int64_t>(shown.creators.size()), 1);
        co_return csv(as_csv(shown.day, page_of(shown.creators, *question).creators));
    }
    co_return json(as_json(*list, shown, found ? std::optional{found->day} : *day, *question, after));
}

}  // namespace

std::vector<route> creator_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/lists/{}/creators", from, creators);
    return routes;
}

}  // namespace lacuna::api
