#pragma once

#include "daemon/statistics/creator_panel.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"
#include "daemon/watchlist/item.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <vector>

namespace lacuna {

/// A list's creators on one day.
struct list_creators {
    utc_day day{};
    bool api_void = false;                ///< Then nothing counts, and there are no creators.
    std::vector<creator_day> creators{};  ///< Of items with a verdict and a known creator, by name.
    std::int64_t without_creator = 0;     ///< Counting items whose creator is not known.
};

/// Reads verdicts of the items of one list and no other: what a creator has on another list stays there.
/// Whether the list itself may be seen is for the caller to ask.
class creator_reader {
public:
    explicit creator_reader(database& db) : db_{db} {}

    /// @param day none: the newest that has counts.
    /// @return none if the list has no verdicts then, as an imported one never has.
    [[nodiscard]] boost::asio::awaitable<std::optional<list_creators>> on(list_key list,
                                                                          std::optional<utc_day> day,
                                                                          audience who);

private:
    database& db_;
};

}  // namespace lacuna
