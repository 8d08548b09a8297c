#pragma once

#include "daemon/run/observations.hpp"

#include <pqxx/pqxx>

#include <utility>
#include <vector>

namespace lacuna {

/// Writes a call unless it is there, and then what its items said: changed metadata as a new row, an
/// unchanged one's last_seen at most once a week; a better creation time; the username. Never the region:
/// scope evidence comes from elsewhere (DESIGN 2).
void insert_call(pqxx::work& transaction, run_id run, utc_day day, call_record const& call,
                 std::vector<seen_metadata> const& metadata);

/// Writes a block unless it is there, and the names that were not known.
void insert_block(pqxx::work& transaction, run_id run, utc_day day, presence_block const& block,
                  std::vector<std::pair<item_key, std::string>> const& usernames);

}  // namespace lacuna
