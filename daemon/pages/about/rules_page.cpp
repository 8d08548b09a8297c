#include "daemon/pages/about/rules_page.hpp"

#include "daemon/pages/template.hpp"
#include "daemon/pages/words.hpp"

#include <algorithm>
#include <cctype>

namespace lacuna::pages {
namespace {

std::string_view in_words(scope_evidence_kind needs) {
    switch (needs) {
        case scope_evidence_kind::region:
            return "the region, from whoever added the video or from its public page, never from the audited "
                   "API";
        case scope_evidence_kind::creator_age: return "the creator’s age, which has no independent source";
        case scope_evidence_kind::visibility:
            return "who may see the video, which the presence arm finds out";
    }
    return {};
}

std::string validity(scope_rule const& rule) {
    auto const from =
        rule.valid_from ? "from " + to_words(*rule.valid_from) : std::string{"since when is not known"};
    if (!rule.valid_to) return from + ", still in force";
    return from + ", until before " + to_words(*rule.valid_to);
}

/// "creators-under-18" -> "Creators under 18".
std::string title_of(std::string slug) {
    std::ranges::replace(slug, '-', ' ');
    if (!slug.empty())
        slug.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(slug.front())));
    return slug;
}

fields rule_fields(scope_rule const& rule) {
    fields one;
    std::string values;
    for (auto const& value : rule.values) values += (values.empty() ? "" : ", ") + value;
    one.set("slug", rule.slug);
    one.set("title", title_of(rule.slug));
    one.set("words", rule.words);
    one.set("source", rule.source);
    one.set("values", values);
    one.set("has_values", !values.empty());
    one.set("validity", validity(rule));
    one.set("archived", rule.archived);
    return one;
}

fields shown(kept_scope_rule const& kept, utc_day today) {
    auto const& rule = kept.rule;
    auto one = rule_fields(rule);
    one.set("needs", std::string{in_words(rule.needs)});
    one.set("applied", is_decidable(rule.needs) && rule.in_force_on(today));
    one.set("over", is_decidable(rule.needs) && !rule.archived && !rule.in_force_on(today));
    one.set("never", !is_decidable(rule.needs));
    auto edits = list_of_fields();
    for (auto edit = kept.edits.rbegin(); edit != kept.edits.rend(); ++edit) {
        auto was = rule_fields(edit->was);
        was.set("when", moment(edit->edited_at));
        edits << was;
    }
    one.set("edits", edits);
    one.set("has_edits", !kept.edits.empty());
    return one;
}

}  // namespace

std::string render_rules(rules_view const& view) {
    fields page;
    auto rules = list_of_fields();
    for (auto const& kept : view.rules) rules << shown(kept, day_of(view.now.now));
    page.set("rules", rules);
    page_head const head{
        .title = "Documented scope",
        .description = "What the platform itself says that its API leaves out, with dates and sources.",
        .path = "/rules"};
    return lay_out(view.site, view.now, head, fill("rules", page));
}

}  // namespace lacuna::pages
