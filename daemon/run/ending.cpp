#include "daemon/run/ending.hpp"

#include "daemon/run/live_run.hpp"

namespace lacuna {

namespace {

constexpr std::int64_t fewest_readings = 20;

struct api_tally {
    std::int64_t due = 0;  ///< Public and dated.
    std::int64_t their_turn = 0;
    std::int64_t measured = 0;
};

api_tally tally_api(day_record const& record, bool presence_off) {
    api_tally tally;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        if (!item.item.created || !(presence_off || item.reading == 'p')) continue;
        ++tally.due;
        bool const measured = is_measured(item);
        if (measured) ++tally.measured;
        if (measured || !(item.out_of_quota || item.out_of_time)) ++tally.their_turn;
    }
    return tally;
}

bool nothing_determinate(day_record const& record) {
    std::int64_t read = 0;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const reading = record.at(place).reading;
        if (reading == 'p' || reading == 'n') return false;
        if (reading != 0) ++read;
    }
    return read >= fewest_readings;
}

void add(std::string& words, std::string const& more) {
    if (!words.empty()) words += "; ";
    words += more;
}

}  // namespace

run_ending ending_of(day_record const& record, bool presence_off) {
    run_ending ending;
    auto const tally = tally_api(record, presence_off);
    ending.due = tally.due;
    ending.measured = tally.measured;
    auto const unmeasured = tally.their_turn - tally.measured;
    if (unmeasured * 3 > tally.their_turn) {
        ending.api = run_ending::arm::invalid;
        add(ending.void_reason, std::to_string(unmeasured) + " of " + std::to_string(tally.their_turn) +
                                    " items stayed unmeasured, more than a third");
    } else if (tally.due > 0 && tally.measured == 0) {
        ending.api = run_ending::arm::invalid;
        add(ending.void_reason, "none of " + std::to_string(tally.due) + " items was measured");
    }
    if (presence_off) {
        ending.presence = run_ending::arm::off;
    } else if (nothing_determinate(record)) {
        ending.presence = run_ending::arm::invalid;
        add(ending.void_reason, "no reading of the presence arm was determinate");
    }
    return ending;
}

}  // namespace lacuna
