#include "daemon/api/creator_query.hpp"
#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/stratum_reader.hpp"

#include <map>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

/// A list that was chosen for its outcome, or somebody else's series, has counts and never a rate.
bool may_be_rated(watchlist const& list) {
    return !list.imported && list.how != selection::chosen_for_being_missing;
}

/// The parts of one list or all lists, by name, on one day each.
struct part {
    std::string name{};
    list_day day{};
    bool rated = false;
};

std::string as_csv(std::string_view what, std::vector<part> const& parts) {
    std::vector<std::string_view> columns{what,   "day",      "void",     "completeness", "low",
                                          "high", "counting", "returned", "open",         "coverage"};
    for (auto const& word : verdict_words()) columns.push_back(word.name);
    csv_writer out{columns};
    for (auto const& [name, day, rated] : parts) {
        auto const& rate = day.rate;
        auto const share = [rated = rated](std::optional<double> const& value) {
            return rated ? value : std::nullopt;
        };
        out.put(name).put(to_string(day.day)).put(day.api_void);
        out.put(share(rate.completeness)).put(share(rate.low)).put(share(rate.high));
        out.put(rate.retrievable + rate.missing).put(rate.retrievable).put(rate.open).put(rate.coverage);
        for (auto const& word : verdict_words()) out.put(items_counted(day, word.kind));
        out.end_row();
    }
    return out.take();
}

void put(json_writer& out, std::string_view what, part const& one) {
    auto const& rate = one.day.rate;
    auto const share = [&one](std::optional<double> const& value) {
        return one.rated ? value : std::nullopt;
    };
    out.begin_object().member(what, one.name);
    out.member("day", to_string(one.day.day)).member("void", one.day.api_void);
    out.member("completeness", share(rate.completeness)).member("low", share(rate.low));
    out.member("high", share(rate.high)).member("counting", rate.retrievable + rate.missing);
    out.member("returned", rate.retrievable).member("open", rate.open).member("coverage", rate.coverage);
    out.key("verdicts").begin_object();
    for (auto const& word : verdict_words()) {
        if (auto const n = items_counted(one.day, word.kind); n > 0) out.member(word.name, n);
    }
    out.end_object().end_object();
}

/// GET /api/v1/lists/{slug}/strata(.csv)?day=: the parts of a list ("all", "scope:in", "region:DE",
/// "created:2025") on a day, by default the newest that has counts. 400, 404.
asio::awaitable<response> strata(rest_sources const& from, request asked) {
    auto const given = maybe_day_in(asked, "day");
    if (!given) co_return bad_request(given.error());
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    auto day = *given;
    if (!day) {
        auto const newest = co_await from.rates.newest(list->key, origin_of(*list), asked.who());
        if (newest) day = newest->day;
    }
    std::vector<part> parts;
    if (day) {
        stratum_reader reader{from.db};
        auto const found = co_await reader.on(*list, *day, asked.who());
        for (auto const& [name, what] : found) parts.push_back({name, what, may_be_rated(*list)});
    }
    if (wants_csv(asked)) co_return csv(as_csv("stratum", parts));
    json_writer out;
    out.begin_object().member("list", list->slug).member("rated", may_be_rated(*list));
    out.member("day", day ? std::optional{to_string(*day)} : std::nullopt);
    out.key("strata").begin_array();
    for (auto const& one : parts) put(out, "stratum", one);
    out.end_array().end_object();
    co_return json(out.take());
}

/// GET /api/v1/where-from(.csv): every list that is not archived, as on the page, on the newest of its days
/// that is not void. Never one rate of all.
asio::awaitable<response> where_from(rest_sources const& from, request asked) {
    std::vector<part> parts;
    stratum_reader reader{from.db};
    auto const lists = co_await from.lists.all(asked.who());
    for (auto const& list : lists) {
        if (list.archived) continue;
        auto const day = co_await reader.newest_sound(list, asked.who());
        if (!day) continue;
        auto const found = co_await from.rates.days(list.key, *day, *day, origin_of(list), asked.who());
        if (!found.empty()) parts.push_back({list.slug, found.front(), may_be_rated(list)});
    }
    if (wants_csv(asked)) co_return csv(as_csv("list", parts));
    json_writer out;
    out.begin_object().key("lists").begin_array();
    for (auto const& one : parts) put(out, "list", one);
    out.end_array().end_object();
    co_return json(out.take());
}

}  // namespace

std::vector<route> stratum_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/lists/{}/strata", from, strata);
    add_table(routes, "/api/v1/where-from", from, where_from);
    return routes;
}

}  // namespace lacuna::api
