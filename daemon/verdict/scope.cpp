#include "daemon/verdict/scope.hpp"

#include <algorithm>

namespace lacuna {
namespace {

constexpr std::array kinds{scope_evidence_kind::region, scope_evidence_kind::creator_age,
                           scope_evidence_kind::visibility};

/// The code that TikTok itself writes where no country stands (PLATFORM-APIS 1.2: an ad had it).
constexpr std::string_view no_country{"XX"};

bool is_region_code(std::string const& text) {
    auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() == 2 && std::all_of(text.begin(), text.end(), upper) && text != no_country;
}

bool excludes(scope_rule const& rule, scope_evidence const& item) {
    return rule.platform == item.platform && is_decidable(rule.needs) &&
           std::find(rule.values.begin(), rule.values.end(), item.region) != rule.values.end();
}

}  // namespace

std::string_view to_string(scope_state scope) noexcept {
    switch (scope) {
        case scope_state::excluded: return "excluded";
        case scope_state::in: return "in";
        case scope_state::not_known: return "not_known";
    }
    return "unknown_scope";
}

std::array<scope_evidence_kind, 3> const& scope_evidence_kinds() noexcept { return kinds; }

std::string_view to_string(scope_evidence_kind kind) noexcept {
    switch (kind) {
        case scope_evidence_kind::region: return "region";
        case scope_evidence_kind::creator_age: return "creator_age";
        case scope_evidence_kind::visibility: return "visibility";
    }
    return "unknown_kind";
}

std::optional<scope_evidence_kind> read_scope_evidence_kind(std::string_view name) noexcept {
    for (auto const kind : kinds) {
        if (to_string(kind) == name) return kind;
    }
    return std::nullopt;
}

bool scope_rule::in_force_on(utc_day day) const noexcept {
    return !archived && (!valid_from || *valid_from <= day) && (!valid_to || day < *valid_to);
}

std::optional<bad_input> wrong_with(scope_rule const& rule) {
    if (rule.platform != "tiktok") return bad_input{"platform", "must be tiktok"};
    if (rule.words.empty()) return bad_input{"words", "must say what is excluded"};
    if (rule.source.empty()) return bad_input{"source", "must say where the exclusion is documented"};
    if (rule.needs != scope_evidence_kind::region && !rule.values.empty()) {
        return bad_input{"values",
                         "must be empty where the evidence is " + std::string{to_string(rule.needs)}};
    }
    if (rule.needs == scope_evidence_kind::region && rule.values.empty()) {
        return bad_input{"values", "must name at least one region, such as [\"CA\"]"};
    }
    for (std::size_t i = 0; i < rule.values.size(); ++i) {
        if (is_region_code(rule.values[i])) continue;
        return bad_input{"values[" + std::to_string(i) + "]",
                         "must be a region of two capital letters like CA, not XX, which is none"};
    }
    if (rule.valid_from && rule.valid_to && *rule.valid_from >= *rule.valid_to) {
        return bad_input{"valid_to",
                         "must be a day after valid_from: the first on which the rule no longer held"};
    }
    return std::nullopt;
}

scope_finding scope_of(scope_evidence const& item, std::vector<scope_rule> const& rules, utc_day day) {
    if (item.region.empty() || item.region == no_country) return {};
    for (auto const& rule : rules) {
        if (rule.in_force_on(day) && excludes(rule, item)) return {scope_state::excluded, &rule};
    }
    return {.is = scope_state::in};
}

}  // namespace lacuna
