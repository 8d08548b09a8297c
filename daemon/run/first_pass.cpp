#include "daemon/run/first_pass.hpp"

#include "daemon/plan/forecast.hpp"

#include <algorithm>
#include <utility>

namespace lacuna {

namespace {

/// Public, or perhaps public once it is read.
bool may_be_due(day_record const& record, day_record::standing const& item) {
    return item.item.created && !item.item.control_only && !record.is_measured(item) && item.reading != 'n' &&
           item.reading != 's';
}

}  // namespace

dated_item dated(day_record::standing const& item) {
    return {.key = item.item.key, .platform_id = item.item.platform_id, .created_at = item.item.created->at};
}

void leave_out_unreachable(day_record& record, std::int64_t calls, std::int64_t seed) {
    std::vector<dated_item> items;
    for (std::size_t place = 0; place < record.size(); ++place) {
        if (may_be_due(record, record.at(place))) items.push_back(dated(record.at(place)));
    }
    auto const batches = pack(std::move(items));
    if (static_cast<std::int64_t>(batches.size()) <= calls) return;
    std::vector<bool> first;
    first.reserve(batches.size());
    for (auto const& batch : batches) {
        first.push_back(std::ranges::any_of(batch.items, [&](dated_item const& item) {
            auto const place = record.place_of(item.key);
            return place && record.at(*place).item.left_out_yesterday;
        }));
    }
    std::vector<bool> chosen(batches.size());
    for (auto const index : choose_batches(batches, first, calls, seed)) chosen[index] = true;
    for (std::size_t index = 0; index < batches.size(); ++index) {
        if (chosen[index]) continue;
        for (auto const& item : batches[index].items) {
            if (auto const place = record.place_of(item.key)) record.at(*place).out_of_quota = true;
        }
    }
}

void first_pass::read_before(std::size_t place) {
    for (; next_ < place; ++next_) add(next_);
}

void first_pass::add(std::size_t place) {
    auto const& item = run_.record.at(place);
    if (!run_.record.needs_first_pass(item) || item.out_of_quota) return;
    if (auto full = packer_.add(dated(item))) {
        push(std::move(*full));
        open_ = 0;
    }
    // The packer would keep a full batch until the next item, which may be a while in coming.
    if (++open_ == largest_batch) flush();
}

void first_pass::flush() {
    if (auto rest = packer_.finish()) push(std::move(*rest));
    open_ = 0;
}

void first_pass::push(batch full) {
    batch_question question{.what = std::move(full),
                            .controls = {},
                            .purpose = call_purpose::first_pass,
                            .may_spend = allowance::all_but_reserve};
    riders_.add_to(question);
    run_.progress.calls_expected += static_cast<std::int64_t>(run_.push(queue_, std::move(question)));
}

}  // namespace lacuna
