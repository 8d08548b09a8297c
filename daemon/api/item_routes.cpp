#include "daemon/api/csv_stream.hpp"
#include "daemon/api/event_json.hpp"
#include "daemon/api/item_tables.hpp"
#include "daemon/api/json_fields.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/platform_id.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/events/changes.hpp"
#include "daemon/statistics/flicker.hpp"
#include "daemon/verdict/scope.hpp"

#include <algorithm>
#include <array>

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

constexpr std::int64_t events_of_item = 1000;

std::optional<std::string> words(auto const& value) {
    return value ? std::optional{std::string{to_string(*value)}} : std::nullopt;
}

std::optional<std::string> created_at(item_summary const& item) {
    return item.created ? std::optional{to_rfc3339(item.created->at)} : std::nullopt;
}

void put_members(json_writer& out, item_summary const& item) {
    out.member("platform", "tiktok").key("id").id(item.platform_id);
    out.member("username", item.username)
        .member("region", item.region)
        .member("created_at", created_at(item));
    out.key("created_at_source");
    item.created ? out.value(to_string(item.created->source)) : out.null();
    out.member("added_at", to_rfc3339(item.added_at))
        .member("archived", item.archived)
        .member("note", item.note);
    out.key("lists").begin_array();
    for (auto const& slug : item.lists) out.value(slug);
    out.end_array();
    out.member("day", words(item.day)).member("verdict", words(item.verdict));
    out.member("reason", words(item.reason)).member("grade", words(item.grade));
}

checked<item_question> question_of(request const& asked) {
    item_question question;
    auto const per_page = number_in(asked, "per_page", 1, 1000, 100);
    if (!per_page) return per_page.error();
    question.per_page = *per_page;
    question.creator = asked.parameter("creator").value_or("");
    if (question.creator.starts_with('@')) question.creator.erase(0, 1);
    question.text = asked.parameter("q").value_or("");
    if (auto const verdict = asked.parameter("verdict")) {
        question.verdict = read_verdict_kind(*verdict);
        if (!question.verdict) {
            std::string known;
            for (auto const& word : verdict_words())
                known += (known.empty() ? "" : ", ") + std::string{word.name};
            return bad_input{"query parameter verdict", "must be one of " + known};
        }
    }
    if (auto const cursor = asked.parameter("cursor")) {
        auto const after = read_cursor(*cursor);
        if (!after) return bad_input{"query parameter cursor", "must be the `next` of an earlier answer"};
        question.after = *after;
    }
    return question;
}

asio::awaitable<response> search_items(rest_sources const& from, request asked) {
    auto question = question_of(asked);
    if (!question) co_return bad_request(question.error());
    if (auto const slug = asked.parameter("list")) {
        auto const list = co_await from.lists.find(*slug, asked.who());
        if (!list) co_return not_found("there is no such list");
        question->list = list->key;
    }
    if (wants_whole_table(asked)) co_return stream_items(from.items, std::move(*question), asked.who());
    auto const page = co_await from.items.search(*question, asked.who());
    std::optional<std::string> next;
    if (page.more && !page.items.empty()) next = to_cursor(page.items.back().platform_id);
    if (wants_csv(asked)) {
        auto answer = csv(items_csv(page.items));
        if (next) answer.headers.emplace_back("Lacuna-Next-Cursor", *next);
        co_return answer;
    }
    json_writer out;
    out.begin_object().key("items").begin_array();
    for (auto const& item : page.items) {
        out.begin_object();
        put_members(out, item);
        out.end_object();
    }
    out.end_array().member("total", page.total).member("next", next).end_object();
    co_return json(out.take());
}

template <class Id>
std::optional<std::int64_t> number(std::optional<Id> const& id) {
    return id ? std::optional{static_cast<std::int64_t>(*id)} : std::nullopt;
}

/// In the order of tiktok::five_counts.
constexpr std::array<std::string_view, 5> count_names{"views", "likes", "comments", "shares", "favourites"};

void put(json_writer& out, day_verdict const& day) {
    auto const& row = day.row;
    out.begin_object().member("day", to_string(day.day)).member("verdict", to_string(row.judged.kind));
    out.member("reason", to_string(row.judged.reason)).member("grade", to_string(row.judged.grade));
    out.member("counts", row.judged.counts).member("rule_version", day.rule_version);
    out.member("decided_by", number(row.decided_by)).member("confirmed_by", number(row.confirmed_by));
    out.member("presence_before", number(row.presence_before))
        .member("presence_after", number(row.presence_after));
    out.member("scope", to_string(day.scope)).key("scope_rule");
    day.scope_rule.empty() ? out.null() : out.value(day.scope_rule);
    if (day.counts) {
        for (std::size_t i = 0; i < count_names.size(); ++i) out.member(count_names[i], (*day.counts)[i]);
    }
    out.end_object();
}

