#include "daemon/api/item_tables.hpp"

#include "daemon/api/csv_stream.hpp"
#include "daemon/verdict/scope.hpp"

#include <algorithm>
#include <memory>

namespace lacuna::api {

namespace asio = boost::asio;
using std::chrono::days;

namespace {

/// No platform that is audited here is older: nobody is to send us through the centuries before, year by
/// year.
constexpr utc_day before_all{std::chrono::year{2014} / 1 / 1};

std::vector<std::string_view> const item_columns{"platform", "video_id", "username", "region",  "created_at",
                                                 "added_at", "archived", "day",      "verdict", "reason",
                                                 "grade",    "lists",    "note"};
std::vector<std::string_view> const day_columns{
    "day",          "platform",   "video_id",     "verdict",         "reason",         "grade", "counts",
    "rule_version", "decided_by", "confirmed_by", "presence_before", "presence_after", "views", "likes",
    "comments",     "shares",     "favourites",   "scope",           "scope_rule"};

std::optional<std::string> words(auto const& value) {
    return value ? std::optional{std::string{to_string(*value)}} : std::nullopt;
}

template <class Id>
std::optional<std::int64_t> number(std::optional<Id> const& id) {
    return id ? std::optional{static_cast<std::int64_t>(*id)} : std::nullopt;
}

void put_item(csv_writer& out, item_summary const& item) {
    std::string lists;
    for (auto const& slug : item.lists) lists += (lists.empty() ? "" : " ") + slug;
    auto const created = item.created ? std::optional{to_rfc3339(item.created->at)} : std::nullopt;
    out.put("tiktok").put(std::to_string(item.platform_id)).put(item.username).put(item.region).put(created);
    out.put(to_rfc3339(item.added_at)).put(item.archived).put(words(item.day)).put(words(item.verdict));
    out.put(words(item.reason)).put(words(item.grade)).put(lists).put(item.note).end_row();
}

void put_day(csv_writer& out, std::string const& id, day_verdict const& day) {
    auto const& row = day.row;
    auto const counts = day.counts.value_or(tiktok::five_counts{});
    out.put(to_string(day.day)).put("tiktok").put(id).put(to_string(row.judged.kind));
    out.put(to_string(row.judged.reason)).put(to_string(row.judged.grade)).put(row.judged.counts);
    out.put(std::int64_t{day.rule_version}).put(number(row.decided_by)).put(number(row.confirmed_by));
    out.put(number(row.presence_before)).put(number(row.presence_after));
    for (auto const& n : counts) out.put(n);
    out.put(to_string(day.scope)).put(day.scope_rule).end_row();
}

struct items_place {
    item_reader& from;
    item_question asked;
    audience who;
};

asio::awaitable<bool> next_items(std::shared_ptr<items_place> at, csv_writer& out) {
    auto const page = co_await at->from.search(at->asked, at->who);
    for (auto const& item : page.items) put_item(out, item);
    if (!page.items.empty()) at->asked.after = page.items.back().platform_id;
    co_return page.more;
}

struct days_place {
    item_reader& from;
    item_key item{};
    std::string id{};
    utc_day next{}, last{};
    audience who;
};

asio::awaitable<bool> next_days(std::shared_ptr<days_place> at, csv_writer& out) {
    auto const until = std::min(at->last, at->next + days{365});
    auto const history = co_await at->from.history(at->item, at->next, until, at->who);
    for (auto const& day : history) put_day(out, at->id, day);
    at->next = until + days{1};
    co_return at->next <= at->last;
}

}  // namespace

std::string items_csv(std::vector<item_summary> const& items) {
    csv_writer out{item_columns};
    for (auto const& item : items) put_item(out, item);
    return out.take();
}

response stream_items(item_reader& from, item_question asked, audience who) {
    asked.per_page = 1000;
    asked.with_total = false;
    auto const place = std::make_shared<items_place>(items_place{from, std::move(asked), who});
    return csv_stream(item_columns, [place](csv_writer& out) { return next_items(place, out); });
}

response stream_history(item_reader& from, item_summary const& item, utc_day since, utc_day to,
                        audience who) {
    auto const place = std::make_shared<days_place>(
        days_place{from, item.key, std::to_string(item.platform_id), std::max(since, before_all), to, who});
    return csv_stream(day_columns, [place](csv_writer& out) { return next_days(place, out); });
}

}  // namespace lacuna::api
