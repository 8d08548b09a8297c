#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/creator_history.hpp"
#include "daemon/store/stratum_reader.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::days usual_days{60};
constexpr std::chrono::days most_days{366};

void put_day(json_writer& out, list_day const& day) {
    out.member("day", to_string(day.day)).member("void", day.api_void);
    out.member("rule_version", std::int64_t{day.rule_version});
    out.member("counting", day.rate.retrievable + day.rate.missing).member("returned", day.rate.retrievable);
    out.key("verdicts").begin_object();
    for (auto const& word : verdict_words()) {
        if (auto const n = items_counted(day, word.kind); n > 0) out.member(word.name, n);
    }
    out.end_object();
}

void put_day(csv_writer& out, list_day const& day) {
    out.put(to_string(day.day)).put(day.api_void).put(std::int64_t{day.rule_version});
    out.put(day.rate.retrievable + day.rate.missing).put(day.rate.retrievable);
    for (auto const& word : verdict_words()) out.put(items_counted(day, word.kind));
}

std::vector<std::string_view> with_verdicts(std::vector<std::string_view> columns) {
    for (auto const& word : verdict_words()) columns.push_back(word.name);
    return columns;
}

std::string as_csv(std::vector<creator_on_list> const& lists) {
    csv_writer out{
        with_verdicts({"list", "imported", "items", "day", "void", "rule_version", "counting", "returned"})};
    for (auto const& one : lists) {
        out.put(one.slug).put(one.imported).put(one.items);
        if (one.newest) {
            put_day(out, *one.newest);
        } else {
            for (std::size_t column = 0; column < 5 + verdict_words().size(); ++column) out.put("");
        }
        out.end_row();
    }
    return out.take();
}

std::string as_csv(std::vector<list_day> const& days) {
    csv_writer out{with_verdicts({"day", "void", "rule_version", "counting", "returned"})};
    for (auto const& day : days) {
        put_day(out, day);
        out.end_row();
    }
    return out.take();
}

asio::awaitable<std::vector<creator_on_list>> lists_of(rest_sources const& from, request const& asked) {
    if (asked.names.at(0) != "tiktok") co_return std::vector<creator_on_list>{};
    creator_history reader{from.db};
    co_return co_await reader.lists(asked.names.at(1), asked.who());
}

/// GET /api/v1/creators/{platform}/{name}/lists(.csv): the lists that the creator is on, each with what the
/// items came to on its newest day. 404 if nobody of that name is on a list that the reader may see.
asio::awaitable<response> lists(rest_sources const& from, request asked) {
    auto const found = co_await lists_of(from, asked);
    if (found.empty()) co_return not_found("there is no such creator");
    if (wants_csv(asked)) co_return csv(as_csv(found));
    json_writer out;
    out.begin_object().member("platform", "tiktok").member("creator", asked.names.at(1));
    out.key("lists").begin_array();
    for (auto const& one : found) {
        out.begin_object().member("list", one.slug).member("title", one.title);
        out.member("imported", one.imported).member("items", one.items).key("newest");
        if (one.newest) {
            out.begin_object();
            put_day(out, *one.newest);
            out.end_object();
        } else {
            out.null();
        }
        out.end_object();
    }
    out.end_array().end_object();
    co_return json(out.take());
}

/// GET /api/v1/creators/{platform}/{name}/days(.csv)?from=&to=: over all lists that the reader may see, an
/// item counted once; at most 366 days. 400, 404.
asio::awaitable<response> days(rest_sources const& from, request asked) {
    auto const to = day_in(asked, "to", day_of(from.time.now()));
    if (!to) co_return bad_request(to.error());
    auto const since = day_in(asked, "from", *to - usual_days + std::chrono::days{1});
    if (!since) co_return bad_request(since.error());
    if (*to - *since >= most_days) {
        bad_input const wrong{"query parameter from", "must be less than 366 days before `to`"};
        co_return bad_request(wrong);
    }
    auto const known = co_await lists_of(from, asked);
    if (known.empty()) co_return not_found("there is no such creator");
    creator_history reader{from.db};
    auto const found = co_await reader.days(asked.names.at(1), *since, *to, asked.who());
    if (wants_csv(asked)) co_return csv(as_csv(found));
    json_writer out;
    out.begin_object().member("platform", "tiktok").member("creator", asked.names.at(1));
    out.key("days").begin_array();
    for (auto const& day : found) {
        out.begin_object();
        put_day(out, day);
        out.end_object();
    }
    out.end_array().end_object();
    co_return json(out.take());
}

}  // namespace

std::vector<route> creator_history_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/creators/{}/{}/lists", from, lists);
    add_table(routes, "/api/v1/creators/{}/{}/days", from, days);
    for (auto& one : routes) one.any_name = true;
    return routes;
}

}  // namespace lacuna::api
