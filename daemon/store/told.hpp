#pragma once

#include "daemon/store/rule_sets.hpp"

#include <pqxx/pqxx>

#include <set>
#include <vector>

namespace lacuna {

/// Those of `items` of whom the audience may know what verdicts of that origin say. Ours: where a public list
/// has us ask for them; a series': where the series is public. An item that is visible for one of the two
/// reasons says nothing of the other.
[[nodiscard]] std::set<item_key> told(pqxx::work& transaction, verdict_origin whose,
                                      std::vector<item_key> const& items, audience who);

}  // namespace lacuna
