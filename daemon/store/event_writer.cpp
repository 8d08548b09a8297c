#include "daemon/store/event_writer.hpp"

#include "daemon/events/field_events.hpp"
#include "daemon/events/item_events.hpp"
#include "daemon/events/list_events.hpp"
#include "daemon/store/event_facts.hpp"
#include "daemon/store/event_rows.hpp"
#include "daemon/store/field_rows.hpp"
#include "daemon/store/memory_rows.hpp"
#include "daemon/store/stale_event.hpp"
#include "daemon/store/values.hpp"

#include <map>
#include <string>
#include <utility>

namespace lacuna {
namespace {

constexpr statement select_clock{"select_newest_run_clock", R"(
    SELECT (extract(epoch FROM max(greatest(started_at, ended_at))) * 1000)::bigint AS at FROM run)"};

using members = std::vector<list_member>;

void follow_day_items(day_events& events, members const& on_lists, memory_by_item const& before,
                      verdicts_by_item const& standing) {
    std::unordered_map<item_key, bool> watched;
    for (auto const& member : on_lists) watched.emplace(member.item, true);
    auto const memory_of = [&](item_key item) {
        auto const found = before.find(item);
        return found == before.end() ? item_memory{} : found->second;
    };
    std::vector<item_today> items;
    for (auto const& [item, row] : standing)
        items.push_back({.item = item, .judged = row.judged, .before = memory_of(item)});
    for (auto const& what : events.open_before(event_kind::item_lost)) {
        if (standing.contains(*what.item)) continue;
        items.push_back({.item = *what.item, .watched = watched.contains(*what.item)});
    }
    follow_items(events, items);
}

/// After follow_day_items: what was lost today was retrievable before.
void follow_day_creators(day_events& events, members const& on_lists, memory_by_item const& before,
                         verdicts_by_item const& standing) {
    std::map<std::pair<list_key, std::string_view>, creator_today> creators;
    for (auto const& member : on_lists) {
        auto const found = standing.find(member.item);
        if (member.username.empty() || found == standing.end()) continue;
        auto const& judged = found->second.judged;
        auto& one = creators[{member.list, member.username}];
        ++one.judged;
        bool const gone = judged.kind == verdict_kind::not_public || judged.kind == verdict_kind::lingering ||
                          judged.kind == verdict_kind::excluded;
        if (!gone) ++one.possible;
        if (judged.kind == verdict_kind::retrievable) ++one.retrievable;
        if (counted_as(judged)) ++one.counting;
        if (judged.kind != verdict_kind::missing || one.some_were_before) continue;
        auto const memory = before.find(member.item);
        one.some_were_before = (memory != before.end() && memory->second.returned == true) ||
                               events.open({.kind = event_kind::item_lost, .item = member.item}) != nullptr;
    }
    std::vector<creator_today> all;
    for (auto& [key, one] : creators) {
        if (one.counting < fewest_of_creator && one.retrievable == 0 && one.possible > 0) continue;
        one.list = key.first;
        one.creator = std::string{key.second};
        all.push_back(std::move(one));
    }
    follow_creators(events, all);
}

std::map<list_key, panel_day> panels_of(utc_day day, members const& on_lists, memory_by_item const& before,
                                        verdicts_by_item const& standing) {
    std::map<list_key, panel_history> histories;
    for (auto const& member : on_lists) {
        auto const found = standing.find(member.item);
        if (found == standing.end()) continue;
        auto const returned = counted_as(found->second.judged);
        auto const memory = before.find(member.item);
        if (!returned || memory == before.end() || memory->second.days < 2) continue;
        histories[member.list].add_item(member.username, counting_days(memory->second, day, *returned));
    }
    std::map<list_key, panel_day> panels;
    for (auto const& [list, history] : histories) {
        for (auto const& on : history.days()) {
            if (on.day == day) panels[list] = on;
        }
    }
    return panels;
}

void follow_day_lists(pqxx::work& transaction, day_events& events, members const& on_lists,
                      memory_by_item const& before, verdicts_by_item const& standing) {
    keep_panels(transaction, events.day(), panels_of(events.day(), on_lists, before, standing));
    for (auto const& [list, history] : panels_until(transaction, events.day()))
        follow_list(events, list, history);
}

void keep_day_memory(pqxx::work& transaction, utc_day day, memory_by_item memory,
                     verdicts_by_item const& standing) {
    for (auto const& [item, row] : standing) {
        auto const returned = counted_as(row.judged);
        if (!returned) continue;
        auto& one = memory[item];
        one = remember(one, *returned);
    }
    keep_memory(transaction, day, memory);
}

void follow_day_fields(pqxx::work& transaction, day_events& events) {
    sum_fields(transaction, events.day());
    auto first = events.day();
    for (auto const& what : events.open_before(event_kind::schema_changed))
        first = std::min(first, events.open(what)->day);
    auto const from = std::max(first, events.day() - std::chrono::days{60}) - std::chrono::days{21};
    follow_fields(events, field_days(transaction, from, events.day(), false),
                  field_days(transaction, from, events.day(), true));
}

utc_time clock_of(pqxx::work& transaction, std::optional<utc_time> now) {
    return now ? *now : read_instant(run(transaction, select_clock).at(0)["at"]);
}

}  // namespace

void update_events(pqxx::work& transaction, opened_run const& which, std::optional<utc_time> now,
                   verdicts_by_item const& standing) {
    day_events events{which.day, standing_events(transaction, which.day)};
    auto const before = memory_before(transaction, which.day);
    auto const on_lists = members_of(transaction, which.day);
    auto const facts = facts_of(transaction, which.day, on_lists, before, standing);
    follow_run(events, facts);
    if (facts.api == run_facts::arm::invalid) {
        forget_day(transaction, which.day);
    } else {
        follow_day_items(events, on_lists, before, standing);
        follow_day_creators(events, on_lists, before, standing);
        follow_day_lists(transaction, events, on_lists, before, standing);
        keep_day_memory(transaction, which.day, before, standing);
    }
    follow_day_fields(transaction, events);
    auto const clock = clock_of(transaction, now);
    event_source const source{.run = which.run, .rule_version = which.rule_version, .now = clock};
    write_events(transaction, events.changes(), source);
    if (facts.api == run_facts::arm::valid) end_stale(transaction, clock);
}

}  // namespace lacuna
