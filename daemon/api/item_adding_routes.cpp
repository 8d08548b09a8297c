#include "daemon/api/items_body.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/rate_limit.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/watchlist/item_csv.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

constexpr std::size_t most_items = 100'000;
constexpr std::size_t most_bytes = 8 * 1024 * 1024;
constexpr std::size_t most_checked = 1'000;
constexpr std::size_t most_checked_bytes = 64 * 1024;

/// What a call says of each item, and the sums.
struct outcome {
    std::vector<std::string_view> results{};  ///< "added", "known", "rejected", "new".
    std::vector<bool> plannable{};
};

std::string as_json(std::string_view list, std::vector<wanted_item> const& wanted, distinct_items const& each,
                    outcome const& came, std::string_view word_for_new) {
    std::int64_t fresh = 0, known = 0, rejected = 0, unplannable = 0;
    json_writer out;
    out.begin_object();
    if (!list.empty()) out.member("list", list);
    out.key("items").begin_array();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const& one = wanted[i];
        out.begin_object().member("item", one.text);
        if (!each.at[i]) {
            ++rejected;
            out.member("result", "rejected")
                .member("where", one.place)
                .member("reason", one.item.error().wrong);
        } else {
            auto const at = *each.at[i];
            bool const is_new = came.results[at] == word_for_new && !each.repeated[i];
            is_new ? ++fresh : ++known;
            out.key("id").id(each.items[at].platform_id);
            out.member("result", is_new ? word_for_new : std::string_view{"known"});
            if (each.repeated[i]) out.member("note", "duplicate in this call");
            out.member("plannable", bool{came.plannable[at]});
            if (!came.plannable[at]) {
                ++unplannable;
                out.member("reason",
                           "its id gives no creation time from 2014 until now; without created_at it cannot "
                           "be asked for by id");
            }
        }
        out.end_object();
    }
    out.end_array();
    out.member(word_for_new, fresh).member("known", known).member("rejected", rejected);
    out.member("unplannable", unplannable).end_object();
    return out.take();
}

/// The list's slug and the items of a body, in either of its two forms.
struct adding {
    std::string slug{};
    std::vector<wanted_item> wanted{};
};

checked<adding> read_adding(request const& asked) {
    adding found;
    if (asked.header("content-type").starts_with("text/csv")) {
        auto const slug = asked.parameter("list");
        if (!slug) return bad_input{"query parameter list", "must name the list that a CSV body is for"};
        auto lines = read_item_csv(asked.body, most_items);
        if (!lines) return lines.error();
        found.slug = *slug;
        for (auto& line : *lines) {
            found.wanted.push_back(
                {"line " + std::to_string(line.line), std::move(line.text), std::move(line.item)});
        }
        return found;
    }
    auto body = read_items_body(asked.body, most_items);
    if (!body) return body.error();
    if (!body->list) return bad_input{"list", "must be there: the slug of a list"};
    found.slug = *body->list;
    found.wanted = understand(body->items);
    return found;
}

asio::awaitable<response> add_items(rest_sources const& from, request asked) {
    auto const wish = read_adding(asked);
    if (!wish) co_return bad_request(wish.error());
    std::string{}.swap(asked.body);
    auto const list = co_await from.lists.find(wish->slug, asked.who());
    if (!list) co_return not_found("there is no list with this slug; make it with POST /api/v1/lists");
    if (list->imported || list->archived) {
        co_return problem(409, "Nothing can be added to this list",
                          list->imported ? "it is somebody else's series" : "it is archived");
    }
    auto const each = distinct(wish->wanted);
    auto const added_by = asked.key->name;
    auto adding_all = from.lists.add_items(list->key, each.items, added_by, from.time.now());
    auto const results = co_await std::move(adding_all);

    outcome came;
    for (auto const& one : results) {
        came.results.emplace_back(one.is == added::added ? "added" : "known");
        came.plannable.push_back(one.plannable);
    }
    co_return json(as_json(list->slug, wish->wanted, each, came, "added"));
}

asio::awaitable<response> check_items(rest_sources const& from, rate_limit& limit, request asked) {
    auto const now = from.time.now();
    if (!limit.take(asked.client, now)) {
        auto answer = problem(429, "Too many checks", "10 a minute are taken from one address");
        answer.headers.emplace_back("Retry-After", "60");
        co_return answer;
    }
    auto const body = read_items_body(asked.body, most_checked);
    if (!body) co_return bad_request(body.error());
    auto const wanted = understand(body->items);
    auto const each = distinct(wanted);
    std::vector<std::int64_t> ids;
    for (auto const& item : each.items) ids.push_back(item.platform_id);
    // Public lists only, whoever asks: an answer that any caller could get.
    auto const known = co_await from.lists.known(ids, audience::everyone);

    outcome came;
    forecast_basis basis;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const created = creation_from_id(ids[i], now);
        came.results.emplace_back(known[i] ? "known" : "new");
        came.plannable.push_back(known[i] || created.has_value());
        if (known[i]) continue;
        if (created) basis.dated.push_back({.key = {}, .platform_id = ids[i], .created_at = *created});
        if (!created) ++basis.undated;
    }
    if (from.set_budget) from.set_budget(basis);
    auto const cost = forecast_day(basis);
    auto text = as_json("", wanted, each, came, "new");
    json_writer out;
    out.begin_object().member("first_pass_calls", cost.first_pass_calls);
    out.member("confirmation_calls", cost.confirmation_calls)
        .member("presence_hours", cost.presence_hours)
        .end_object();
    text.pop_back();
    co_return json(text + ",\"cost_a_day\":" + out.take() + "}");
}

}  // namespace

std::vector<route> item_adding_routes(rest_sources const& from) {
    auto const limit = std::make_shared<rate_limit>(10, std::chrono::minutes{1});
    std::vector<route> routes;
    routes.push_back({.verb = method::post,
                      .path = "/api/v1/items",
                      .handle = with(from, add_items),
                      .scope = "write",
                      .largest_body = most_bytes,
                      .accepts = {"application/json", "text/csv"}});
    routes.push_back(
        {.verb = method::post,
         .path = "/api/v1/items/check",
         .handle = [&from, limit](request asked) { return check_items(from, *limit, std::move(asked)); },
         .largest_body = most_checked_bytes});
    return routes;
}

}  // namespace lacuna::api
