#pragma once

#include "daemon/store/rule_sets.hpp"
#include "daemon/store/verdict_rows.hpp"

#include <span>
#include <string>
#include <vector>

namespace lacuna {

/// One letter a day, for a strip; '\0' where there is no verdict.
struct item_strip {
    item_key key{};
    std::string days{};  ///< [0] is the first day asked for.
};

/// Brings the letters of that day (sql/0012) to its verdicts. Called wherever verdicts are written, in the
/// same transaction.
/// @param standing all verdicts of the day under the rule.
void write_letters(pqxx::work& transaction, utc_day day, std::int16_t rule, verdicts_by_item const& standing);

/// Fills in the days of `span`, where a strip has none yet.
/// @param strips of days that begin with `from`; days beyond their end are left out.
void read_letters(pqxx::work& transaction, rule_span const& span, utc_day from, std::span<item_strip> strips);

}  // namespace lacuna
