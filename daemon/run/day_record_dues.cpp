#include "daemon/plan/renewal.hpp"
#include "daemon/run/day_absence.hpp"
#include "daemon/run/day_record.hpp"

#include <algorithm>

namespace lacuna {

namespace {

/// The call of today or of this week that asked for the item apart from the others and did not get it.
bool was_quarantined(item_standing const& item) {
    return item.quarantined_by || (item.reading != 'p' && item.reading != 0 && item.item.quarantined_by);
}

}  // namespace

/// Today's reading decides; where there is none that does, an earlier one holds for a while.
bool day_record::is_public(standing const& item) const {
    if (rules_.presence_off || item.reading == 'p') return true;
    if (item.reading == 0 || item.reading == 'n') return false;
    auto const& last = item.item.past.last_public;
    return last && item.item.past.negative_days == 0 && holds(last->at, now_);
}

bool day_record::needs_presence(standing const& item) const {
    return !rules_.presence_off && !decides(item.reading) && item.reading != 's';
}

bool day_record::needs_first_pass(standing const& item) const {
    if (!item.item.created || !is_public(item) || item.returned) return false;
    return std::ranges::none_of(item.left_out_by, [&](std::uint32_t index) {
        auto const& batch = batches_[index];
        return batch.purpose != call_purpose::quarantine && !batch.silent && is_own_window(item, batch);
    });
}

bool day_record::needs_confirmation(standing const& item) const {
    if (item.returned) {
        return std::ranges::any_of(item.left_out_by, [&](std::uint32_t index) {
            auto const& batch = batches_[index];
            auto const place = place_of(item.item.key);
            return batch.confirms() && !batch.silent && place && batch.is_control(*place) &&
                   !asked_again(item, batch);
        });
    }
    if (!is_public(item) || item.too_young || item.item.scope == scope_state::excluded) return false;
    bool const was_asked = std::ranges::any_of(item.left_out_by, [&](std::uint32_t index) {
        auto const& batch = batches_[index];
        return batch.purpose != call_purpose::quarantine && !batch.silent && is_own_window(item, batch);
    });
    return was_asked && !absence_of(item).is_confirmed();
}

bool day_record::needs_renewal(standing const& item) const {
    if (item.returned || !is_public(item) || item.item.scope == scope_state::excluded) return false;
    auto const absent = absence_of(item);
    return absent.is_confirmed() && absent.carried &&
           renewal_due(item.item.created->at, absent.carried->day, day_);
}

bool day_record::needs_asking_alone(standing const& item) const {
    bool const lost = item.item.past.returned && !item.item.past.absent_since;
    if (item.returned || !lost || !is_public(item) || item.item.scope == scope_state::excluded) return false;
    auto const absent = absence_of(item);
    return absent.grade == absence_grade::twice && absent.confirmed && !needs_later_windows(item);
}

bool day_record::needs_later_windows(standing const& item) const {
    return is_public(item) && may_lie_later(item);
}

bool day_record::may_lie_later(standing const& item) const {
    if (!item.item.created || item.item.created->source != creation_source::id) return false;
    if (item.returned || item.too_young || item.item.scope == scope_state::excluded) return false;
    bool const absent = item.item.past.absent_since || absence_of(item).grade != absence_grade::none;
    return absent && (later_days(item) & all_later_days) != all_later_days;
}

bool day_record::needs_reading_again(standing const& item) const {
    if (rules_.presence_off || item.returned || item.reading != 'p') return false;
    auto const absent = absence_of(item);
    return absent.is_confirmed() && !is_bracketed(item, absent) && *last_public_at(item) < absent.latest();
}

bool day_record::needs_reading_before_next_call(standing const& item) const {
    if (rules_.presence_off || !needs_confirmation(item)) return false;
    auto const last = last_public_at(item);
    return std::ranges::any_of(item.left_out_by, [&](std::uint32_t index) {
        auto const& batch = batches_[index];
        return batch.confirms() && (!last || *last < batch.sent_at);
    });
}

bool day_record::needs_quarantine(standing const& item) const {
    bool const not_public_or_not_known = !rules_.presence_off && item.reading != 0 && !is_public(item);
    return item.item.created && not_public_or_not_known && !item.returned && !was_quarantined(item) &&
           std::ranges::none_of(item.left_out_by, [&](std::uint32_t index) {
               return batches_[index].purpose == call_purpose::first_pass;
           });
}

std::optional<utc_time> day_record::last_public_at(standing const& item) const {
    std::optional<utc_time> last;
    if (item.item.past.last_public) last = item.item.past.last_public->at;
    for (auto const& seen : item.readings) {
        auto const& block = blocks_[seen.block];
        if (seen.letter == 'p' && !block.next_day && block.from > last.value_or(utc_time{}))
            last = block.from;
    }
    return last;
}

std::size_t day_record::largest_company(standing const& item, std::size_t most) const {
    if (calls_needed() > 2) return most;  // It is not the company that loses items.
    asked_batch const* last = nullptr;
    for (auto const index : item.left_out_by) {
        auto const& batch = batches_[index];
        if (batch.confirms() && (!last || last->head < batch.head)) last = &batch;
    }
    if (!last) return most;
    bool const doubtful = contradicts(*last) || !is_sound(*last) ||
                          std::ranges::any_of(last->controls, [last](std::size_t place) {
                              return std::ranges::binary_search(last->left, place);
                          });
    if (!doubtful) return most;
    return std::clamp<std::size_t>((last->items.size() - last->controls.size() + 1) / 2, 1, most);
}

std::uint64_t day_record::later_days(standing const& item) const {
    if (!item.item.created) return 0;
    auto const created = std::chrono::floor<std::chrono::days>(item.item.created->at);
    auto searched = item.item.past.later_days;
    for (auto const index : item.left_out_by) {
        auto const& batch = batches_[index];
        if (batch.purpose == call_purpose::quarantine || !is_sound(batch)) continue;
        for (int later = 1; later <= later_window_days; ++later) {
            auto const day = created + std::chrono::days{later};
            if (batch.range.start <= day && day < batch.range.end) searched |= std::uint64_t{1} << later;
        }
    }
    return searched;
}

}  // namespace lacuna
