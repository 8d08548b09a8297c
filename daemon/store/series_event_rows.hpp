#pragma once

#include "daemon/watchlist/item.hpp"

#include <pqxx/pqxx>

namespace lacuna {

/// Brings the events of an imported list to what its states say. What an earlier import said and this one
/// does not is withdrawn. They are dated by the days of the series, not by the day of the import.
void update_series_events(pqxx::work& transaction, list_key list);

}  // namespace lacuna
