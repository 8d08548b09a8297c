#pragma once

#include "daemon/run/audit_store.hpp"

#include <pqxx/pqxx>

namespace lacuna {

// The small statements of a run; each within the caller's transaction. Contracts as in audit_store.

[[nodiscard]] vantage_id number_of_vantage(pqxx::work& transaction, std::string const& probe,
                                           std::string const& name);
[[nodiscard]] std::vector<opened_run> select_cut_off_runs(pqxx::work& transaction, utc_day day);
[[nodiscard]] opened_run resume_or_insert_run(pqxx::work& transaction, utc_day day, utc_time now,
                                              std::int64_t seed);
[[nodiscard]] std::vector<due_item> select_due_items(pqxx::work& transaction, utc_day day);

[[nodiscard]] std::int64_t select_spent(pqxx::work& transaction, vantage_id vantage, utc_day day);
[[nodiscard]] std::optional<call_id> charge_call(pqxx::work& transaction, vantage_id vantage, utc_day day,
                                                 std::int64_t daily_calls);
void spend_all(pqxx::work& transaction, vantage_id vantage, utc_day day, std::int64_t daily_calls);

[[nodiscard]] std::vector<item_key> insert_controls(pqxx::work& transaction,
                                                    std::vector<harvested_item> const& items);
[[nodiscard]] std::optional<opened_run> select_open_brackets(pqxx::work& transaction, utc_day day);

/// Numbers for presence blocks, ascending.
[[nodiscard]] std::vector<block_id> draw_block_numbers(pqxx::work& transaction, int how_many);

}  // namespace lacuna
