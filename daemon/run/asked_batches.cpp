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

std::vector<std::vector<std::size_t>> asked_batches::empty_rows() const {
    std::vector<std::vector<std::size_t>> rows;
    std::vector<std::size_t> row;
    auto const end_row = [&] {
        if (row.size() >= silent_answers) rows.push_back(row);
        row.clear();
    };
    for (auto const& [head, index] : by_head_) {
        // Failed calls neither break a silence nor belong to it: they said nothing.
        if (!batches_[index].complete) continue;
        // What is not public is expected to be left out.
        if (batches_[index].empty && batches_[index].purpose == call_purpose::quarantine) continue;
        if (batches_[index].empty) {
            row.push_back(index);
        } else {
            end_row();
        }
    }
    end_row();
    return rows;
}

bool asked_batches::sampled_in_vain(utc_day start) const {
    return std::ranges::any_of(batches_, [start](asked_batch const& batch) {
        return batch.purpose == call_purpose::harvest && batch.range.start == start && batch.complete &&
               batch.empty;
    });
}

std::optional<std::size_t> asked_batches::last_complete() const {
    for (auto at = by_head_.rbegin(); at != by_head_.rend(); ++at) {
        auto const& batch = batches_[at->second];
        if (batch.complete && !(batch.empty && batch.purpose == call_purpose::quarantine)) return at->second;
    }
    return std::nullopt;
}

}  // namespace lacuna
