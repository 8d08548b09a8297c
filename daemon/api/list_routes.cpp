#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_fields.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/platform_id.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

void put(json_writer& out, watchlist const& list) {
    out.begin_object();
    out.member("slug", list.slug).member("title", list.title).member("question", list.question);
    out.member("selection", to_string(list.how))
        .member("public", list.is_public)
        .member("imported", list.imported);
    out.member("origin", list.origin).member("created_at", to_rfc3339(list.created_at));
    out.member("archived", list.archived).member("items", list.items);
    out.end_object();
}

std::string as_csv(std::vector<watchlist> const& lists) {
    csv_writer out{{"slug", "title", "question", "selection", "public", "imported", "origin", "created_at",
                    "archived", "items"}};
    for (auto const& list : lists) {
        out.put(list.slug).put(list.title).put(list.question).put(to_string(list.how)).put(list.is_public);
        out.put(list.imported)
            .put(list.origin)
            .put(to_rfc3339(list.created_at))
            .put(list.archived)
            .put(list.items)
            .end_row();
    }
    return out.take();
}

asio::awaitable<response> all_lists(rest_sources const& from, request asked) {
    auto const lists = co_await from.lists.all(asked.who());
    if (wants_csv(asked)) co_return csv(as_csv(lists));
    json_writer out;
    out.begin_object().key("lists").begin_array();
    for (auto const& list : lists) put(out, list);
    out.end_array().end_object();
    co_return json(out.take());
}

asio::awaitable<response> one_list(rest_sources const& from, request asked) {
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    json_writer out;
    put(out, *list);
    co_return json(out.take());
}

constexpr auto selections = "must be random, census, convenience or chosen_for_being_missing";

std::optional<selection> selection_in(json_fields& fields) {
    auto const word = fields.text("selection", 100);
    if (!word) return {};
    auto const how = read_selection(*word);
    if (!how) fields.refuse("selection", selections);
    return how;
}

std::optional<std::string> title_in(json_fields& fields) {
    auto title = fields.text("title", 200);
    if (title && title->empty()) fields.refuse("title", "must not be empty");
    return title;
}

asio::awaitable<response> make_list(rest_sources const& from, request asked) {
    auto read = json_fields::read(asked.body);
    if (!read) co_return bad_request(read.error());
    auto& fields = *read;
    new_list wanted;
    auto const slug = read_slug(fields.text("slug", 200).value_or(""));
    if (!slug) fields.refuse("slug", slug.error().wrong);
    wanted.slug = slug.has_value() ? *slug : "";
    wanted.title = title_in(fields).value_or(wanted.slug);
    wanted.question = fields.text("question", 2000).value_or("");
    auto const how = selection_in(fields);
    if (!how) fields.refuse("selection", selections);  // Nobody else knows how the items were chosen.
    wanted.how = how.value_or(selection::convenience);
    wanted.is_public = fields.boolean("public").value_or(true);
    if (auto const wrong = fields.wrong()) co_return bad_request(*wrong);

    auto const made = co_await from.lists.create(wanted);
    if (!made) co_return problem(409, "The slug is taken", "choose another slug than " + wanted.slug);
    json_writer out;
    put(out, *made);
    auto answer = json(out.take(), 201);
    answer.headers.emplace_back("Location", "/api/v1/lists/" + wanted.slug);
    co_return answer;
}

asio::awaitable<response> change_list(rest_sources const& from, request asked) {
    auto read = json_fields::read(asked.body);
    if (!read) co_return bad_request(read.error());
    auto& fields = *read;
    list_change wanted;
    wanted.title = title_in(fields);
    wanted.question = fields.text("question", 2000);
    wanted.how = selection_in(fields);
    wanted.is_public = fields.boolean("public");
    wanted.archived = fields.boolean("archived");
    if (auto const wrong = fields.wrong()) co_return bad_request(*wrong);

    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list) co_return not_found("there is no such list");
    bool const changed = co_await from.lists.change(list->key, wanted);
    if (!changed) co_return not_found("there is no such list");
    // Whoever made it private without the scope read could not see it any more; the answer says what was done
    // all the same.
    auto const now = co_await from.lists.find(list->slug, audience::key_holder);
    json_writer out;
    put(out, now ? *now : *list);
    co_return json(out.take());
}

asio::awaitable<response> remove_item(rest_sources const& from, request asked) {
    auto const id = read_platform_id(asked.names.at(1), asked.names.at(2));
    auto const list = co_await from.lists.find(asked.names.at(0), asked.who());
    if (!list || !id) co_return not_found("there is no such item on such a list");
    bool const removed = co_await from.lists.remove_item(list->key, *id, from.time.now());
    if (!removed) co_return not_found("there is no such item on such a list");
    co_return response{.status = 204};
}

}  // namespace

std::vector<route> list_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/lists", from, all_lists);
    routes.push_back(
        {.verb = method::post, .path = "/api/v1/lists", .handle = with(from, make_list), .scope = "write"});
    routes.push_back({.path = "/api/v1/lists/{}", .handle = with(from, one_list)});
    routes.push_back({.verb = method::patch,
                      .path = "/api/v1/lists/{}",
                      .handle = with(from, change_list),
                      .scope = "write"});
    routes.push_back({.verb = method::del,
                      .path = "/api/v1/lists/{}/items/{}/{}",
                      .handle = with(from, remove_item),
                      .scope = "write"});
    return routes;
}

}  // namespace lacuna::api
