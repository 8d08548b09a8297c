#include "daemon/plan/renewal.hpp"
#include "daemon/run/day_absence.hpp"
#include "daemon/run/day_record.hpp"

#include <algorithm>
#include <utility>

namespace lacuna {

namespace {

verdict_reason why_unmeasured(item_standing const& item) {
    if (!item.item.created) return verdict_reason::no_creation_time;
    if (item.out_of_quota) return verdict_reason::quota_spent;
    if (item.out_of_time) return verdict_reason::time_spent;
    if (item.failed_tries == 0) return verdict_reason::run_stopped;
    return item.last_failure == probe_failure::refused ? verdict_reason::platform_refused
                                                       : verdict_reason::platform_failed;
}

std::optional<call_id> quarantine_of(item_standing const& item) {
    if (item.quarantined_by) return item.quarantined_by;
    bool const asked_apart = item.reading != 'p' && item.reading != 0;
    return asked_apart ? item.item.quarantined_by : std::nullopt;
}

}  // namespace

bool day_record::holds(utc_time reading, utc_time until) const {
    return reading <= until && until - reading <= rules_.max_age;
}

day_record::absence day_record::absence_of(standing const& item) const {
    std::vector<asked_batch const*> sound;
    for (auto const index : item.left_out_by) {
        auto const& batch = batches_[index];
        if (batch.purpose == call_purpose::quarantine || batch.purpose == call_purpose::harvest) continue;
        if (is_own_window(item, batch) && is_sound(batch)) sound.push_back(&batch);
    }
    absence found;
    if (sound.empty() || is_mute()) return found;
    std::ranges::sort(sound, {}, [](auto const* batch) { return batch->head; });
    found.grade = absence_grade::once;
    found.decided = sound.front()->head;
    auto const& past = item.item.past;
    if (past.confirmed && day_ - past.confirmed->day <= confirmation_holds) found.carried = past.confirmed;

    for (auto const* batch : sound) {
        if (!confirms(*batch)) continue;
        bool const alone = batch->purpose == call_purpose::alone;
        if (!alone && batch == sound.front() && !found.carried) continue;
        if (alone && found.grade != absence_grade::alone) {
            found.deciding.clear();
            found.confirmed.reset();
        }
        if (!alone && found.grade == absence_grade::alone) continue;
        found.grade = alone ? absence_grade::alone : absence_grade::twice;
        if (!found.confirmed) found.confirmed = batch->head;
        found.deciding.push_back(batch->sent_at);
    }
    bool const alone = found.grade == absence_grade::alone && calls_needed() == 2;
    if (!alone && sound.size() + (found.carried ? 1 : 0) < calls_needed()) {
        found = {.grade = absence_grade::once, .decided = found.decided};
        return found;
    }
    if (found.confirmed) {
        found.carried.reset();
        return found;
    }
    if (found.carried) found.grade = absence_grade::twice;
    for (auto const* batch : sound) found.deciding.push_back(batch->sent_at);
    return found;
}

api_outcome day_record::outcome_of(standing const& item) const {
    using state = api_outcome::state;
    if (item.returned) return {.is = state::returned};
    auto const absent = absence_of(item);
    if (absent.grade != absence_grade::none) {
        return {.is = state::absent,
                .grade = absent.grade,
                .bracketed = is_bracketed(item, absent),
                .may_lie_later = needs_later_windows(item)};
    }
    bool contradicted = false;
    bool silent = false;
    for (auto const index : item.left_out_by) {
        contradicted |= contradiction_of(batches_[index]).has_value();
        silent |= batches_[index].silent;
    }
    bool const not_asked = item.left_out_by.empty() && item.failed_tries == 0 && item.item.created;
    silent |= is_mute() && !item.left_out_by.empty();
    silent |= silent_ && not_asked && !item.out_of_quota && is_public(item);
    if (silent) return {.is = state::unmeasured, .reason = verdict_reason::silent};
    if (contradicted) return {.is = state::unmeasured, .reason = verdict_reason::contradicted};
    bool const not_known = item.reading != 0 && presence_of(item).is == presence_state::state::unknown;
    if (not_known && quarantine_of(item)) return {.is = state::absent};
    return {.is = state::unmeasured, .reason = why_unmeasured(item)};
}

verdict_row day_record::verdict_of(standing const& item) const {
    verdict_row row{.item = item.item.key, .first_ask = item.first_ask};
    row.judged = judge(outcome_of(item), presence_of(item), item.item.scope, !item.too_young);
    auto const absent = absence_of(item);
    if (item.returned) {
        row.decided_by = item.returned_by;
    } else if (absent.grade != absence_grade::none) {
        row.decided_by = absent.decided;
        row.confirmed_by = absent.confirmed;
        if (absent.carried) row.confirmed_by = absent.carried->call;
    } else {
        row.decided_by = quarantine_of(item);
    }
    if (rules_.presence_off) return row;

    // Before: the earliest public reading. After: what decides, if that is another block.
    auto const sound = sound_readings_of(item);
    auto const& seen = sound.found_public;
    auto const first = std::ranges::min_element(seen, {}, [](auto const& one) {
        return std::pair{one.until, one.block};
    });
    row.presence_before = first == seen.end() ? item.read_by : first->block;
    auto after = sound.latest == 'n' ? sound.latest_by : item.read_by;
    auto const last = std::ranges::max_element(seen, {}, [](auto const& one) {
        return std::pair{one.from, one.block};
    });
    if (sound.latest != 'n' && last != seen.end()) after = last->block;
    if (after != row.presence_before) row.presence_after = after;
    return row;
}

std::vector<verdict_row> day_record::verdicts() const {
    std::vector<verdict_row> rows;
    rows.reserve(standings_.size());
    for (auto const& item : standings_) {
        if (!item.item.control_only) rows.push_back(verdict_of(item));
    }
    return rows;
}

std::vector<past_row> day_record::pasts(bool api_void) const {
    std::vector<past_row> rows;
    for (auto const& item : standings_) {
        auto const past = past_of(item, api_void);
        if (!item.item.control_only && past != item_past{}) rows.push_back({item.item.key, past});
    }
    return rows;
}

item_past day_record::past_of(standing const& item, bool api_void) const {
    auto past = item.item.past;
    auto const sound = sound_readings_of(item);
    if (sound.last_today) {
        past.last_public = sound.last_today;
        past.negative_days = 0;
    }
    if (sound.latest == 'n') {
        past.negative_days = std::min(past.negative_days + 1, loss_after_days);
    }
    if (item.returned) {
        past.returned = item_past::found{day_, *item.returned_by};
        past.absent_since.reset();
        past.confirmed.reset();
        past.later_days = 0;
        return past;
    }
    if (api_void) return past;
    auto const absent = absence_of(item);
    if (absent.grade == absence_grade::none) return past;
    if (!past.absent_since) past.absent_since = day_;
    if (absent.confirmed) past.confirmed = item_past::found{day_, *absent.confirmed};
    past.later_days = later_days(item);
    return past;
}

}  // namespace lacuna
