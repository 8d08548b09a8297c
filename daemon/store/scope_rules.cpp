#include "daemon/store/scope_rules.hpp"

#include "daemon/store/migrations.hpp"
#include "daemon/store/values.hpp"

#include <stdexcept>
#include <unordered_map>

namespace lacuna {
namespace {

#define LACUNA_SCOPE_RULE_COLUMNS                                                                        \
    "SELECT rule, slug, platform, needs, array_to_string(\"values\", ',') AS \"values\", words, source," \
    "       valid_from - date '1970-01-01' AS valid_from, valid_to - date '1970-01-01' AS valid_to,"     \
    "       archived_at IS NOT NULL AS archived, created_by,"                                            \
    "       (extract(epoch FROM created_at) * 1000)::bigint AS created_at FROM scope_rule "

constexpr statement select_rules{"select_scope_rules", LACUNA_SCOPE_RULE_COLUMNS "ORDER BY rule"};
constexpr statement lock_rule{"lock_scope_rule", LACUNA_SCOPE_RULE_COLUMNS "WHERE slug = $1 FOR UPDATE"};
constexpr statement insert_rule{"insert_scope_rule", R"(
    INSERT INTO scope_rule (slug, platform, needs, "values", words, source, valid_from, valid_to, created_at, created_by)
    VALUES ($1, $2, $3, $4::text[], $5, $6, date '1970-01-01' + $7::integer, date '1970-01-01' + $8::integer,
            to_timestamp($9 / 1000.0), $10) ON CONFLICT (slug) DO NOTHING)"};
constexpr statement update_rule{"update_scope_rule", R"(
    UPDATE scope_rule
       SET "values" = $2::text[], words = $3, source = $4, valid_from = date '1970-01-01' + $5::integer,
           valid_to = date '1970-01-01' + $6::integer,
           archived_at = CASE WHEN $7 THEN coalesce(archived_at, to_timestamp($8 / 1000.0)) END
     WHERE rule = $1)"};
// Texts are kept as they were; what never changes is not repeated.
constexpr statement insert_edit{"insert_scope_rule_edit", R"(
    INSERT INTO scope_rule_edit (rule, edited_at, edited_by, was)
    SELECT rule, to_timestamp($2 / 1000.0), $3,
           jsonb_build_object('values', "values", 'words', words, 'source', source, 'valid_from', valid_from,
                              'valid_to', valid_to, 'archived', archived_at IS NOT NULL)
      FROM scope_rule WHERE rule = $1)"};
constexpr statement select_edits{"select_scope_rule_edits", R"(
    SELECT r.slug, (extract(epoch FROM edited_at) * 1000)::bigint AS edited_at, edited_by, r.platform, r.needs,
           (SELECT string_agg(v, ',' ORDER BY place)
              FROM jsonb_array_elements_text(was -> 'values') WITH ORDINALITY AS old (v, place)) AS "values",
           was ->> 'words' AS words, was ->> 'source' AS source,
           (was ->> 'valid_from')::date - date '1970-01-01' AS valid_from,
           (was ->> 'valid_to')::date - date '1970-01-01' AS valid_to, (was ->> 'archived')::boolean AS archived
      FROM scope_rule_edit e JOIN scope_rule r USING (rule) ORDER BY edit)"};
// A list of what may be evidence, not of what may not: a source that nobody thought of is none.
#define LACUNA_REGION_IS_EVIDENCE "region IS NOT NULL AND region_source IN ('given', 'presence', 'page')"
constexpr statement select_regions{
    "select_item_regions", "SELECT item, platform, region FROM item WHERE " LACUNA_REGION_IS_EVIDENCE};
constexpr statement select_region{"select_item_region",
                                  "SELECT platform, CASE WHEN " LACUNA_REGION_IS_EVIDENCE
                                  " THEN region END AS region FROM item WHERE item = $1"};

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::optional<utc_day> read_optional_day(pqxx::field const& field) {
    if (field.is_null()) return std::nullopt;
    return read_day(field);
}

scope_rule read_rule(pqxx::row const& row) {
    auto const needs = read_scope_evidence_kind(row["needs"].c_str());
    if (!needs) throw std::runtime_error{std::string{"a scope rule needs "} + row["needs"].c_str()};
    return {.slug = read_text(row["slug"]),
            .platform = read_text(row["platform"]),
            .needs = *needs,
            .values = split(read_text(row["values"])),
            .words = read_text(row["words"]),
            .source = read_text(row["source"]),
            .valid_from = read_optional_day(row["valid_from"]),
            .valid_to = read_optional_day(row["valid_to"]),
            .archived = row["archived"].as<bool>()};
}

kept_scope_rule read_kept(pqxx::row const& row) {
    return {.rule = read_rule(row),
            .created_at = read_instant(row["created_at"]),
            .created_by = read_text(row["created_by"])};
}

std::vector<kept_scope_rule> read_all(pqxx::work& transaction) {
    std::vector<kept_scope_rule> rules;
    for (auto const& row : run(transaction, select_rules)) rules.push_back(read_kept(row));
    for (auto const& row : run(transaction, select_edits)) {
        for (auto& kept : rules) {
            if (kept.rule.slug != row["slug"].c_str()) continue;
            kept.edits.push_back({.edited_at = read_instant(row["edited_at"]),
                                  .edited_by = read_text(row["edited_by"]),
                                  .was = read_rule(row)});
        }
    }
    return rules;
}

std::optional<int> number_of(std::optional<utc_day> const& day) {
    return day ? std::optional{as_number(*day)} : std::nullopt;
}

scope_rule changed(scope_rule rule, scope_rule_change const& wanted) {
    if (wanted.values) rule.values = *wanted.values;
    if (wanted.words) rule.words = *wanted.words;
    if (wanted.source) rule.source = *wanted.source;
    if (wanted.valid_from) rule.valid_from = *wanted.valid_from;
    if (wanted.valid_to) rule.valid_to = *wanted.valid_to;
    if (wanted.archived) rule.archived = *wanted.archived;
    return rule;
}

std::optional<bad_input> change_here(pqxx::work& transaction, std::string const& slug,
                                     scope_rule_change const& wanted, std::string const& by, utc_time now) {
    auto const rows = run(transaction, lock_rule, slug);
    if (rows.empty()) return bad_input{"slug", "must be that of a rule"};
    auto const was = read_rule(rows[0]);
    auto const becomes = changed(was, wanted);
    if (becomes == was) return std::nullopt;
    if (auto wrong = wrong_with(becomes)) return wrong;
    auto const number = rows[0]["rule"].as<int>();
    run(transaction, insert_edit, number, as_number(now), by);
    run(transaction, update_rule, number, text_array(becomes.values), becomes.words, becomes.source,
        number_of(becomes.valid_from), number_of(becomes.valid_to), becomes.archived, as_number(now));
    raise_data_version(transaction);
    return std::nullopt;
}

}  // namespace

std::vector<scope_rule> select_scope_rules(pqxx::work& transaction) {
    std::vector<scope_rule> rules;
    for (auto const& row : run(transaction, select_rules)) rules.push_back(read_rule(row));
    return rules;
}

scope_evidence select_scope_evidence(pqxx::work& transaction, item_key item) {
    auto const rows = run(transaction, select_region, static_cast<int>(item));
    if (rows.empty()) return {};
    return {.platform = read_text(rows[0]["platform"]), .region = read_text(rows[0]["region"])};
}

void find_scopes(pqxx::work& transaction, utc_day day, std::vector<due_item>& items) {
    auto const rules = select_scope_rules(transaction);
    std::unordered_map<item_key, scope_state> scopes;
    for (auto const& row : run(transaction, select_regions)) {
        scope_evidence const known{.platform = read_text(row[1]), .region = read_text(row[2])};
        scopes.emplace(read_number<item_key>(row[0]), scope_of(known, rules, day).is);
    }
    for (auto& item : items) {
        if (auto const found = scopes.find(item.key); found != scopes.end()) item.scope = found->second;
    }
}

boost::asio::awaitable<std::vector<kept_scope_rule>> scope_rules::all() {
    auto read = [](pqxx::work& transaction) { return read_all(transaction); };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<std::optional<kept_scope_rule>> scope_rules::find(std::string slug) {
    auto read = [&slug](pqxx::work& transaction) -> std::optional<kept_scope_rule> {
        for (auto& kept : read_all(transaction)) {
            if (kept.rule.slug == slug) return std::move(kept);
        }
        return std::nullopt;
    };
    co_return co_await db_.transact(read);
}

boost::asio::awaitable<bool> scope_rules::create(scope_rule rule, std::string by, utc_time now) {
    auto insert = [&rule, &by, now](pqxx::work& transaction) {
        auto const done =
            run(transaction, insert_rule, rule.slug, rule.platform, std::string{to_string(rule.needs)},
                text_array(rule.values), rule.words, rule.source, number_of(rule.valid_from),
                number_of(rule.valid_to), as_number(now), by);
        raise_data_version(transaction);
        return done.affected_rows() == 1;
    };
    co_return co_await db_.transact(insert);
}

boost::asio::awaitable<std::optional<bad_input>> scope_rules::change(std::string slug,
                                                                     scope_rule_change wanted, std::string by,
                                                                     utc_time now) {
    auto update = [&slug, &wanted, &by, now](pqxx::work& transaction) {
        return change_here(transaction, slug, wanted, by, now);
    };
    co_return co_await db_.transact(update);
}

}  // namespace lacuna
