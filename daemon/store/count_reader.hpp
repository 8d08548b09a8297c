#pragma once

#include "daemon/events/field_events.hpp"
#include "daemon/rollup/count_pairs.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"
#include "daemon/watchlist/item.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <vector>

namespace lacuna {

/// A list's returned items on one day, with what was said of their counts.
struct list_counts {
    utc_day day{};
    bool api_void = false;                ///< Then nothing counts, and there are no items.
    bool erased = false;                  ///< Counts of that day are gone by retention.
    std::vector<listed_counts> items{};   ///< Returned that day, still with their counts.
    field_day fields{};                   ///< Of the items of all lists that the audience may see.
    std::vector<field_change> changes{};  ///< Of these fields, against the days before.
};

/// Reads what is told of counts and fields, which decides no verdict. The API's counts are those of the first
/// call of a day that returned the item; days whose API arm is void have none. Whether item or list may be
/// seen is for the caller to ask.
class count_reader {
public:
    explicit count_reader(database& db) : db_{db} {}

    /// Days on which at least one arm said something, oldest first: from `days_compared` before `from`.
    [[nodiscard]] boost::asio::awaitable<std::vector<count_day>> of_item(item_key item, utc_day from,
                                                                         utc_day to, audience who);
    /// @param day none: the newest that has verdicts.
    /// @return none if the list has none then, as an imported one never has.
    [[nodiscard]] boost::asio::awaitable<std::optional<list_counts>> of_list(list_key list,
                                                                             std::optional<utc_day> day,
                                                                             audience who);

private:
    database& db_;
};

}  // namespace lacuna
