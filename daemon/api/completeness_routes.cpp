#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/series_store.hpp"

#include <map>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

/// A list that was chosen for its outcome, or somebody else's series, has counts and never a rate.
bool has_rate(watchlist const& list) {
    return !list.imported && list.how != selection::chosen_for_being_missing;
}

std::int64_t count_of(list_day const& day, verdict_kind kind) {
    std::int64_t n = 0;
    for (bool const counts : {false, true}) {
        auto const found = day.counts.find({kind, counts});
        if (found != day.counts.end()) n += found->second;
    }
    return n;
}

void put_rate(json_writer& out, day_rate const& rate, bool rated) {
    auto const share = [&](std::optional<double> const& value) { return rated ? value : std::nullopt; };
    out.member("completeness", share(rate.completeness))
        .member("low", share(rate.low))
        .member("high", share(rate.high));
    out.member("range_low", share(rate.range_low)).member("range_high", share(rate.range_high));
    out.member("first_ask", share(rate.first_ask)).member("coverage", rate.coverage);
    out.member("retrievable", rate.retrievable).member("missing", rate.missing).member("open", rate.open);
    out.member("creators", rate.creators);
}

/// @param in_scope of the items whose scope is known; null where they are all or none.
void put(json_writer& out, list_day const& day, list_day const* in_scope, bool rated) {
    out.begin_object();
    out.member("day", to_string(day.day)).member("void", day.api_void);
    out.member("rule_version", day.rule_version);
    put_rate(out, day.rate, rated);
    out.key("scope_in");
    if (in_scope) {
        out.begin_object();
        put_rate(out, in_scope->rate, rated);
        out.end_object();
    } else {
        out.null();
    }
    out.key("verdicts").begin_object();
    for (auto const& word : verdict_words()) {
        if (auto const n = count_of(day, word.kind); n > 0) out.member(word.name, n);
    }
    out.end_object().end_object();
}

std::string as_csv(std::vector<list_day> const& days, bool rated) {
    std::vector<std::string_view> columns{"day",
                                          "void",
                                          "completeness",
                                          "low",
                                          "high",
                                          "range_low",
                                          "range_high",
                                          "first_ask",
                                          "coverage",
                                          "counting_retrievable",
                                          "counting_missing",
                                          "open",
                                          "creators"};
    for (auto const& word : verdict_words()) columns.push_back(word.name);
    columns.emplace_back("rule_version");
    csv_writer out{columns};
    auto const share = [&](std::optional<double> const& value) { return rated ? value : std::nullopt; };
    for (auto const& day : days) {
        auto const& rate = day.rate;
        out.put(to_string(day.day))
            .put(day.api_void)
            .put(share(rate.completeness))
            .put(share(rate.low))
            .put(share(rate.high));
        out.put(share(rate.range_low))
            .put(share(rate.range_high))
            .put(share(rate.first_ask))
            .put(rate.coverage);
        out.put(rate.retrievable).put(rate.missing).put(rate.open).put(rate.creators);
        for (auto const& word : verdict_words()) out.put(count_of(day, word.kind));
        out.put(std::int64_t{day.rule_version});
        out.end_row();
    }
    return out.take();
}

struct span_of_days {
    utc_day from{};
    utc_day to{};
};

/// `from` and `to`, both included; by default the year until today.
checked<span_of_days> days_in(request const& asked, utc_day today) {
    auto const to = day_in(asked, "to", today);
    if (!to) return to.error();
    auto const from = day_in(asked, "from", *to - std::chrono::days{365});
    if (!from) return from.error();
    if (*from > *to) return bad_input{"query parameter from", "must not be after to"};
    return span_of_days{*from, *to};
}

asio::awaitable<response> completeness(rest_sources const& from, request asked) {
    auto const span = days_in(asked, day_of(from.time.now()));
    if (!span) co_return bad_request(span.error());
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    std::string const stratum = asked.parameter("stratum").value_or("all");
    auto const days =
        co_await from.rates.days(list->key, span->from, span->to, origin_of(*list), asked.who(), stratum);
    if (wants_csv(asked)) co_return csv(as_csv(days, has_rate(*list)));
    std::map<utc_day, list_day> in_scope;
    if (stratum == "all") {
        std::string const known{"scope:in"};
        auto const found =
            co_await from.rates.days(list->key, span->from, span->to, origin_of(*list), asked.who(), known);
        for (auto const& day : found) in_scope.emplace(day.day, day);
    }

    json_writer out;
    out.begin_object();
    out.member("list", list->slug)
        .member("selection", to_string(list->how))
        .member("imported", list->imported);
    out.member("rated", has_rate(*list)).member("stratum", stratum);
    out.key("days").begin_array();
    for (auto const& day : days) {
        auto const known = in_scope.find(day.day);
        put(out, day, known == in_scope.end() ? nullptr : &known->second, has_rate(*list));
    }
    out.end_array().end_object();
    co_return json(out.take());
}

asio::awaitable<void> stream_verdicts(rest_sources const& from, watchlist list, span_of_days span,
                                      audience who, body_sink give) {
    co_await give(std::string{"day,platform,video_id,verdict,reason,rule_version\n"});
    auto exporting = export_verdicts(from.db, list.key, span.from, span.to, origin_of(list), who, give);
    co_await std::move(exporting);
}

asio::awaitable<response> verdicts(rest_sources const& from, request asked) {
    auto const span = days_in(asked, day_of(from.time.now()));
    if (!span) co_return bad_request(span.error());
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    auto answer = csv({});
    answer.body.reset();
    answer.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + list->slug + "-verdicts.csv\"");
    answer.stream = [&from, list = *list, span = *span, who = asked.who()](body_sink give) {
        return stream_verdicts(from, list, span, who, std::move(give));
    };
    co_return answer;
}

}  // namespace

std::vector<route> completeness_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/lists/{}/completeness", from, completeness);
    routes.push_back({.path = "/api/v1/lists/{}/verdicts.csv", .handle = with(from, verdicts)});
    return routes;
}

}  // namespace lacuna::api
