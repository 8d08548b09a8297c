#include "daemon/api/csv_writer.hpp"
#include "daemon/api/json_fields.hpp"
#include "daemon/api/json_writer.hpp"
#include "daemon/api/reply.hpp"
#include "daemon/api/rest.hpp"
#include "daemon/store/scope_rules.hpp"

namespace lacuna::api {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_text = 2000;
constexpr std::size_t most_values = 300;

std::optional<std::string> words(std::optional<utc_day> const& day) {
    return day ? std::optional{to_string(*day)} : std::nullopt;
}

/// What a rule may become; the rest never changes.
void put_changeable(json_writer& out, scope_rule const& rule) {
    out.key("values").begin_array();
    for (auto const& value : rule.values) out.value(value);
    out.end_array();
    out.member("words", rule.words).member("source", rule.source);
    out.member("valid_from", words(rule.valid_from)).member("valid_to", words(rule.valid_to));
    out.member("archived", rule.archived);
}

/// Who made and changed it are names of keys, which only a key that may read private lists sees.
void put(json_writer& out, kept_scope_rule const& kept, audience who) {
    auto const named = [who](std::string const& name) {
        return who.sees_all() ? std::optional{name} : std::nullopt;
    };
    auto const& rule = kept.rule;
    out.begin_object().member("slug", rule.slug).member("platform", rule.platform);
    out.member("evidence", to_string(rule.needs))
        .member("applied", is_decidable(rule.needs) && !rule.archived);
    put_changeable(out, rule);
    out.member("created_at", to_rfc3339(kept.created_at)).member("created_by", named(kept.created_by));
    out.key("edits").begin_array();
    for (auto const& edit : kept.edits) {
        out.begin_object().member("edited_at", to_rfc3339(edit.edited_at));
        out.member("edited_by", named(edit.edited_by)).key("was").begin_object();
        put_changeable(out, edit.was);
        out.end_object().end_object();
    }
    out.end_array().end_object();
}

std::string as_csv(std::vector<kept_scope_rule> const& rules) {
    csv_writer out{{"slug", "platform", "evidence", "values", "applied", "valid_from", "valid_to", "archived",
                    "words", "source", "created_at", "edits"}};
    for (auto const& [rule, created_at, created_by, edits] : rules) {
        std::string values;
        for (auto const& value : rule.values) values += (values.empty() ? "" : " ") + value;
        out.put(rule.slug).put(rule.platform).put(to_string(rule.needs)).put(values);
        out.put(is_decidable(rule.needs) && !rule.archived).put(words(rule.valid_from));
        out.put(words(rule.valid_to)).put(rule.archived).put(rule.words).put(rule.source);
        out.put(to_rfc3339(created_at)).put(static_cast<std::int64_t>(edits.size())).end_row();
    }
    return out.take();
}

asio::awaitable<response> all_rules(rest_sources const& from, request asked) {
    scope_rules rules{from.db};
    auto const all = co_await rules.all();
    if (wants_csv(asked)) co_return csv(as_csv(all));
    json_writer out;
    out.begin_object().key("scope_rules").begin_array();
    for (auto const& kept : all) put(out, kept, asked.who());
    out.end_array().end_object();
    co_return json(out.take());
}

asio::awaitable<response> one_rule(rest_sources const& from, request asked) {
    scope_rules rules{from.db};
    auto const kept = co_await rules.find(asked.names.at(0));
    if (!kept) co_return not_found("there is no such rule");
    json_writer out;
    put(out, *kept, asked.who());
    co_return json(out.take());
}

/// A text, blanks around it taken away.
std::optional<std::string> text_in(json_fields& fields, std::string_view name) {
    auto given = fields.text(name, longest_text);
    if (!given) return given;
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = given->find_first_not_of(blanks);
    if (begin == std::string::npos) return std::string{};
    return given->substr(begin, given->find_last_not_of(blanks) - begin + 1);
}

/// A day, or null for none; nothing where the member is not there.
std::optional<std::optional<utc_day>> bound_in(json_fields& fields, std::string_view name) {
    if (fields.is_null(name)) return std::optional<utc_day>{};
    auto const given = fields.text(name, 100);
    if (!given) return std::nullopt;
    auto const day = read_day(*given);
    if (!day) fields.refuse(name, "must be a day like 2026-11-20, or null");
    return day;
}

/// The members that both a new rule and a change may have.
scope_rule_change change_in(json_fields& fields) {
    scope_rule_change wanted;
    wanted.values = fields.texts("values", most_values, 10);
    wanted.words = text_in(fields, "words");
    wanted.source = text_in(fields, "source");
    wanted.valid_from = bound_in(fields, "valid_from");
    wanted.valid_to = bound_in(fields, "valid_to");
    return wanted;
}

scope_rule rule_in(json_fields& fields) {
    scope_rule rule;
    auto const slug = read_slug(fields.text("slug", 200).value_or(""));
    if (!slug) fields.refuse("slug", slug.error().wrong);
    rule.slug = slug.has_value() ? *slug : "";
    rule.platform = fields.text("platform", 100).value_or("tiktok");
    auto const needs = read_scope_evidence_kind(fields.text("evidence", 100).value_or(""));
    if (!needs) fields.refuse("evidence", "must be region, creator_age or visibility");
    rule.needs = needs.value_or(scope_evidence_kind::region);
    auto wanted = change_in(fields);
    rule.values = std::move(wanted.values).value_or(std::vector<std::string>{});
    rule.words = std::move(wanted.words).value_or("");
    rule.source = std::move(wanted.source).value_or("");
    rule.valid_from = wanted.valid_from.value_or(std::nullopt);
    rule.valid_to = wanted.valid_to.value_or(std::nullopt);
    return rule;
}

asio::awaitable<response> make_rule(rest_sources const& from, request asked) {
    auto fields = json_fields::read(asked.body);
    if (!fields) co_return bad_request(fields.error());
    auto const rule = rule_in(*fields);
    if (auto const wrong = fields->wrong()) co_return bad_request(*wrong);
    if (auto const wrong = wrong_with(rule)) co_return bad_request(*wrong);

    scope_rules rules{from.db};
    auto const by = asked.key->name;
    bool const made = co_await rules.create(rule, by, from.time.now());
    if (!made) co_return problem(409, "The slug is taken", "choose another slug than " + rule.slug);
    auto const kept = co_await rules.find(rule.slug);
    if (!kept) co_return not_found("there is no such rule");
    json_writer out;
    put(out, *kept, asked.who());
    auto answer = json(out.take(), 201);
    answer.headers.emplace_back("Location", "/api/v1/scope-rules/" + rule.slug);
    co_return answer;
}

asio::awaitable<response> change_rule(rest_sources const& from, request asked) {
    auto fields = json_fields::read(asked.body);
    if (!fields) co_return bad_request(fields.error());
    auto wanted = change_in(*fields);
    wanted.archived = fields->boolean("archived");
    if (auto const wrong = fields->wrong()) co_return bad_request(*wrong);

    scope_rules rules{from.db};
    auto const slug = asked.names.at(0);
    auto const by = asked.key->name;
    auto const found = co_await rules.find(slug);
    if (!found) co_return not_found("there is no such rule");
    auto const wrong = co_await rules.change(slug, wanted, by, from.time.now());
    if (wrong) co_return bad_request(*wrong);
    auto const kept = co_await rules.find(slug);
    json_writer out;
    put(out, kept ? *kept : *found, asked.who());
    co_return json(out.take());
}

}  // namespace

std::vector<route> scope_rule_routes(rest_sources const& from) {
    std::vector<route> routes;
    add_table(routes, "/api/v1/scope-rules", from, all_rules);
    routes.push_back({.verb = method::post,
                      .path = "/api/v1/scope-rules",
                      .handle = with(from, make_rule),
                      .scope = "write"});
    routes.push_back({.path = "/api/v1/scope-rules/{}", .handle = with(from, one_rule)});
    routes.push_back({.verb = method::patch,
                      .path = "/api/v1/scope-rules/{}",
                      .handle = with(from, change_rule),
                      .scope = "write"});
    return routes;
}

}  // namespace lacuna::api
