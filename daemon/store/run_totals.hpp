#pragma once

#include "daemon/run/observations.hpp"
#include "daemon/store/audience.hpp"

#include <pqxx/pqxx>

namespace lacuna {

/// What the calls and blocks of a run come to.
struct run_totals {
    std::int64_t calls = 0;
    std::int64_t calls_failed = 0;
    std::int64_t readings = 0;
};

/// Whether some item is on private lists alone: only then do everyone's totals differ from a key holder's.
[[nodiscard]] bool hides_items(pqxx::work& transaction);
/// Whether what `who` may see of a run is all of it.
[[nodiscard]] inline bool sees_whole_runs(pqxx::work& transaction, audience who) {
    return who.sees_all() || !hides_items(transaction);
}
[[nodiscard]] run_totals totals_of(pqxx::work& transaction, run_id run);
/// Only calls and readings of items that are on a public list.
[[nodiscard]] run_totals public_totals_of(pqxx::work& transaction, run_id run);

}  // namespace lacuna
