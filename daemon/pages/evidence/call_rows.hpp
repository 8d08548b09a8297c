#pragma once

#include "daemon/pages/address.hpp"
#include "daemon/pages/template.hpp"
#include "daemon/store/run_evidence.hpp"

#include <string>

namespace lacuna::pages {

/// The address of a run's page with this table of calls; every filter is in it.
[[nodiscard]] address call_table_address(call_table_question const& asked);

/// The table of a run's calls: rows, filters, orders, pages, and its twins.
void set_call_table(fields& page, call_table_question const& asked, call_table const& table);

/// "contradicted", "one of many empty answers in a row"; empty where it is believed.
[[nodiscard]] std::string unsound_words(char unsound);

}  // namespace lacuna::pages
