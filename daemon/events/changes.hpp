#pragma once

#include "daemon/time/utc.hpp"
#include "daemon/verdict/verdict.hpp"

#include <vector>

namespace lacuna {

struct dated_verdict {
    utc_day day{};
    verdict_kind kind = verdict_kind::unknown;
};

/// A change of an item's verdict between two days on which it said something about retrieval.
struct verdict_change {
    utc_day day{};  ///< First day of the new one.
    verdict_kind from = verdict_kind::unknown;
    verdict_kind to = verdict_kind::unknown;
};

/// The changes in a history in order of days. Days that say nothing (not_measured, unknown, unconfirmed,
/// imported_error) are passed over: a gap between two equal verdicts is no change. Nor is it one when
/// somebody else's series ends and our verdicts begin: only who looks has changed.
/// @param history one verdict a day, of one rule version.
[[nodiscard]] std::vector<verdict_change> changes(std::vector<dated_verdict> const& history);

}  // namespace lacuna
