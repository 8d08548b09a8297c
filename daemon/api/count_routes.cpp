#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/platform_id.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/count_reader.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::days usual_days{90};
/// Each day's counts lie in another call.
constexpr std::chrono::days most_days{400};

std::string as_csv(std::int64_t id, std::vector<told_day> const& days) {
    csv_writer out{
        {"day", "platform", "video_id", "count", "api", "public", "ratio", "api_fell_by", "public_fell_by"}};
    for (auto const& day : days) {
        for (std::size_t which = 0; which < day.counts.size(); ++which) {
            auto const& said = day.counts[which];
            out.put(to_string(day.day)).put("tiktok").put(std::to_string(id)).put(count_words[which]);
            out.put(said.api).put(said.seen).put(said.ratio).put(said.api_fell_by).put(said.seen_fell_by);
            out.end_row();
        }
    }
    return out.take();
}

void put(json_writer& out, told_day const& day) {
    out.begin_object().member("day", to_string(day.day));
    for (std::size_t which = 0; which < day.counts.size(); ++which) {
        auto const& said = day.counts[which];
        out.key(count_words[which]).begin_object().member("api", said.api).member("public", said.seen);
        out.member("ratio", said.ratio).member("api_fell_by", said.api_fell_by);
        out.member("public_fell_by", said.seen_fell_by).end_object();
    }
    out.end_object();
}

/// GET /api/v1/items/{platform}/{id}/counts(.csv)?from=&to=: days on which an arm said a count, at most 400.
asio::awaitable<response> counts_of_item(rest_sources const& from, request asked) {
    auto const to = day_in(asked, "to", day_of(from.time.now()));
    if (!to) co_return bad_request(to.error());
    auto const since = day_in(asked, "from", *to - usual_days);
    if (!since) co_return bad_request(since.error());
    if (*to - *since >= most_days) {
        bad_input const wrong{"query parameter from", "must be less than 400 days before `to`"};
        co_return bad_request(wrong);
    }
    auto const id = read_platform_id(asked.names.at(0), asked.names.at(1));
    if (!id) co_return not_found("there is no such item");
    auto const item = co_await from.items.find(*id, asked.who());
    if (!item) co_return not_found("there is no such item");
    count_reader reader{from.db};
    auto const days = told_days(co_await reader.of_item(item->key, *since, *to, asked.who()), *since);
    if (wants_csv(asked)) co_return csv(as_csv(*id, days));

    json_writer out;
    out.begin_object().member("platform", "tiktok").key("id").id(*id);
    out.member("compared_with_days", days_compared.count()).key("days").begin_array();
    for (auto const& day : days) put(out, day);
    out.end_array().end_object();
    co_return json(out.take());
}

std::optional<double> share_of(field_day const& fields, std::string const& field) {
    if (fields.items == 0) return std::nullopt;
    return static_cast<double>(fields.with(field)) / static_cast<double>(fields.items);
}

std::string_view type_word(char letter) {
    switch (letter) {
        case 's': return "string";
        case 'n': return "number";
        case 'b': return "boolean";
        case 'a': return "array";
        case 'o': return "object";
        default: return "";
    }
}

std::string as_csv(list_counts const& found) {
    csv_writer out{{"day", "over", "field", "type", "items", "present", "share", "compared", "fell", "pairs",
                    "median_ratio", "near_one"}};
    auto const figures = figures_of(found.items);
    for (std::size_t which = 0; which < figures.size() && !found.items.empty(); ++which) {
        auto const& of = figures[which];
        out.put(to_string(found.day)).put("list").put(count_words[which]).put("number").put(of.items);
        out.put(of.present).put(of.share()).put(of.compared).put(of.fell).put(of.pairs);
        out.put(of.median_ratio).put(of.near).end_row();
    }
    for (auto const& [field, types] : found.fields.fields) {
        out.put(to_string(found.day)).put("all").put(field).put(type_word(found.fields.usual_type(field)));
        out.put(found.fields.items).put(found.fields.with(field)).put(share_of(found.fields, field));
        out.put("").put("").put("").put("").put("").end_row();
    }
    return out.take();
}

void put_counts(json_writer& out, list_counts const& found) {
    auto const figures = figures_of(found.items);
    out.key("counts").begin_object();
    for (std::size_t which = 0; which < figures.size(); ++which) {
        auto const& of = figures[which];
        out.key(count_words[which]).begin_object().member("present", of.present).member("share", of.share());
        out.member("compared", of.compared).member("fell", of.fell).member("pairs", of.pairs);
        out.member("near_one", of.near);
        out.member("median_ratio", of.median_ratio).end_object();
    }
    out.end_object();
}

void put_fields(json_writer& out, field_day const& fields) {
    out.key("fields").begin_object().member("items", fields.items).key("fields").begin_array();
    for (auto const& [field, types] : fields.fields) {
        out.begin_object().member("field", field).member("present", fields.with(field));
        out.member("share", share_of(fields, field));
        out.member("type", type_word(fields.usual_type(field))).end_object();
    }
    out.end_array().end_object();
}

void put_changes(json_writer& out, std::vector<field_change> const& changes) {
    out.key("changes").begin_array();
    for (auto const& change : changes) {
        out.begin_object().member("field", change.field).member("aspect", change.aspect);
        out.member("share_before", change.share_before).member("share", change.share);
        out.member("type_before", type_word(change.type_before)).member("type", type_word(change.type));
        out.end_object();
    }
    out.end_array();
}

/// GET /api/v1/lists/{slug}/metadata(.csv)?day=: by default the newest day that has verdicts.
asio::awaitable<response> metadata_of_list(rest_sources const& from, request asked) {
    std::optional<utc_day> day;
    if (asked.parameter("day")) {
        auto const given = day_in(asked, "day", {});
        if (!given) co_return bad_request(given.error());
        day = *given;
    }
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    count_reader reader{from.db};
    auto const told = co_await reader.of_list(list->key, day, asked.who());
    auto const found = told.value_or(list_counts{});
    if (wants_csv(asked)) co_return csv(as_csv(found));

    auto const shown_day = told ? std::optional{told->day} : day;
    json_writer out;
    out.begin_object().member("list", list->slug);
    out.member("day", shown_day ? std::optional{to_string(*shown_day)} : std::nullopt);
    out.member("void", found.api_void).member("erased", found.erased);
    out.member("compared_with_days", days_compared.count());
    out.member("items", static_cast<std::int64_t>(found.items.size()));
    put_counts(out, found);
    put_fields(out, found.fields);
    put_changes(out, found.changes);
    out.end_object();
    co_return json(out.take());
}

}  // namespace

std::vector<route> count_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/items/{}/{}/counts", from, counts_of_item);
    add_table(routes, "/api/v1/lists/{}/metadata", from, metadata_of_list);
    return routes;
}

}  // namespace lacuna::api
