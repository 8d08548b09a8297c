#include "daemon/run/rejudging.hpp"

#include "daemon/run/ending.hpp"

#include <algorithm>

namespace lacuna {

namespace {

using std::chrono::days;

/// A quarantine call holds for a week while the verdict stays what it was then (DESIGN: planning, rule 3).
constexpr days quarantine_holds{6};

utc_time first_question(stored_day const& day) {
    auto first = day.run_began;
    for (auto const& block : day.seen.blocks) first = std::min(first, block.asked_from);
    for (auto const& call : day.seen.calls) first = std::min(first, call.sent_at);
    return first;
}

void mark_what_was_not_reached(day_record& record, stored_day const& day) {
    for (auto const& [item, stood] : day.stands) {
        auto const place = record.place_of(item);
        if (!place) continue;
        record.at(*place).out_of_quota = stood.judged.reason == verdict_reason::quota_spent;
        record.at(*place).out_of_time = stood.judged.reason == verdict_reason::time_spent;
    }
}

/// Only what waited for a later reading may be changed by one, as when the day after was judged.
void close_brackets(day_record& record, std::vector<presence_block> const& following,
                    std::vector<verdict_row>& verdicts) {
    if (following.empty()) return;
    for (auto const& block : following) record.apply_next_day(block);
    for (auto& row : verdicts) {
        if (row.judged.reason == verdict_reason::not_bracketed)
            row = record.verdict_of(record.at(*record.place_of(row.item)));
    }
}

bool decided_alike(verdict_row const& a, verdict_row const& b) {
    return a.judged == b.judged && a.decided_by == b.decided_by && a.confirmed_by == b.confirmed_by &&
           a.presence_before == b.presence_before && a.presence_after == b.presence_after;
}

}  // namespace

std::vector<due_item> rejudging::due_on(stored_day const& day) const {
    auto items = day.items;
    for (auto& item : items) {
        if (auto const past = pasts_.find(item.key); past != pasts_.end()) item.past = past->second;
        auto const apart = quarantines_.find(item.key);
        if (apart == quarantines_.end() || last_day_ + days{1} != day.day) continue;
        auto const yesterday = yesterday_.find(item.key);
        if (yesterday != yesterday_.end() && yesterday->second == apart->second.kind &&
            day.day - apart->second.day <= quarantine_holds) {
            item.quarantined_by = apart->second.call;
        }
    }
    return items;
}

rejudged_day rejudging::next(stored_day const& day, std::vector<presence_block> const& following) {
    auto rules = rules_;
    rules.presence_off = day.presence_off;
    day_record record{due_on(day), day.day, first_question(day), rules};
    for (auto const& block : day.seen.blocks) record.apply(block);
    for (auto const& call : day.seen.calls) record.apply(call);
    mark_what_was_not_reached(record, day);

    rejudged_day judged{.verdicts = record.verdicts(), .ending = ending_of(record)};
    remember(record, judged);
    close_brackets(record, following, judged.verdicts);
    return judged;
}

void rejudging::remember(day_record const& record, rejudged_day const& judged) {
    for (auto const& row : record.pasts(judged.ending.api == run_ending::arm::invalid))
        pasts_.insert_or_assign(row.item, row.past);
    yesterday_.clear();
    for (auto const& row : judged.verdicts) yesterday_.emplace(row.item, row.judged.kind);
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (!item.quarantined_by) continue;
        auto const kind = yesterday_.find(item.item.key);
        if (kind == yesterday_.end()) continue;
        quarantines_.insert_or_assign(item.item.key,
                                      quarantine{*item.quarantined_by, record.day(), kind->second});
    }
    last_day_ = record.day();
}

std::vector<past_row> rejudging::pasts() const {
    std::vector<past_row> rows;
    rows.reserve(pasts_.size());
    for (auto const& [item, past] : pasts_) rows.push_back({item, past});
    std::ranges::sort(rows, {}, &past_row::item);
    return rows;
}

void verdict_changes::add(verdict_changes const& more) {
    for (auto const& [from_to, which] : more.kinds) {
        auto& sum = kinds[from_to];
        sum.n += which.n;
        for (auto const id : which.some) {
            if (sum.some.size() < ids_shown && std::ranges::find(sum.some, id) == sum.some.end())
                sum.some.push_back(id);
        }
    }
    otherwise += more.otherwise;
    judged += more.judged;
}

verdict_changes changes_of(stored_day const& day, rejudged_day const& judged) {
    verdict_changes changes;
    std::unordered_map<item_key, std::int64_t> ids;
    for (auto const& item : day.items) ids.emplace(item.key, item.platform_id);
    for (auto const& row : judged.verdicts) {
        auto const stood = day.stands.find(row.item);
        if (stood == day.stands.end()) continue;
        ++changes.judged;
        auto const& before = stood->second;
        if (before.judged.kind == row.judged.kind) {
            if (!decided_alike(before, row)) ++changes.otherwise;
            continue;
        }
        auto& which = changes.kinds[{before.judged.kind, row.judged.kind}];
        ++which.n;
        if (which.some.size() < verdict_changes::ids_shown) which.some.push_back(ids.at(row.item));
    }
    return changes;
}

}  // namespace lacuna
