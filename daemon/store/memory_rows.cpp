#include "daemon/store/memory_rows.hpp"

#include "daemon/store/database.hpp"
#include "daemon/store/values.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace lacuna {
namespace {

constexpr statement select_memory{"select_item_memory", R"(
    SELECT items, states FROM item_memory WHERE day < date '1970-01-01' + $1::integer ORDER BY day DESC LIMIT 1)"};
// A day whose last run is void is counted in nothing.
constexpr statement select_month{"select_counting_month", R"(
    WITH valid AS (
        SELECT day, rule_of(day) AS rule_version FROM day_ending
         WHERE day < date '1970-01-01' + $1::integer AND day >= date '1970-01-01' + $1::integer - 31
           AND api_arm = 'valid')
    SELECT v.item, v.verdict FROM valid JOIN verdict v USING (day, rule_version)
     WHERE v.counts AND v.verdict IN ('r', 'm') AND v.day < date '1970-01-01' + $1::integer
       AND v.day >= date '1970-01-01' + $1::integer - 31
     ORDER BY v.item, v.day)"};
constexpr statement upsert_memory{"upsert_item_memory", R"(
    INSERT INTO item_memory (day, items, states) VALUES (date '1970-01-01' + $1::integer, $2, $3)
        ON CONFLICT (day) DO UPDATE SET items = excluded.items, states = excluded.states)"};
constexpr statement prune_memory{"prune_item_memory", R"(
    DELETE FROM item_memory
     WHERE day < (SELECT max(day) FROM item_memory WHERE day < date '1970-01-01' + $1::integer - 7))"};
constexpr statement delete_memory{"delete_item_memory", R"(
    DELETE FROM item_memory WHERE day = date '1970-01-01' + $1::integer)"};
constexpr statement delete_panels{"delete_panel_days", R"(
    DELETE FROM panel_day WHERE day = date '1970-01-01' + $1::integer)"};
constexpr statement insert_panel{"insert_panel_day", R"(
    INSERT INTO panel_day (list, day, panel, creators, lost_items, returned_items, lost_creators, returned_creators)
    VALUES ($1, date '1970-01-01' + $2::integer, $3, $4, $5, $6, $7, $8))"};
constexpr statement select_panels{"select_panel_days", R"(
    SELECT list, day - date '1970-01-01' AS day, panel, creators, lost_items, returned_items, lost_creators, returned_creators
      FROM panel_day WHERE day <= date '1970-01-01' + $1::integer ORDER BY list, day)"};

}  // namespace

memory_by_item memory_before(pqxx::work& transaction, utc_day day) {
    memory_by_item memory;
    auto const kept = run(transaction, select_memory, as_number(day));
    if (kept.empty()) {
        for (auto const& row : run(transaction, select_month, as_number(day))) {
            auto& one = memory[read_number<item_key>(row[0])];
            one = remember(one, row[1].c_str()[0] == 'r');
        }
        return memory;
    }
    auto const items = read_numbers<item_key>(kept[0]["items"].c_str());
    std::string_view const states{kept[0]["states"].c_str(), kept[0]["states"].size()};
    memory.reserve(items.size());
    for (std::size_t at = 0; at < items.size() && at < states.size(); ++at)
        memory.emplace(items[at], item_memory::of_letter(states[at]));
    return memory;
}

void keep_memory(pqxx::work& transaction, utc_day day, memory_by_item const& memory) {
    std::vector<std::pair<item_key, char>> rows;
    rows.reserve(memory.size());
    for (auto const& [item, state] : memory) rows.emplace_back(item, state.letter());
    std::sort(rows.begin(), rows.end());
    std::vector<item_key> items;
    std::string states;
    items.reserve(rows.size());
    for (auto const& [item, letter] : rows) {
        items.push_back(item);
        states += letter;
    }
    run(transaction, upsert_memory, as_number(day), number_array(items), states);
    run(transaction, prune_memory, as_number(day));
}

void forget_day(pqxx::work& transaction, utc_day day) {
    run(transaction, delete_memory, as_number(day));
    run(transaction, delete_panels, as_number(day));
}

void keep_panels(pqxx::work& transaction, utc_day day, std::map<list_key, panel_day> const& panels) {
    run(transaction, delete_panels, as_number(day));
    for (auto const& [list, on] : panels) {
        run(transaction, insert_panel, static_cast<int>(list), as_number(day), on.panel, on.creators,
            on.lost_items, on.returned_items, on.lost_creators, on.returned_creators);
    }
}

panels_by_list panels_until(pqxx::work& transaction, utc_day day) {
    panels_by_list panels;
    for (auto const& row : run(transaction, select_panels, as_number(day))) {
        panels[read_number<list_key>(row["list"])].push_back(
            {.day = read_day(row["day"]),
             .panel = row["panel"].as<std::int64_t>(),
             .creators = row["creators"].as<std::int64_t>(),
             .lost_items = row["lost_items"].as<std::int64_t>(),
             .returned_items = row["returned_items"].as<std::int64_t>(),
             .lost_creators = row["lost_creators"].as<std::int64_t>(),
             .returned_creators = row["returned_creators"].as<std::int64_t>()});
    }
    return panels;
}

}  // namespace lacuna
