#pragma once

#include "daemon/events/item_memory.hpp"
#include "daemon/events/run_events.hpp"
#include "daemon/store/verdict_rows.hpp"

#include <pqxx/pqxx>

#include <string>
#include <vector>

namespace lacuna {

/// An item on a list that was audited on a day.
struct list_member {
    list_key list{};
    item_key item{};
    std::string username{};  ///< Empty if not known.
    bool is_public = false;  ///< The list.
};

[[nodiscard]] std::vector<list_member> members_of(pqxx::work& transaction, utc_day day);

/// What the runs of a day found out about themselves: the last one that ended, and what any contradicted.
[[nodiscard]] run_facts facts_of(pqxx::work& transaction, utc_day day,
                                 std::vector<list_member> const& members, memory_by_item const& before,
                                 verdicts_by_item const& standing);

}  // namespace lacuna
