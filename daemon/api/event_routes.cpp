#include "daemon/api/csv_stream.hpp"
#include "daemon/api/event_feed.hpp"
#include "daemon/api/event_json.hpp"
#include "daemon/api/event_words.hpp"
#include "daemon/api/platform_id.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

constexpr std::int64_t events_in_feed = 100;

checked<std::optional<utc_day>> maybe_day(request const& asked, std::string_view name) {
    if (!asked.parameter(name)) return std::optional<utc_day>{};
    auto const day = day_in(asked, name, {});
    if (!day) return day.error();
    return std::optional{*day};
}

std::string known_kinds() {
    std::string known;
    for (auto const& word : event_words()) known += (known.empty() ? "" : ", ") + std::string{word.name};
    return known;
}

/// All but `list` and `item`, which have to be looked up.
checked<event_question> question_of(request const& asked) {
    event_question question;
    auto const per_page = number_in(asked, "per_page", 1, 1000, 100);
    if (!per_page) return per_page.error();
    question.limit = *per_page + 1;
    if (auto const kind = asked.parameter("kind")) {
        auto const known = read_event_kind(*kind);
        if (!known) return bad_input{"query parameter kind", "must be one of " + known_kinds()};
        question.kinds = {*known};
    }
    question.creator = asked.parameter("creator").value_or("");
    if (question.creator.size() > 100)
        return bad_input{"query parameter creator", "must be at most 100 characters long"};
    if (auto const open = asked.parameter("open")) {
        if (*open != "true" && *open != "false")
            return bad_input{"query parameter open", "must be true or false"};
        question.open = *open == "true";
    }
    auto const from = maybe_day(asked, "from");
    if (!from) return from.error();
    auto const to = maybe_day(asked, "to");
    if (!to) return to.error();
    question.from = *from;
    question.to = *to;
    if (*from && *to && **from > **to) return bad_input{"query parameter from", "must not be after to"};
    if (auto const cursor = asked.parameter("cursor")) {
        auto const place = read_cursor(*cursor);
        if (!place) return bad_input{"query parameter cursor", "must be the `next` of an earlier answer"};
        question.before = *place;
    }
    return question;
}

std::vector<std::string_view> const columns{
    "event",     "kind",       "state",    "day",  "confirmed_on", "closed_on", "closed_why",
    "opened_at", "updated_at", "platform", "list", "video_id",     "creator",   "vantage",
    "field",     "aspect",     "imported", "run",  "rule_version", "details",   "words"};

void put_row(csv_writer& out, shown_event const& shown) {
    auto const& event = shown.event;
    auto const day = [](std::optional<utc_day> const& of) {
        return of ? std::optional{to_string(*of)} : std::nullopt;
    };
    out.put(shown.number).put(std::string{to_string(event.what.kind)}).put(std::string{state_of(event)});
    out.put(to_string(event.day)).put(day(event.confirmed_on)).put(day(event.closed_on)).put(event.why);
    out.put(to_rfc3339(shown.opened_at)).put(to_rfc3339(shown.updated_at)).put("tiktok").put(shown.list);
    out.put(shown.platform_id ? std::to_string(*shown.platform_id) : std::string{});
    out.put(event.what.creator).put(event.what.vantage).put(event.what.field).put(event.what.aspect);
    out.put(shown.imported()).put(shown.run).put(std::int64_t{shown.rule_version});
    out.put(event.details).put(title_words(shown)).end_row();
}

std::string as_csv(std::vector<shown_event> const& events) {
    csv_writer out{columns};
    for (auto const& shown : events) put_row(out, shown);
    return out.take();
}

struct events_place {
    database& db;
    event_question asked;
    audience who;
};

asio::awaitable<bool> next_events(std::shared_ptr<events_place> at, csv_writer& out) {
    event_reader reader{at->db};
    auto const events = co_await reader.search(at->asked, at->who);
    for (auto const& shown : events) put_row(out, shown);
    if (!events.empty()) at->asked.before = events.back().number;
    co_return std::cmp_equal(events.size(), at->asked.limit);
}

response stream_events(database& db, event_question asked, audience who) {
    asked.limit = 2000;
    auto const place = std::make_shared<events_place>(events_place{db, asked, who});
    return csv_stream(columns, [place](csv_writer& out) { return next_events(place, out); });
}

asio::awaitable<response> all_events(rest_sources const& from, request asked) {
    auto question = question_of(asked);
    if (!question) co_return bad_request(question.error());
    if (auto const slug = asked.parameter("list")) {
        auto const list = co_await from.lists.find(*slug, asked.who());
        if (!list) co_return not_found("there is no such list");
        question->list = list->key;
    }
    if (auto const text = asked.parameter("item")) {
        auto const id = read_platform_id("tiktok", *text);
        if (!id) co_return bad_request({"query parameter item", "must be a video's id in digits"});
        auto const item = co_await from.items.find(*id, asked.who());
        if (!item) co_return not_found("there is no such item");
        question->item = item->key;
    }
    if (wants_whole_table(asked)) co_return stream_events(from.db, *question, asked.who());
    event_reader reader{from.db};
    auto events = co_await reader.search(*question, asked.who());
    bool const more = static_cast<std::int64_t>(events.size()) == question->limit;
    if (more) events.pop_back();
    std::optional<std::string> next;
    if (more) next = to_cursor(events.back().number);
    if (wants_csv(asked)) {
        auto answer = csv(as_csv(events));
        if (next) answer.headers.emplace_back("Lacuna-Next-Cursor", *next);
        co_return answer;
    }
    json_writer out;
    out.begin_object().key("events").begin_array();
    for (auto const& shown : events) put_event(out, shown);
    out.end_array().member("next", next).end_object();
    co_return json(out.take());
}

/// The newest changes, of all lists or of one.
asio::awaitable<response> feed_of(rest_sources const& from, request asked, std::optional<watchlist> list) {
    event_reader reader{from.db};
    event_question question;
    if (list) question.list = list->key;
    question.limit = events_in_feed;
    question.by_update = true;
    auto const events = co_await reader.search(question, asked.who());
    auto const since = co_await reader.installed_at();
    feed_head head{.site = from.site, .path = asked.path, .installed_at = since};
    if (list) {
        head.list = list->slug;
        head.list_title = list->title;
    }
    co_return text(atom_feed(head, events), "application/atom+xml; charset=utf-8");
}

/// GET /events.atom
asio::awaitable<response> feed(rest_sources const& from, request asked) {
    auto feeding = feed_of(from, std::move(asked), std::nullopt);
    co_return co_await std::move(feeding);
}

/// GET /lists/{slug}/events.atom : 404.
asio::awaitable<response> list_feed(rest_sources const& from, request asked) {
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    auto feeding = feed_of(from, std::move(asked), *list);
    co_return co_await std::move(feeding);
}

}  // namespace

std::vector<route> event_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/events", from, all_events);
    routes.push_back({.path = "/events.atom", .handle = with(from, feed)});
    routes.push_back({.path = "/lists/{}/events.atom", .handle = with(from, list_feed)});
    return routes;
}

}  // namespace lacuna::api
