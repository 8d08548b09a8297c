#include "daemon/store/scope_rules.hpp"

#include "daemon/store/item_reader.hpp"
#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;
using std::chrono::days;

namespace {

constexpr utc_day end_of_canada{std::chrono::year{2026} / 9 / 10};

std::map<std::int64_t, scope_state> scopes(fresh_store& store, utc_day day) {
    std::map<std::int64_t, scope_state> found;
    for (auto const& item : store.get(store.audit->due_items(day))) found[item.platform_id] = item.scope;
    return found;
}

}  // namespace

TEST_CASE("a fresh database knows the documented exclusions, each with its source", "[store]") {
    fresh_store store;
    auto const rules = store.get(scope_rules{store.db}.all());

    REQUIRE(rules.size() == 3);
    CHECK(rules[0].rule.slug == "canada");
    CHECK(rules[0].rule.values == std::vector<std::string>{"CA"});
    CHECK_FALSE(rules[0].rule.valid_from);
    CHECK(rules[0].rule.valid_to == end_of_canada);
    CHECK(rules[1].rule.needs == scope_evidence_kind::creator_age);
    CHECK(rules[2].rule.needs == scope_evidence_kind::visibility);
    for (auto const& kept : rules) {
        CHECK_FALSE(wrong_with(kept.rule));
        CHECK(kept.edits.empty());
    }
}

TEST_CASE("due items carry the scope that held on the day asked for", "[store]") {
    fresh_store store;
    auto const list = store.make_list("mixed");
    std::vector<named_item> const items{{.platform_id = 7000000000000000001, .region = "CA"},
                                        {.platform_id = 7000000000000000002, .region = "DE"},
                                        {.platform_id = 7000000000000000003}};
    store.get(store.lists.add_items(list.key, items, "test", utc_time{day_at(0)}));

    auto const before = scopes(store, end_of_canada - days{1});
    auto const after = scopes(store, end_of_canada);

    CHECK(before.at(7000000000000000001) == scope_state::excluded);
    CHECK(before.at(7000000000000000002) == scope_state::in);
    CHECK(before.at(7000000000000000003) == scope_state::not_known);
    CHECK(after.at(7000000000000000001) == scope_state::in);
    CHECK(after.at(7000000000000000002) == scope_state::in);
}

TEST_CASE("a region whose source is the audited API, or nobody, is no evidence", "[store]") {
    fresh_store store;
    auto const list = store.make_list("mixed");
    std::vector<named_item> const items{{.platform_id = 7000000000000000001, .region = "CA"},
                                        {.platform_id = 7000000000000000002, .region = "CA"}};
    store.get(store.lists.add_items(list.key, items, "test", utc_time{day_at(0)}));
    store.ask("UPDATE item SET region_source = 'api' WHERE platform_id = 7000000000000000001 RETURNING 1");
    store.ask("UPDATE item SET region_source = NULL WHERE platform_id = 7000000000000000002 RETURNING 1");

    for (auto const& [id, scope] : scopes(store, day_at(0))) {
        CAPTURE(id);
        CHECK(scope == scope_state::not_known);
    }
}

TEST_CASE("a region that the audited API returns never becomes an item's", "[store]") {
    fresh_store store;
    auto const list = store.make_list("mixed");
    std::vector<named_item> const items{{.platform_id = 7000000000000000001},
                                        {.platform_id = 7000000000000000002, .region = "DE"}};
    store.get(store.lists.add_items(list.key, items, "test", utc_time{day_at(0)}));
    auto const first = store.key_of(7000000000000000001), second = store.key_of(7000000000000000002);
    auto const vantage = store.get(store.audit->vantage("tiktok.research", "main"));
    auto const run = store.get(store.audit->open_run(day_at(0), morning_of(day_at(0)), 1));
    auto const number = store.get(store.audit->charge(vantage, day_at(0), 1000));
    std::vector<seen_metadata> const seen{
        {.item = first, .canonical = R"({"region_code":"CA"})", .region = "CA"},
        {.item = second, .canonical = R"({"region_code":"CA"})", .region = "CA"}};
    store.get(store.audit->store_call(run.run, day_at(0),
                                      call_of(*number, vantage, {first, second}, {first, second}), seen));

    CHECK(store.ask("SELECT coalesce(region, 'none') FROM item ORDER BY platform_id") == "none;DE");
    CHECK(scopes(store, day_at(0)).at(7000000000000000001) == scope_state::not_known);
    CHECK(scopes(store, day_at(0)).at(7000000000000000002) == scope_state::in);
}

TEST_CASE("a changed rule keeps what it was, when and by whom", "[store]") {
    fresh_store store;
    scope_rules rules{store.db};
    auto const now = morning_of(day_at(0));
    scope_rule_change extended;
    extended.valid_to = std::optional<utc_day>{};
    extended.values = std::vector<std::string>{"CA", "RU"};

    CHECK_FALSE(store.get(rules.change("canada", extended, "ada", now)));
    CHECK_FALSE(store.get(rules.change("canada", extended, "ada", now + 1h)));  // Nothing to change.

    auto const kept = store.get(rules.find("canada"));
    REQUIRE(kept);
    CHECK_FALSE(kept->rule.valid_to);
    CHECK(kept->rule.values == std::vector<std::string>{"CA", "RU"});
    REQUIRE(kept->edits.size() == 1);
    CHECK(kept->edits[0].edited_by == "ada");
    CHECK(kept->edits[0].edited_at == now);
    CHECK(kept->edits[0].was.valid_to == end_of_canada);
    CHECK(kept->edits[0].was.values == std::vector<std::string>{"CA"});
}

TEST_CASE("a change that leaves a rule without meaning is refused and changes nothing", "[store]") {
    fresh_store store;
    scope_rules rules{store.db};
    scope_rule_change wanted;
    wanted.valid_from = std::optional{end_of_canada};

    auto const wrong = store.get(rules.change("canada", wanted, "ada", morning_of(day_at(0))));

    REQUIRE(wrong);
    CHECK(wrong->where == "valid_to");
    CHECK(store.get(rules.find("canada"))->edits.empty());
    CHECK(store.get(rules.change("mars", wanted, "ada", morning_of(day_at(0))))->where == "slug");
}

TEST_CASE("a rule that was taken back applies to no day, and can come back", "[store]") {
    fresh_store store;
    scope_rules rules{store.db};
    auto const list = store.make_list("mixed");
    std::vector<named_item> const items{{.platform_id = 7000000000000000001, .region = "CA"}};
    store.get(store.lists.add_items(list.key, items, "test", utc_time{day_at(0)}));
    scope_rule_change back, again;
    back.archived = true;
    again.archived = false;

    store.get(rules.change("canada", back, "ada", morning_of(day_at(0))));
    CHECK(scopes(store, day_at(0)).at(7000000000000000001) == scope_state::in);
    store.get(rules.change("canada", again, "ada", morning_of(day_at(1))));
    CHECK(scopes(store, day_at(0)).at(7000000000000000001) == scope_state::excluded);
    CHECK(store.get(rules.find("canada"))->edits.size() == 2);
}
