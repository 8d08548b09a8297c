#include "daemon/verdict/scope.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono;

namespace {

constexpr utc_day first{2025y / May / 20};
constexpr utc_day end{2026y / September / 10};
scope_evidence const canadian{.region = "CA"};
scope_evidence const german{.region = "DE"};

scope_rule rule_of(std::string slug, std::vector<std::string> regions) {
    return {.slug = std::move(slug),
            .values = std::move(regions),
            .words = "Nothing of there.",
            .source = "the codebook",
            .valid_from = first,
            .valid_to = end};
}

std::string wrong_place(scope_rule const& rule) {
    auto const wrong = wrong_with(rule);
    return wrong ? wrong->where : "";
}

}  // namespace

TEST_CASE("a rule holds from its first day on and no longer on its end day", "[verdict]") {
    std::vector const rules{rule_of("canada", {"CA"})};

    CHECK(scope_of(canadian, rules, first - days{1}).is == scope_state::in);
    CHECK(scope_of(canadian, rules, first).is == scope_state::excluded);
    CHECK(scope_of(canadian, rules, end - days{1}).is == scope_state::excluded);
    CHECK(scope_of(canadian, rules, end).is == scope_state::in);
}

TEST_CASE("a rule without bounds has held on every day", "[verdict]") {
    auto rule = rule_of("canada", {"CA"});
    rule.valid_from.reset();
    rule.valid_to.reset();

    CHECK(scope_of(canadian, {rule}, utc_day{2014y / January / 1}).is == scope_state::excluded);
    CHECK(scope_of(canadian, {rule}, utc_day{2099y / December / 31}).is == scope_state::excluded);
}

TEST_CASE("of the rules that exclude an item the first in force is named", "[verdict]") {
    std::vector rules{rule_of("canada", {"CA"}), rule_of("north-america", {"US", "CA", "MX"})};

    CHECK(scope_of(canadian, rules, first).rule == &rules[0]);
    CHECK(scope_of({.region = "MX"}, rules, first).rule == &rules[1]);
    rules[0].valid_to = first + days{1};
    CHECK(scope_of(canadian, rules, first).rule == &rules[0]);
    CHECK(scope_of(canadian, rules, first + days{1}).rule == &rules[1]);
    CHECK(scope_of(german, rules, first).rule == nullptr);
}

TEST_CASE("without a region of a country the scope is not known, whatever the rules", "[verdict]") {
    std::vector const rules{rule_of("canada", {"CA"})};

    CHECK(scope_of({}, rules, first).is == scope_state::not_known);
    CHECK(scope_of({.region = "XX"}, rules, first).is == scope_state::not_known);
    CHECK(scope_of({}, {}, first).is == scope_state::not_known);
    CHECK(scope_of(german, {}, first).is == scope_state::in);
}

TEST_CASE("a rule that cannot be decided excludes nothing", "[verdict]") {
    for (auto const needs : {scope_evidence_kind::creator_age, scope_evidence_kind::visibility}) {
        auto rule = rule_of("undecidable", {"CA"});
        rule.needs = needs;
        CHECK(scope_of(canadian, {rule}, first).is == scope_state::in);
        CHECK(scope_of({}, {rule}, first).is == scope_state::not_known);
    }
}

TEST_CASE("a rule that was taken back, or is another platform's, excludes nothing", "[verdict]") {
    auto archived = rule_of("mistake", {"CA"});
    archived.archived = true;
    auto elsewhere = rule_of("elsewhere", {"CA"});
    elsewhere.platform = "youtube";

    CHECK(scope_of(canadian, {archived, elsewhere}, first).is == scope_state::in);
}

TEST_CASE("a rule needs words, a source, fitting values and days in order", "[verdict]") {
    auto const good = rule_of("canada", {"CA"});
    CHECK(wrong_place(good).empty());

    auto bad = good;
    bad.words.clear();
    CHECK(wrong_place(bad) == "words");
    bad = good;
    bad.source.clear();
    CHECK(wrong_place(bad) == "source");
    bad = good;
    bad.valid_to = bad.valid_from;
    CHECK(wrong_place(bad) == "valid_to");
    bad.valid_from.reset();
    CHECK(wrong_place(bad).empty());
    bad = good;
    bad.platform = "youtube";
    CHECK(wrong_place(bad) == "platform");
    bad = good;
    bad.values.clear();
    CHECK(wrong_place(bad) == "values");
    for (auto const* region : {"ca", "CAN", "", "C1", "XX"}) {
        CHECK(wrong_place(rule_of("bad", {"CA", region})) == "values[1]");
    }
    bad = good;
    bad.needs = scope_evidence_kind::creator_age;
    CHECK(wrong_place(bad) == "values");
    bad.values.clear();
    CHECK(wrong_place(bad).empty());
}

TEST_CASE("each kind of evidence reads back from its name", "[verdict]") {
    for (auto const kind : scope_evidence_kinds()) CHECK(read_scope_evidence_kind(to_string(kind)) == kind);
    CHECK_FALSE(read_scope_evidence_kind("shoe_size"));
}