void put_changes(json_writer& out, std::vector<day_verdict> const& history) {
    std::vector<dated_verdict> dated;
    for (auto const& day : history) dated.push_back({.day = day.day, .kind = day.row.judged.kind});
    out.key("changes").begin_array();
    for (auto const& change : changes(dated)) {
        out.begin_object().member("day", to_string(change.day)).member("from", to_string(change.from));
        out.member("to", to_string(change.to)).end_object();
    }
    out.end_array();
}

void put_flicker(json_writer& out, std::vector<day_verdict> const& history) {
    std::vector<counting_day> days;
    for (auto const& day : history) {
        bool const returned = day.row.judged.kind == verdict_kind::retrievable;
        if (day.row.judged.counts) days.push_back({.day = day.day, .returned = returned});
    }
    auto const found = flicker_of(days);
    out.key("flicker").begin_object().member("pairs", found.pairs).member("changes", found.changes);
    out.member("rate", found.rate()).end_object();
}

asio::awaitable<response> one_item(rest_sources const& from, request asked) {
    auto const today = day_of(from.time.now());
    auto const to = day_in(asked, "to", today);
    if (!to) co_return bad_request(to.error());
    auto const since = day_in(asked, "from", *to - std::chrono::days{3660});
    if (!since) co_return bad_request(since.error());
    auto const id = read_platform_id(asked.names.at(0), asked.names.at(1));
    if (!id) co_return not_found("there is no such item");
    auto const item = co_await from.items.find(*id, asked.who());
    if (!item) co_return not_found("there is no such item");
    if (wants_csv(asked)) {
        // The newest verdict may be of a day that a clock ran ahead to.
        auto const last = std::min(*to, std::max(today, item->day.value_or(today)));
        co_return stream_history(from.items, *item, *since, last, asked.who());
    }

    auto const history = co_await from.items.history(item->key, *since, *to, asked.who());
    auto const metadata = co_await from.items.metadata(item->key, asked.who());
    event_reader reader{from.db};
    event_question question;
    question.item = item->key;
    question.limit = events_of_item;
    auto const events = co_await reader.search(question, asked.who());
    json_writer out;
    out.begin_object();
    put_members(out, *item);
    out.key("history").begin_array();
    for (auto const& day : history) put(out, day);
    out.end_array();
    put_changes(out, history);
    out.key("events").begin_array();
    for (auto const& shown : events) put_event(out, shown);
    out.end_array();
    put_flicker(out, history);
    out.key("metadata").begin_array();
    for (auto const& row : metadata) {
        out.begin_object()
            .member("valid_from", to_string(row.valid_from))
            .member("last_seen", to_string(row.last_seen));
        out.key("fields").raw(row.fields).end_object();
    }
    out.end_array().end_object();
    co_return json(out.take());
}

bool is_region(std::string const& text) {
    auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() == 2 && std::all_of(text.begin(), text.end(), upper);
}

asio::awaitable<response> change_item(rest_sources const& from, request asked) {
    auto read = json_fields::read(asked.body);
    if (!read) co_return bad_request(read.error());
    item_change wanted;
    if (auto note = read->text("note", 2000)) {
        wanted.note = std::move(*note);
        wanted.has_note = true;
    }
    if (auto region = read->text("region", 100)) {
        if (!region->empty() && !is_region(*region))
            read->refuse("region", "must be two capital letters like DE, or empty");
        wanted.region = std::move(*region);
        wanted.has_region = true;
    }
    wanted.archived = read->boolean("archived");
    if (auto const wrong = read->wrong()) co_return bad_request(*wrong);

    auto const id = read_platform_id(asked.names.at(0), asked.names.at(1));
    if (!id) co_return not_found("there is no such item");
    auto const item = co_await from.items.find(*id, asked.who());
    if (!item) co_return not_found("there is no such item");
    bool const changed = co_await from.items.change(item->key, wanted, from.time.now());
    auto const now = co_await from.items.find(*id, asked.who());
    if (!changed || !now) co_return not_found("there is no such item");
    json_writer out;
    out.begin_object();
    put_members(out, *now);
    out.end_object();
    co_return json(out.take());
}

asio::awaitable<response> archive_item(rest_sources const& from, request asked) {
    auto const id = read_platform_id(asked.names.at(0), asked.names.at(1));
    if (!id) co_return not_found("there is no such item");
    auto const item = co_await from.items.find(*id, asked.who());
    if (!item) co_return not_found("there is no such item");
    item_change wanted;
    wanted.archived = true;
    bool const changed = co_await from.items.change(item->key, wanted, from.time.now());
    if (!changed) co_return not_found("there is no such item");
    co_return response{.status = 204};
}

}  // namespace

std::vector<route> item_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/items", from, search_items);
    add_table(routes, "/api/v1/items/{}/{}", from, one_item);
    routes.push_back({.verb = method::patch,
                      .path = "/api/v1/items/{}/{}",
                      .handle = with(from, change_item),
                      .scope = "write"});
    routes.push_back({.verb = method::del,
                      .path = "/api/v1/items/{}/{}",
                      .handle = with(from, archive_item),
                      .scope = "write"});
    return routes;
}

}  // namespace lacuna::api
