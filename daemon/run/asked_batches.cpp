#include "daemon/run/asked_batches.hpp"

#include <algorithm>
#include <utility>

namespace lacuna {

bool asked_batch::is_control(std::size_t place) const noexcept {
    return std::ranges::binary_search(controls, place);
}

bool covers(window const& range, std::chrono::sys_seconds created) noexcept {
    auto const day = std::chrono::floor<std::chrono::days>(created);
    return range.start <= day && day < range.end;
}

std::size_t asked_batches::begin(call_record const& call, std::vector<std::size_t> items,
                                 std::vector<std::size_t> controls) {
    auto const [where, is_new] = by_head_.try_emplace(call.call, batches_.size());
    if (!is_new) return where->second;
    auto left = items;
    batches_.push_back({.head = call.call,
                        .vantage = call.vantage,
                        .purpose = call.purpose,
                        .sent_at = call.sent_at,
                        .range = {call.window_start, call.window_end},
                        .items = std::move(items),
                        .left = std::move(left),
                        .controls = std::move(controls)});
    return where->second;
}

std::optional<std::size_t> asked_batches::find(call_id head) const {
    auto const found = by_head_.find(head);
    return found == by_head_.end() ? std::nullopt : std::optional{found->second};
}

namespace {

/// Failed calls neither break a silence nor belong to it: they said nothing. Nor do quarantine calls that
/// came back empty: what is not public is expected to be left out.
bool tells_of_silence(asked_batch const& batch) {
    return batch.complete && !(batch.empty && batch.purpose == call_purpose::quarantine);
}

}  // namespace

std::vector<std::vector<std::size_t>> asked_batches::empty_rows() const {
    std::vector<std::vector<std::size_t>> rows;
    std::map<vantage_id, std::vector<std::size_t>> open;
    auto const end = [&rows](std::vector<std::size_t>& row) {
        if (row.size() >= silent_answers) rows.push_back(row);
        row.clear();
    };
    for (auto const& [head, index] : by_head_) {
        auto const& batch = batches_[index];
        if (!tells_of_silence(batch)) continue;
        auto& row = open[batch.vantage];
        if (batch.empty) {
            row.push_back(index);
        } else {
            end(row);
        }
    }
    for (auto& [vantage, row] : open) end(row);
    return rows;
}

bool asked_batches::sampled_in_vain(utc_day start) const {
    return std::ranges::any_of(batches_, [start](asked_batch const& batch) {
        return batch.purpose == call_purpose::harvest && batch.range.start == start && batch.complete &&
               batch.empty;
    });
}

std::vector<std::size_t> asked_batches::last_complete() const {
    std::map<vantage_id, std::size_t> last;
    for (auto const& [head, index] : by_head_) {
        if (tells_of_silence(batches_[index])) last[batches_[index].vantage] = index;
    }
    std::vector<std::size_t> indexes;
    for (auto const& [vantage, index] : last) indexes.push_back(index);
    return indexes;
}

}  // namespace lacuna
