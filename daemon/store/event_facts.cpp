#include "daemon/store/event_facts.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/run_totals.hpp"
#include "daemon/store/values.hpp"

#include <unordered_set>

namespace lacuna {
namespace {

// The same items as those of day_count.
constexpr statement select_members{"select_event_members", R"(
    SELECT m.list, m.item, i.username, w.public
      FROM watchlist_item m JOIN watchlist w USING (list) JOIN item i USING (item)
     WHERE NOT w.imported
       AND m.added_at < date '1970-01-01' + $1::integer + 1
       AND (m.archived_at IS NULL OR m.archived_at >= date '1970-01-01' + $1::integer)
       AND (w.archived_at IS NULL OR w.archived_at >= date '1970-01-01' + $1::integer))"};
constexpr statement select_last{"select_last_run_of_day", R"(
    SELECT api_arm, presence_arm, void_reason, silent, mass_change, changed_items, vantages_disagree
      FROM run WHERE day = date '1970-01-01' + $1::integer AND ended_at IS NOT NULL ORDER BY run DESC LIMIT 1)"};
// A later run of the day sees the calls of the earlier ones again.
constexpr statement select_corruption{"select_corruption_of_day", R"(
    SELECT coalesce(max(calls_contradicted), 0) AS contradicted, coalesce(max(items_dropped), 0) AS dropped,
           coalesce(sum(calls), 0) AS calls, coalesce(sum(public_calls), 0) AS public_calls
      FROM run WHERE day = date '1970-01-01' + $1::integer AND ended_at IS NOT NULL)"};
constexpr statement select_public_contradicted{"select_public_contradicted_calls", R"(
    SELECT count(*) AS n FROM call c
     WHERE c.day = date '1970-01-01' + $1::integer AND c.unsound = 'c'
       AND EXISTS (SELECT FROM unnest(c.items) AS asked (item) JOIN publicly_audited USING (item)))"};
constexpr statement select_silent_days{"select_silent_days", R"(
    SELECT DISTINCT ON (day) silent FROM run
     WHERE ended_at IS NOT NULL AND day < date '1970-01-01' + $1::integer
     ORDER BY day DESC, run DESC LIMIT 2)"};

run_facts::arm arm_of(pqxx::field const& field) {
    auto const word = read_text(field);
    if (word == "void") return run_facts::arm::invalid;
    return word == "off" ? run_facts::arm::off : run_facts::arm::valid;
}

int silent_days_before(pqxx::work& transaction, utc_day day) {
    int days = 0;
    for (auto const& row : run(transaction, select_silent_days, as_number(day))) {
        if (!row["silent"].as<bool>()) break;
        ++days;
    }
    return days;
}

/// What a mass change is without the items of private lists; none where those that are left did not change
/// like that.
std::optional<std::int64_t> public_change(std::vector<list_member> const& members,
                                          memory_by_item const& before, verdicts_by_item const& standing) {
    std::unordered_set<item_key> seen;
    std::int64_t both = 0, changed = 0;
    for (auto const& member : members) {
        if (!member.is_public || !seen.insert(member.item).second) continue;
        auto const was = before.find(member.item);
        auto const is = standing.find(member.item);
        if (was == before.end() || is == standing.end() || !was->second.returned) continue;
        auto const kind = is->second.judged.kind;
        bool const absent = kind == verdict_kind::missing || kind == verdict_kind::unconfirmed;
        if (!absent && kind != verdict_kind::retrievable) continue;
        ++both;
        if (*was->second.returned == absent) ++changed;
    }
    return changed >= 5 && changed * 3 > both ? std::optional{changed} : std::nullopt;
}

void add_corruption(pqxx::work& transaction, utc_day day, bool hides, run_facts& facts) {
    auto const row = run(transaction, select_corruption, as_number(day)).at(0);
    facts.contradicted = row["contradicted"].as<std::int64_t>();
    facts.dropped = row["dropped"].as<std::int64_t>();
    facts.calls = row["calls"].as<std::int64_t>();
    facts.public_calls = hides ? row["public_calls"].as<std::int64_t>() : facts.calls;
    if (!hides) {
        facts.public_contradicted = facts.contradicted;
        facts.public_dropped = facts.dropped;
    } else if (facts.contradicted > 0) {
        facts.public_contradicted =
            run(transaction, select_public_contradicted, as_number(day)).at(0)["n"].as<std::int64_t>();
    }
}

}  // namespace

std::vector<list_member> members_of(pqxx::work& transaction, utc_day day) {
    std::vector<list_member> members;
    auto const rows = run(transaction, select_members, as_number(day));
    members.reserve(rows.size());
    for (auto const& row : rows) {
        members.push_back({.list = read_number<list_key>(row[0]),
                           .item = read_number<item_key>(row[1]),
                           .username = read_text(row[2]),
                           .is_public = row[3].c_str()[0] == 't'});
    }
    return members;
}

run_facts facts_of(pqxx::work& transaction, utc_day day, std::vector<list_member> const& members,
                   memory_by_item const& before, verdicts_by_item const& standing) {
    run_facts facts;
    auto const rows = run(transaction, select_last, as_number(day));
    if (rows.empty()) return facts;
    auto const row = rows[0];
    bool const hides = hides_items(transaction);
    facts.api = arm_of(row["api_arm"]);
    facts.presence = arm_of(row["presence_arm"]);
    facts.void_reason = read_text(row["void_reason"]);
    facts.silent = row["silent"].as<bool>();
    if (facts.silent) facts.silent_before = silent_days_before(transaction, day);
    facts.mass_change = row["mass_change"].c_str()[0];
    facts.changed = row["changed_items"].as<std::int64_t>();
    bool const mass = facts.mass_change != '-' && facts.mass_change != 'x';
    if (mass)
        facts.public_changed =
            hides ? public_change(members, before, standing) : std::optional{facts.changed};
    facts.disagreed = row["vantages_disagree"].as<std::int64_t>();
    // Whether they were compared at all is not kept: a valid day without a disagreement is one they agreed
    // on.
    facts.compared = facts.api == run_facts::arm::valid ? 1 : 0;
    if (!hides) facts.public_disagreed = facts.disagreed;
    add_corruption(transaction, day, hides, facts);
    return facts;
}

}  // namespace lacuna
