#include "daemon/run/day_record.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace lacuna {

namespace {

template <class Number>
void keep_lower(std::optional<Number>& kept, Number number) {
    if (!kept || number < *kept) kept = number;
}

void answered_first(item_standing& item, call_id head, bool returned) {
    if (!item.first_asked_by || head < *item.first_asked_by) {
        item.first_asked_by = head;
        item.first_ask = returned;
    } else if (head == *item.first_asked_by && returned) {
        item.first_ask = true;  // A page that was applied after the one that ended the batch.
    }
}

}  // namespace

day_record::day_record(std::vector<due_item> items, utc_day day, utc_time now, day_rules rules)
    : places_{items.size()}, day_{day}, now_{now}, rules_{rules} {
    standings_.reserve(items.size());
    add(std::move(items));
}

void day_record::add(std::vector<due_item> items) {
    for (auto& item : items) {
        if (places_.find(item.key)) continue;
        places_.put(item.key, standings_.size());
        bool const too_young = item.created && now_ - item.created->at < rules_.settle;
        if (item.past.returned && item.past.returned->day > last_returning_day_.value_or(utc_day{})) {
            last_returning_day_ = item.past.returned->day;
        }
        standings_.push_back({.item = std::move(item), .too_young = too_young});
    }
}

void day_record::learn(item_key key, std::chrono::sys_seconds created) {
    auto const place = place_of(key);
    if (!place) return;
    auto& known = standings_[*place].item.created;
    if (!known || known->source > creation_source::metadata) {
        known = creation{.at = created, .source = creation_source::metadata};
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

void day_record::apply(presence_block const& block) { read(block, false); }

void day_record::apply_next_day(presence_block const& block) { read(block, true); }

void day_record::read(presence_block const& block, bool next_day) {
    if (block.readings.size() != block.items.size()) {
        throw std::invalid_argument{"a presence block has one reading an item"};
    }
    auto const index = static_cast<std::uint32_t>(blocks_.add(block, next_day));
    presence_void_.reset();
    fickle_.reset();
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        auto const place = place_of(block.items[i]);
        if (!place) continue;
        auto& item = standings_[*place];
        char const letter = block.readings[i];
        item.readings.push_back({.block = index, .letter = letter});
        if (next_day) continue;
        bool const later = !item.read_by || *item.read_by < block.block;
        if (decides(letter) == decides(item.reading) ? later : decides(letter)) {
            item.reading = letter;
            item.read_by = block.block;
        }
    }
}

void day_record::apply(call_record const& call) {
    auto const head = call.continues.value_or(call.call);
    auto const index = call.continues ? batches_.find(head)
                                      : batches_.begin(call, places_of(call.items), places_of(call.controls));
    auto const returned = places_of(call.returned);
    heard_ = heard_ || !call.returned.empty();
    for (auto const place : returned) {
        auto& item = standings_[place];
        item.returned = true;
        keep_lower(item.returned_by, call.call);
        if (!index) continue;
        auto& batch = batches_[*index];
        batch.empty = false;
        if (call.purpose == call_purpose::first_pass) answered_first(item, head, true);
        std::erase(batch.left, place);
        auto const gone = std::ranges::remove(item.left_out_by, static_cast<std::uint32_t>(*index));
        item.left_out_by.erase(gone.begin(), gone.end());
        item.returned_in.push_back(static_cast<std::uint32_t>(*index));
    }
    if (!index) return;
    if (call.failure) {
        for (auto const place : batches_[*index].left) {
            auto& item = standings_[place];
            ++item.failed_tries;
            if (item.last_failed && call.call < *item.last_failed) continue;
            item.last_failed = call.call;
            item.last_failure = call.failure;
        }
    } else if (call.complete) {
        complete(*index);
    }
    mute_.reset();
    calls_needed_.reset();
    listen_for_silence();
}

void day_record::complete(std::size_t index) {
    auto& batch = batches_[index];
    batch.complete = true;
    for (auto const place : batch.left) {
        auto& item = standings_[place];
        item.left_out_by.push_back(static_cast<std::uint32_t>(index));
        if (batch.purpose == call_purpose::first_pass) answered_first(item, batch.head, false);
        if (batch.purpose == call_purpose::quarantine) keep_lower(item.quarantined_by, batch.head);
    }
}

bool day_record::is_own_window(standing const& item, asked_batch const& batch) const {
    return item.item.created && covers(batch.range, item.item.created->at);
}

bool day_record::is_contradicted(asked_batch const& batch, asked_batch const& by,
                                 standing const& item) const {
    if (by.head <= batch.head || item.too_young) return false;
    if (rules_.compare && batch.vantage != by.vantage) return false;
    return is_own_window(item, batch) && is_own_window(item, by);
}

std::optional<call_id> day_record::contradiction_of(asked_batch const& batch) const {
    std::optional<call_id> first;
    if (batch.purpose == call_purpose::quarantine || !batch.complete) return first;
    for (auto const place : batch.left) {
        auto const& item = standings_[place];
        for (auto const index : item.returned_in) {
            if (is_contradicted(batch, batches_[index], item)) keep_lower(first, batches_[index].head);
        }
    }
    return first;
}

bool day_record::contradicts(asked_batch const& batch) const {
    return std::ranges::any_of(batch.items, [&](std::size_t place) {
        auto const& item = standings_[place];
        if (std::ranges::binary_search(batch.left, place)) return false;
        return std::ranges::any_of(item.left_out_by, [&](std::uint32_t index) {
            auto const& other = batches_[index];
            return other.purpose != call_purpose::quarantine && is_contradicted(other, batch, item);
        });
    });
}

void day_record::listen_for_silence() {
    silent_ = false;
    auto const rows = batches_.empty_rows();
    if (rows.empty()) return;
    for (std::size_t index = 0; index < batches_.size(); ++index) batches_[index].silent = false;
    auto const last = batches_.last_complete();
    for (auto const& row : rows) {
        std::unordered_set<std::size_t> expected;
        for (auto const at : row) {
            for (auto const place : batches_[at].left) {
                auto const& item = standings_[place];
                bool const last_time =
                    item.item.past.returned && item.item.past.returned->day == last_returning_day_;
                if (item.returned || last_time) expected.insert(place);
            }
        }
        if (expected.size() < silent_items) continue;
        for (auto const at : row) batches_[at].silent = true;
    }
    silent_ =
        !last.empty() && std::ranges::all_of(last, [this](std::size_t at) { return batches_[at].silent; });
}

bool day_record::is_silent(vantage_id vantage) const {
    return std::ranges::any_of(batches_.last_complete(), [&](std::size_t at) {
        return batches_[at].vantage == vantage && batches_[at].silent;
    });
}

bool day_record::asked_again(standing const& control, asked_batch const& batch) const {
    // An empty answer is none.
    auto const later = [&](std::uint32_t index) {
        return batches_[index].head > batch.head && !batches_[index].empty;
    };
    return std::ranges::any_of(control.left_out_by, later) || std::ranges::any_of(control.returned_in, later);
}

bool day_record::is_sound(asked_batch const& batch) const {
    if (!batch.complete || batch.silent || contradiction_of(batch)) return false;
    // Controls that are missing have to be asked for again before the call is believed.
    return std::ranges::all_of(batch.controls, [&](std::size_t place) {
        bool const lost = std::ranges::binary_search(batch.left, place);
        return !lost || asked_again(standings_[place], batch);
    });
}

bool day_record::is_measured(standing const& item) const {
    return item.returned || std::ranges::any_of(item.left_out_by, [&](std::uint32_t index) {
               auto const& batch = batches_[index];
               return batch.purpose != call_purpose::quarantine && is_own_window(item, batch) &&
                      is_sound(batch);
           });
}

bool day_record::is_mute() const {
    if (heard_) return false;
    if (!mute_) {
        constexpr std::int64_t fewest_unanswered = 20;
        auto const asked = std::ranges::count_if(standings_, [&](standing const& item) {
            return !item.item.control_only && !item.left_out_by.empty() && is_public(item);
        });
        mute_ = asked >= fewest_unanswered;
    }
    return *mute_;
}

bool day_record::confirms(asked_batch const& batch) const {
    if (!batch.confirms()) return false;
    if (!batch.controls.empty()) {
        return std::ranges::any_of(batch.controls, [&](std::size_t place) {
            return !std::ranges::binary_search(batch.left, place);
        });
    }
    if (!batch.empty) return true;
    return batches_.sampled_in_vain(batch.range.start);
}

}  // namespace lacuna
