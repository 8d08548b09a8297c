#pragma once

#include "daemon/api/http.hpp"
#include "daemon/store/item_reader.hpp"

#include <string>
#include <vector>

// Items and their days as CSV: whole tables are streamed.
namespace lacuna::api {

/// One page of items.
[[nodiscard]] std::string items_csv(std::vector<item_summary> const& items);
/// All that fit the question, from its `after` on. @param from outlives the response.
[[nodiscard]] response stream_items(item_reader& from, item_question asked, audience who);

/// An item's days from `since` to `to`, with the counts of each, a year at a time.
[[nodiscard]] response stream_history(item_reader& from, item_summary const& item, utc_day since, utc_day to,
                                      audience who);

}  // namespace lacuna::api
