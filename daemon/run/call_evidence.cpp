#include "daemon/run/call_evidence.hpp"

#include "daemon/run/asked_batches.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace lacuna {

namespace {

using key_by_id = std::unordered_map<std::int64_t, item_key>;

key_by_id index_of(batch const& what) {
    key_by_id index;
    index.reserve(what.items.size());
    for (auto const& item : what.items) index.emplace(item.platform_id, item.key);
    return index;
}

}  // namespace

std::vector<item_key> keys_of(batch const& what) {
    std::vector<item_key> keys;
    keys.reserve(what.items.size());
    for (auto const& item : what.items) keys.push_back(item.key);
    return keys;
}

tiktok::video_query query_of(batch const& what) {
    tiktok::video_query query;
    query.ids.reserve(what.items.size());
    for (auto const& item : what.items) query.ids.push_back(item.platform_id);
    query.start = what.range.start;
    query.end = what.range.end;
    return query;
}

call_record evidence_of(batch_question const& asked, tiktok::video_page const& page) {
    call_record kept;
    kept.latency = page.latency;
    kept.purpose = asked.purpose;
    kept.failure = page.failure;
    kept.http_status = page.http_status;
    kept.window_start = asked.what.range.start;
    kept.window_end = asked.what.range.end;
    kept.error_code = page.error_code;
    kept.log_id = page.log_id;
    kept.items = keys_of(asked.what);
    kept.controls = asked.controls;
    kept.request_sha256 = page.request_sha256;
    if (!page.body.empty()) kept.response_sha256 = sha256(page.body);
    if (page.failure) return kept;
    auto index = index_of(asked.what);
    for (auto const& row : page.rows) {
        auto const found = index.extract(row.id);
        if (found.empty()) continue;
        kept.returned.push_back(found.mapped());
        kept.counts.push_back(row.counts);
    }
    return kept;
}

std::vector<harvested_item> harvest_of(tiktok::video_page const& page, window const& range,
                                       utc_time settled_before, std::size_t most) {
    std::vector<harvested_item> found;
    if (page.failure) return found;
    for (auto const& row : page.rows) {
        if (found.size() == most) break;
        if (row.id <= 0 || !row.created_at || *row.created_at >= settled_before) continue;
        if (covers(range, *row.created_at)) found.push_back({row.id, *row.created_at, row.username});
    }
    return found;
}

std::vector<seen_metadata> take_metadata(batch const& asked, tiktok::video_page& page) {
    std::vector<seen_metadata> seen;
    if (page.failure) return seen;
    auto index = index_of(asked);
    seen.reserve(page.rows.size());
    for (auto& row : page.rows) {
        auto const found = index.extract(row.id);
        if (found.empty()) continue;
        seen.push_back({.item = found.mapped(),
                        .canonical = std::move(row.metadata),
                        .username = std::move(row.username),
                        .region = std::move(row.region),
                        .created_at = row.created_at});
    }
    return seen;
}

}  // namespace lacuna
