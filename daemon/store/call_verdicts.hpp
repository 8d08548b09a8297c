#pragma once

#include "daemon/run/numbers.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/verdict/verdict.hpp"
#include "daemon/watchlist/item.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace lacuna {

/// An item's verdict of the day on which it was asked for, and a batch's part in it.
struct leaning_verdict {
    verdict_kind kind{};
    bool decided = false;    ///< A call of the batch decided it …
    bool confirmed = false;  ///< … or confirmed the absence.
};

/// What the verdicts of a batch's items owe to it.
struct verdicts_of_batch {
    std::map<item_key, leaning_verdict> of_the_day{};
    std::int64_t later = 0;  ///< Verdicts of later days whose absence it confirmed, or which it decided.
    std::optional<utc_day> last{};
};

/// @param calls of one batch. @param items that the audience may see; those alone are looked at.
[[nodiscard]] boost::asio::awaitable<verdicts_of_batch> read_verdicts_of(database& db, utc_day day,
                                                                         std::vector<call_id> calls,
                                                                         std::vector<item_key> items,
                                                                         audience who);

}  // namespace lacuna
