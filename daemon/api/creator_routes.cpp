#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/creator_reader.hpp"

#include <algorithm>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

std::string as_csv(list_creators const& found) {
    csv_writer out{{"day", "creator", "counting", "returned", "none"}};
    for (auto const& one : found.creators) {
        out.put(to_string(found.day)).put(one.creator).put(one.counting).put(one.returned);
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

/// Creators whose names come after `after`, at most `most`.
void put_page(json_writer& out, list_creators const& found, std::string const& after, std::int64_t most) {
    auto at = std::upper_bound(found.creators.begin(), found.creators.end(), after,
                               [](std::string const& name, auto const& one) { return name < one.creator; });
    out.key("creators").begin_array();
    std::optional<std::string> next;
    for (std::int64_t n = 0; at != found.creators.end(); ++at, ++n) {
        if (n == most) {
            next = std::prev(at)->creator;
            break;
        }
        out.begin_object().member("creator", at->creator).member("counting", at->counting);
        out.member("returned", at->returned).member("none", has_none(*at)).end_object();
    }
    out.end_array().member("next", next);
}

/// GET /api/v1/lists/{slug}/creators(.csv)?day=&per_page=&after=: by default the newest day that has counts.
/// 404 if there is no such list; a day without verdicts has no creators.
asio::awaitable<response> creators(rest_sources const& from, request asked) {
    std::optional<utc_day> day;
    if (asked.parameter("day")) {
        auto const given = day_in(asked, "day", {});
        if (!given) co_return bad_request(given.error());
        day = *given;
    }
    auto const per_page = number_in(asked, "per_page", 1, 1000, 1000);
    if (!per_page) co_return bad_request(per_page.error());
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    creator_reader reader{from.db};
    auto const found = co_await reader.on(list->key, day, asked.who());
    if (wants_csv(asked)) co_return csv(as_csv(found.value_or(list_creators{})));

    json_writer out;
    out.begin_object().member("list", list->slug);
    auto const shown_day = found ? std::optional{found->day} : day;
    out.member("day", shown_day ? std::optional{to_string(*shown_day)} : std::nullopt);
    out.member("void", found && found->api_void);
    auto const shown = found.value_or(list_creators{});
    put_distribution(out, shown);
    put_page(out, shown, asked.parameter("after").value_or(""), *per_page);
    out.end_object();
    co_return json(out.take());
}

}  // namespace

std::vector<route> creator_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/lists/{}/creators", from, creators);
    return routes;
}

}  // namespace lacuna::api
