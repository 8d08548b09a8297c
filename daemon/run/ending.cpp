#include "daemon/run/ending.hpp"

#include "daemon/rollup/void_rule.hpp"
#include "daemon/run/mass_change.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace lacuna {

namespace {

constexpr std::int64_t fewest_readings = 20;
struct api_tally {
    std::int64_t due = 0;         ///< Public and dated.
    std::int64_t their_turn = 0;  ///< Due, or not even read, for no want of budget or time.
    std::int64_t measured = 0;
};

api_tally tally_api(day_record const& record) {
    api_tally tally;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (item.item.control_only) continue;
        bool const is_public = record.is_public(item);
        if (!item.item.created || !(is_public || item.reading == 0)) continue;
        bool const measured = is_public && record.is_measured(item);
        if (is_public) ++tally.due;
        if (measured) ++tally.measured;
        if (measured || !(item.out_of_quota || item.out_of_time)) ++tally.their_turn;
    }
    return tally;
}

/// Failed readings alone say so however short the list is; shells may be what a short list is made of.
bool nothing_determinate(day_record const& record) {
    std::int64_t read = 0;
    std::int64_t failed = 0;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const reading = record.at(place).reading;
        if (decides(reading)) return false;
        if (reading != 0) ++read;
        if (reading != 0 && reading != 's') ++failed;
    }
    return failed > 0 || read >= fewest_readings;
}

void add(std::string& words, std::string const& more) {
    if (!words.empty()) words += "; ";
    words += more;
}

/// Of the items that `batch` left out those that a later call of the day returned.
std::int64_t dropped_by(asked_batch const& batch, day_record const& record) {
    return std::ranges::count_if(batch.left, [&](std::size_t place) {
        auto const& item = record.at(place);
        if (item.too_young || !item.item.created || !covers(batch.range, item.item.created->at)) return false;
        return std::ranges::any_of(
            item.returned_in, [&](std::uint32_t index) { return record.batches()[index].head > batch.head; });
    });
}

void tally_calls(day_record const& record, run_checks& checks) {
    auto const& batches = record.batches();
    for (std::size_t index = 0; index < batches.size(); ++index) {
        auto const& batch = batches[index];
        if (!batch.complete) continue;
        checks.controls_asked += static_cast<std::int64_t>(batch.controls.size());
        if (batch.silent) {
            checks.silent = true;
            checks.unsound.push_back({.call = batch.head});
        } else if (auto const by = record.contradiction_of(batch)) {
            ++checks.calls_contradicted;
            checks.items_dropped += dropped_by(batch, record);
            checks.unsound.push_back({.call = batch.head, .contradicted_by = by});
        } else {
            checks.controls_lost += std::ranges::count_if(batch.controls, [&](std::size_t place) {
                return std::ranges::binary_search(batch.left, place) &&
                       record.asked_again(record.at(place), batch);
            });
        }
    }
}

/// Where vantages repeat one another's calls.
std::int64_t disagreements(day_record const& record) {
    std::int64_t items = 0;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (!item.returned || item.too_young || !item.item.created) continue;
        bool const refused = std::ranges::any_of(item.left_out_by, [&](std::uint32_t index) {
            auto const& batch = record.batches()[index];
            if (batch.purpose == call_purpose::quarantine || !record.is_sound(batch)) return false;
            if (!covers(batch.range, item.item.created->at)) return false;
            return std::ranges::none_of(item.returned_in, [&](std::uint32_t other) {
                return record.batches()[other].vantage == batch.vantage;
            });
        });
        if (refused) ++items;
    }
    return items;
}

run_checks checks_of(day_record const& record) {
    run_checks checks;
    tally_calls(record, checks);
    if (record.rules().compare) checks.vantages_disagree = disagreements(record);
    auto const mass = find_mass_change(record);
    checks.mass = mass.what;
    checks.changed_items = mass.changed;
    auto const controls = record.blocks().controls();
    checks.live_asked = controls.live_asked;
    checks.live_failed = controls.live_failed;
    checks.invented_asked = controls.invented_asked;
    checks.invented_failed = controls.invented_failed;
    return checks;
}

}  // namespace

// The words hold no numbers: whoever sees public lists only would read off them what the others hold.
run_ending ending_of(day_record const& record) {
    run_ending ending;
    ending.checks = checks_of(record);
    auto const tally = tally_api(record);
    ending.due = tally.due;
    ending.measured = tally.measured;
    if (record.is_mute()) {
        ending.api = run_ending::arm::invalid;
        add(ending.void_reason, "no call returned anything");
    } else if (too_many_unmeasured(tally.their_turn - tally.measured, tally.their_turn)) {
        ending.api = run_ending::arm::invalid;
        add(ending.void_reason, "more than a third of the items stayed unmeasured");
    } else if (tally.due > 0 && tally.measured == 0) {
        ending.api = run_ending::arm::invalid;
        add(ending.void_reason, "no item was measured");
    }
    if (record.rules().presence_off) {
        ending.presence = run_ending::arm::off;
    } else if (nothing_determinate(record)) {
        ending.presence = run_ending::arm::invalid;
        add(ending.void_reason, "no reading of the presence arm was determinate");
    } else if (record.presence_is_void()) {
        ending.presence = run_ending::arm::invalid;
        add(ending.void_reason, "the presence arm did not find what is known to be public");
    }
    // Nobody was known to be public, so nobody was asked for: that is no valid day of the API arm.
    if (ending.presence == run_ending::arm::invalid && tally.due == 0) ending.api = run_ending::arm::invalid;
    return ending;
}

}  // namespace lacuna
