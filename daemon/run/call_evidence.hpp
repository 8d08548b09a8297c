#pragma once

#include "daemon/run/audit_store.hpp"
#include "daemon/run/batch_queue.hpp"
#include "daemon/run/observations.hpp"
#include "probes/tiktok/research_probe.hpp"

#include <vector>

namespace lacuna {

/// Between a batch and the API's words for it: pure.

[[nodiscard]] std::vector<item_key> keys_of(batch const& what);
/// Its first page.
[[nodiscard]] tiktok::video_query query_of(batch const& what);
/// What is kept of an answer, but for number, time, vantage, body and completeness. Rows nobody asked for are
/// passed over.
[[nodiscard]] call_record evidence_of(batch_question const& asked, tiktok::video_page const& page);
/// Of a random sample up to `most` videos that lie in the window and are older than `settled_before`.
[[nodiscard]] std::vector<harvested_item> harvest_of(tiktok::video_page const& page, window const& range,
                                                     utc_time settled_before, std::size_t most);
/// What the returned items said beside their counts; moved out of `page`.
[[nodiscard]] std::vector<seen_metadata> take_metadata(batch const& asked, tiktok::video_page& page);

}  // namespace lacuna
