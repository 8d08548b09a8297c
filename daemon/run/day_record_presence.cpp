#include "daemon/run/day_absence.hpp"
#include "daemon/run/day_record.hpp"

#include <algorithm>
#include <utility>

namespace lacuna {

day_record::sound_readings day_record::sound_readings_of(standing const& item) const {
    sound_readings sound;
    auto const& past = item.item.past;
    if (past.last_public && past.negative_days == 0) {
        sound.found_public.push_back({past.last_public->block, past.last_public->at, past.last_public->at});
    }
    bool const void_day = presence_is_void();
    std::vector<std::pair<block_id, char>> today;
    for (auto const& seen : item.readings) {
        auto const& block = blocks_[seen.block];
        if (!decides(seen.letter)) continue;
        bool const believed = block.next_day || !(void_day || (seen.letter == 'n' && presence_is_fickle()));
        if (!believed || !blocks_.sound(seen.block)) {
            sound.any_unsound = true;
            continue;
        }
        if (seen.letter == 'p') sound.found_public.push_back({block.number, block.from, block.until});
        if (block.next_day) continue;
        today.emplace_back(block.number, seen.letter);
        if (seen.letter == 'p' && (!sound.last_today || sound.last_today->at < block.from)) {
            sound.last_today = item_past::public_reading{block.number, block.from};
        }
    }
    std::ranges::sort(today);
    if (today.empty()) return sound;
    // What was found today is not gone for one reading that did not find it.
    bool const gone_twice = today.size() > 1 && today[today.size() - 2].second == 'n';
    auto decisive = today.back();
    if (decisive.second == 'n' && sound.last_today && !gone_twice) decisive = today[today.size() - 2];
    sound.latest = decisive.second;
    sound.latest_by = decisive.first;
    return sound;
}

bool day_record::is_bracketed(standing const& item, absence const& absent) const {
    if (rules_.presence_off) return false;
    auto const readings = sound_readings_of(item).found_public;
    return std::ranges::any_of(absent.deciding, [&](utc_time sent) {
        bool const before = std::ranges::any_of(
            readings, [&](auto const& seen) { return seen.from >= utc_time{day_} && seen.until <= sent; });
        bool const after = std::ranges::any_of(
            readings, [&](auto const& seen) { return seen.from >= sent && holds(sent, seen.from); });
        return before && after;
    });
}

presence_state day_record::presence_of(standing const& item) const {
    using state = presence_state::state;
    if (rules_.presence_off) return {.is = state::unknown, .reason = verdict_reason::presence_off};
    auto const sound = sound_readings_of(item);
    auto const& past = item.item.past;
    if (sound.latest == 'p') return {.is = state::is_public};
    if (sound.latest == 'n') {
        bool const was_public = past.last_public || sound.last_today;
        auto const days = (sound.last_today ? 0 : past.negative_days) + 1;
        if (!was_public || days >= loss_after_days) return {.is = state::not_public};
        return {.is = state::unknown, .reason = verdict_reason::presence_lost};
    }
    if (past.last_public && past.negative_days == 0 && holds(past.last_public->at, now_))
        return {.is = state::is_public};
    if (sound.any_unsound) return {.is = state::unknown, .reason = verdict_reason::presence_unsound};
    if (item.reading == 's') return {.is = state::unknown, .reason = verdict_reason::presence_shell};
    return {
        .is = state::unknown,
        .reason = item.reading == 0 ? verdict_reason::presence_not_read : verdict_reason::presence_failed};
}

bool day_record::presence_is_void() const {
    if (!presence_void_) presence_void_ = find_presence_void();
    return *presence_void_;
}

bool day_record::presence_is_fickle() const {
    if (fickle_) return *fickle_;
    constexpr std::int64_t fewest = 20;
    std::int64_t found = 0;
    std::int64_t wavered = 0;
    for (auto const& item : standings_) {
        block_id last_public{};
        std::optional<block_id> first_gone;
        for (auto const& seen : item.readings) {
            auto const& block = blocks_[seen.block];
            if (block.next_day) continue;
            if (seen.letter == 'p') last_public = std::max(last_public, block.number);
            if (seen.letter == 'n') first_gone = std::min(first_gone.value_or(block.number), block.number);
        }
        if (last_public == block_id{}) continue;
        ++found;
        if (first_gone && *first_gone < last_public) ++wavered;
    }
    fickle_ = found >= fewest && wavered * 20 > found;
    return *fickle_;
}

bool day_record::find_presence_void() const {
    constexpr std::int64_t fewest_known_live = 20;
    auto const controls = blocks_.controls();
    if (controls.live_asked > 1 && controls.live_failed == controls.live_asked) return true;
    if (controls.invented_asked > 1 && controls.invented_failed == controls.invented_asked) return true;
    std::int64_t known_live = 0;
    std::int64_t gone = 0;
    std::int64_t found = 0;
    std::int64_t never_found = 0;
    for (auto const& item : standings_) {
        if (item.reading == 'p') ++found;
        if (item.reading == 'n' && item.item.past.negative_days < loss_after_days) ++never_found;
        if (!item.item.past.last_public || item.item.past.negative_days > 0 || !decides(item.reading))
            continue;
        ++known_live;
        if (item.reading == 'n') ++gone;
    }
    // Nothing is known to be live, and nothing was found: nobody can tell a blocked endpoint from a list of
    // the dead.
    if (found == 0 && known_live == 0 && never_found >= fewest_known_live) return true;
    return known_live >= fewest_known_live && gone * 3 > known_live;
}

}  // namespace lacuna
