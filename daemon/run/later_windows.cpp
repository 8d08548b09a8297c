#include "daemon/run/later_windows.hpp"

#include "daemon/run/confirmation.hpp"
#include "daemon/run/day_absence.hpp"
#include "daemon/run/first_pass.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

namespace lacuna {

namespace {

constexpr int within_days = 7;

std::uint64_t days_of(dated_item const& item, window const& range) {
    auto const created = std::chrono::floor<std::chrono::days>(item.created_at);
    std::uint64_t covered = 0;
    for (int later = 1; later <= later_window_days; ++later) {
        auto const day = created + std::chrono::days{later};
        if (range.start <= day && day < range.end) covered |= std::uint64_t{1} << later;
    }
    return covered;
}

std::uint64_t missing_days(std::uint64_t searched) { return all_later_days & ~searched; }

}  // namespace

riders::riders(day_record const& record) : record_{record} {
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (!record.may_lie_later(item)) continue;
        waiting_.push_back({.item = dated(item),
                            .place = place,
                            .absent_since = item.item.past.absent_since.value_or(record.day()),
                            .searched = record.later_days(item)});
    }
    std::ranges::stable_sort(waiting_, {}, [](rider const& one) { return one.item.created_at; });
}

bool riders::still_due(rider const& one) const {
    return missing_days(one.searched) != 0 && record_.needs_later_windows(record_.at(one.place));
}

void riders::add_to(batch_question& question) {
    auto& batch = question.what;
    if (batch.items.size() >= largest_batch) return;
    window const wide{.start = batch.range.start, .end = batch.range.start + longest_window};
    auto const created = [](rider const& one) { return one.item.created_at; };
    auto const oldest = std::chrono::sys_seconds{wide.start - std::chrono::days{later_window_days + 1}};
    auto const begin = std::ranges::lower_bound(waiting_, oldest, {}, created);
    auto const end =
        std::ranges::lower_bound(begin, waiting_.end(), std::chrono::sys_seconds{wide.end}, {}, created);
    bool any = false;
    for (auto one = begin; one != end && batch.items.size() < largest_batch; ++one) {
        auto const gained = days_of(one->item, wide) & missing_days(one->searched);
        bool const asked =
            std::ranges::find(batch.items, one->item.key, &dated_item::key) != batch.items.end();
        if (gained == 0 || asked || !still_due(*one)) continue;
        one->searched |= gained;
        batch.items.push_back(one->item);
        any = true;
    }
    if (!any) return;
    batch.range = wide;
    std::ranges::sort(batch.items, {},
                      [](dated_item const& item) { return std::tie(item.created_at, item.key); });
}

std::vector<batch_question> riders::calls_of_their_own(utc_day today, std::size_t easily) const {
    std::vector<rider> due;
    int waited = 0;
    for (auto const& one : waiting_) {
        auto const days = static_cast<int>((today - one.absent_since).count());
        if (!still_due(one)) continue;
        due.push_back(one);
        waited = std::max(waited, days);
    }
    std::vector<batch_question> calls;
    while (!due.empty()) {
        auto const next = [](rider const& one) {
            auto const first = std::countr_zero(missing_days(one.searched));
            return std::chrono::floor<std::chrono::days>(one.item.created_at) + std::chrono::days{first};
        };
        std::ranges::stable_sort(due, {}, next);
        auto const start = next(due.front());
        batch_question call{.what = {.items = {}, .range = {start, start + longest_window}},
                            .controls = {},
                            .purpose = call_purpose::confirmation,
                            .may_spend = allowance::everything};
        for (auto& one : due) {
            if (call.what.items.size() == largest_batch - controls_most) break;
            auto const gained = days_of(one.item, call.what.range) & missing_days(one.searched);
            if (gained == 0) continue;
            one.searched |= gained;
            call.what.items.push_back(one.item);
        }
        calls.push_back(std::move(call));
        std::erase_if(due, [](rider const& one) { return missing_days(one.searched) == 0; });
    }
    auto const days_left = static_cast<std::size_t>(std::max(within_days - waited, 1));
    auto const share = (calls.size() + days_left - 1) / days_left;
    calls.resize(std::min(calls.size(), std::max(share, easily)));
    return calls;
}

}  // namespace lacuna
