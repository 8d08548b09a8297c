#include "daemon/run/day_record.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace lacuna {

namespace {

using standing = day_record::standing;

template <class Number>
void keep_lower(std::optional<Number>& kept, Number number) {
    if (!kept || number < *kept) kept = number;
}

bool decides(char reading) noexcept { return reading == 'p' || reading == 'n'; }

void read(standing& item, char reading, presence_block const& block) {
    bool const later = !item.read_by || *item.read_by < block.block;
    if (decides(reading) == decides(item.reading) ? later : decides(reading)) {
        item.reading = reading;
        item.read_by = block.block;
    }
    if (reading != 'p') return;

    standing::public_reading const seen{block.block, block.asked_from, block.asked_until};
    auto const by_end = [](auto const& one) { return std::pair{one.until, one.block}; };
    auto const by_begin = [](auto const& one) { return std::pair{one.from, one.block}; };
    if (!item.first_public || by_end(seen) < by_end(*item.first_public)) item.first_public = seen;
    if (!item.last_public || by_begin(seen) > by_begin(*item.last_public)) item.last_public = seen;
}

void answered_first(standing& item, call_id head, bool returned) {
    if (!item.first_asked_by || head < *item.first_asked_by) {
        item.first_asked_by = head;
        item.first_ask = returned;
    } else if (head == *item.first_asked_by && returned) {
        item.first_ask = true;  // A page that was applied after the one that ended the batch.
    }
}

verdict_reason why_unmeasured(standing const& item) {
    if (!item.item.created) return verdict_reason::no_creation_time;
    if (item.out_of_quota) return verdict_reason::quota_spent;
    if (item.out_of_time) return verdict_reason::time_spent;
    if (item.failed_tries == 0) return verdict_reason::run_stopped;
    return item.last_failure == probe_failure::refused ? verdict_reason::platform_refused
                                                       : verdict_reason::platform_failed;
}

/// The call of today or of this week that asked for the item apart from the others and did not get it.
std::optional<call_id> quarantine_of(standing const& item) {
    if (item.quarantined_by) return item.quarantined_by;
    bool const asked_apart = item.reading != 'p' && item.reading != 0;
    return asked_apart ? item.item.quarantined_by : std::nullopt;
}

}  // namespace

day_record::day_record(std::vector<due_item> items, utc_day day, utc_time now,
                       std::chrono::milliseconds settle, bool presence_off)
    : places_{items.size()}, day_{day}, presence_off_{presence_off} {
    standings_.reserve(items.size());
    for (auto const& item : items) {
        places_.put(item.key, standings_.size());
        bool const too_young = item.created && now - item.created->at < settle;
        standings_.push_back({.item = item, .too_young = too_young});
    }
}

std::optional<std::size_t> day_record::place_of(item_key key) const { return places_.find(key); }

std::vector<std::size_t> day_record::places_of(std::vector<item_key> const& keys) const {
    std::vector<std::size_t> places;
    places.reserve(keys.size());
    for (auto const key : keys) {
        if (auto const place = place_of(key)) places.push_back(*place);
    }
    if (!std::is_sorted(places.begin(), places.end())) std::sort(places.begin(), places.end());
    return places;
}

void day_record::apply(presence_block const& block) {
    if (block.readings.size() != block.items.size()) {
        throw std::invalid_argument{"a presence block has one reading an item"};
    }
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        if (auto const place = place_of(block.items[i])) read(standings_[*place], block.readings[i], block);
    }
}

void day_record::apply(call_record const& call) {
    auto const head = call.continues.value_or(call.call);
    if (!call.continues) {
        batches_.try_emplace(head, asked_batch{call.purpose, call.sent_at, places_of(call.items)});
    }
    auto const returned = places_of(call.returned);
    for (auto const place : returned) {
        auto& item = standings_[place];
        item.returned = true;
        keep_lower(item.returned_by, call.call);
        if (call.purpose == call_purpose::first_pass) answered_first(item, head, true);
    }

    auto const found = batches_.find(head);
    if (found == batches_.end()) return;
    auto& batch = found->second;
    std::vector<std::size_t> left;
    std::set_difference(batch.left.begin(), batch.left.end(), returned.begin(), returned.end(),
                        std::back_inserter(left));
    batch.left = std::move(left);

    if (call.failure) {
        for (auto const place : batch.left) {
            auto& item = standings_[place];
            ++item.failed_tries;
            if (item.last_failed && call.call < *item.last_failed) continue;
            item.last_failed = call.call;
            item.last_failure = call.failure;
        }
    } else if (call.complete) {
        left_out(head, batch);
    }
}

