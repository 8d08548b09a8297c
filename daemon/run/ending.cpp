#include "daemon/run/ending.hpp"

#include "daemon/run/live_run.hpp"

namespace lacuna {

namespace {

constexpr std::int64_t fewest_readings = 20;

struct api_tally {
    std::int64_t due = 0;         ///< Public and dated.
    std::int64_t their_turn = 0;  ///< Due, or not even read, for no want of budget or time.
    std::int64_t measured = 0;
};

api_tally tally_api(day_record const& record, bool presence_off) {
    api_tally tally;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        bool const is_public = presence_off || item.reading == 'p';
        if (!item.item.created || !(is_public || item.reading == 0)) continue;
        bool const measured = is_public && is_measured(item);
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
        if (reading == 'p' || reading == 'n') return false;
        if (reading != 0) ++read;
        if (reading != 0 && reading != 's') ++failed;
    }
    return failed > 0 || read >= fewest_readings;
}

void add(std::string& words, std::string const& more) {
    if (!words.empty()) words += "; ";
    words += more;
}

}  // namespace

// The words hold no numbers: whoever sees public lists only would read off them what the others hold.
run_ending ending_of(day_record const& record, bool presence_off) {
    run_ending ending;
    auto const tally = tally_api(record, presence_off);
    ending.due = tally.due;
    ending.measured = tally.measured;
    auto const unmeasured = tally.their_turn - tally.measured;
    if (unmeasured * 3 > tally.their_turn) {
        ending.api = run_ending::arm::invalid;
        add(ending.void_reason, "more than a third of the items stayed unmeasured");
    } else if (tally.due > 0 && tally.measured == 0) {
        ending.api = run_ending::arm::invalid;
        add(ending.void_reason, "no item was measured");
    }
    if (presence_off) {
        ending.presence = run_ending::arm::off;
    } else if (nothing_determinate(record)) {
        ending.presence = run_ending::arm::invalid;
        add(ending.void_reason, "no reading of the presence arm was determinate");
        // Nobody was known to be public, so nobody was asked for: that is no valid day of the API arm.
        if (tally.due == 0) ending.api = run_ending::arm::invalid;
    }
    return ending;
}

}  // namespace lacuna
