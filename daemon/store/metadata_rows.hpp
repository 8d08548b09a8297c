#pragma once

#include "daemon/run/observations.hpp"

#include <pqxx/pqxx>

#include <vector>

namespace lacuna {

/// See insert_call. @param metadata of an item twice: the last stands.
void keep_metadata(pqxx::work& transaction, utc_day day, std::vector<seen_metadata> const& metadata);

}  // namespace lacuna