void day_record::left_out(call_id head, asked_batch const& batch) {
    for (auto const place : batch.left) {
        auto& item = standings_[place];
        switch (batch.purpose) {
            case call_purpose::first_pass:
                keep_lower(item.absent_by, head);
                answered_first(item, head, false);
                break;
            case call_purpose::confirmation:
            case call_purpose::alone:
                if (item.confirmed_by && *item.confirmed_by <= head) break;
                item.confirmed_by = head;
                item.confirmed_at = batch.sent_at;
                break;
            case call_purpose::quarantine: keep_lower(item.quarantined_by, head); break;
            case call_purpose::harvest: break;
        }
    }
}

bool day_record::is_public(standing const& item) const noexcept {
    return presence_off_ || item.reading == 'p';
}

bool day_record::needs_presence(standing const& item) const {
    return !presence_off_ && !decides(item.reading) && item.reading != 's';
}

bool day_record::needs_first_pass(standing const& item) const {
    return item.item.created && is_public(item) && !item.returned && !item.absent_by;
}

bool day_record::needs_confirmation(standing const& item) const {
    return item.absent_by && is_public(item) && !item.confirmed_by && !item.returned && !item.too_young;
}

bool day_record::needs_reading_again(standing const& item) const {
    return !presence_off_ && item.absent_by && item.confirmed_by && !item.returned && item.reading == 'p' &&
           item.last_public->from < item.confirmed_at;
}

bool day_record::needs_quarantine(standing const& item) const {
    bool const not_public_or_not_known = !presence_off_ && item.reading != 0 && item.reading != 'p';
    return item.item.created && not_public_or_not_known && !item.returned && !item.absent_by &&
           !quarantine_of(item);
}

api_outcome day_record::outcome_of(standing const& item) const {
    using state = api_outcome::state;
    if (item.returned) return {.is = state::returned};
    if (item.absent_by && item.confirmed_by) {
        bool const bracketed = !presence_off_ && item.first_public &&
                               item.first_public->until <= item.confirmed_at &&
                               item.last_public->from >= item.confirmed_at;
        return {.is = state::absent, .grade = absence_grade::twice, .bracketed = bracketed};
    }
    if (item.absent_by) return {.is = state::absent, .grade = absence_grade::once};
    bool const not_known = item.reading != 0 && !decides(item.reading);
    if (not_known && quarantine_of(item)) return {.is = state::absent};
    return {.is = state::unmeasured, .reason = why_unmeasured(item)};
}

presence_state day_record::presence_of(standing const& item) const {
    using state = presence_state::state;
    if (presence_off_) return {.is = state::unknown, .reason = verdict_reason::presence_off};
    switch (item.reading) {
        case 'p': return {.is = state::is_public};
        case 'n': return {.is = state::not_public};
        case 's': return {.is = state::unknown, .reason = verdict_reason::presence_shell};
        case 0: return {.is = state::unknown, .reason = verdict_reason::presence_not_read};
        default: return {.is = state::unknown, .reason = verdict_reason::presence_failed};
    }
}

verdict_row day_record::verdict_of(standing const& item) const {
    verdict_row row{.item = item.item.key, .first_ask = item.first_ask};
    row.judged = judge(outcome_of(item), presence_of(item), scope_state::not_known, !item.too_young);
    if (item.returned) {
        row.decided_by = item.returned_by;
    } else if (item.absent_by) {
        row.decided_by = item.absent_by;
        row.confirmed_by = item.confirmed_by;
    } else {
        row.decided_by = quarantine_of(item);
    }
    if (presence_off_) return row;

    // Before: the earliest public reading. After: what decides, if that is another block.
    row.presence_before = item.first_public ? item.first_public->block : item.read_by;
    auto const last = item.reading == 'p' ? item.last_public->block : item.read_by;
    if (last != row.presence_before) row.presence_after = last;
    return row;
}

std::vector<verdict_row> day_record::verdicts() const {
    std::vector<verdict_row> rows;
    rows.reserve(standings_.size());
    for (auto const& item : standings_) rows.push_back(verdict_of(item));
    return rows;
}

std::pair<std::int64_t, std::int64_t> day_record::due_and_measured() const {
    std::int64_t due = 0;
    std::int64_t measured = 0;
    for (auto const& item : standings_) {
        if (!item.item.created || !is_public(item)) continue;
        ++due;
        if (item.returned || item.absent_by) ++measured;
    }
    return {due, measured};
}

}  // namespace lacuna
