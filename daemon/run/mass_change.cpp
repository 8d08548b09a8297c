#include "daemon/run/mass_change.hpp"

#include <algorithm>

namespace lacuna {

namespace {

constexpr std::size_t fewest_changed = 5;

bool is_mass(std::size_t changed, std::size_t of) { return changed >= fewest_changed && changed * 3 > of; }

/// Whether enough of the sample have been asked again.
bool sampled(std::size_t asked_again, std::size_t changed) {
    return asked_again * 10 >= std::min(changed, mass_sample) * 9;
}

struct tally {
    std::size_t known = 0;
    std::size_t fell_at_first = 0;
    std::vector<std::size_t> fell{}, rose{};
    std::size_t fell_again = 0;   // Of `fell`, left out by a second sound call.
    std::size_t rose_again = 0;   // Of `rose`, returned by two calls.
    std::size_t rose_lapsed = 0;  // Of `rose`, left out when asked again.
};

tally count(day_record const& record) {
    tally found;
    for (std::size_t place = 0; place < record.size(); ++place) {
        auto const& item = record.at(place);
        auto const& past = item.item.past;
        bool const was_returned = past.returned && !past.absent_since;
        bool const was_absent = past.absent_since && past.confirmed;
        if (!(was_returned || was_absent) || !record.is_public(item) || item.too_young) continue;
        if (!item.first_ask) continue;
        ++found.known;
        if (was_returned && !*item.first_ask) ++found.fell_at_first;
        if (was_returned && !item.returned) {
            found.fell.push_back(place);
            if (item.left_out_by.size() > 1) ++found.fell_again;
        }
        if (was_absent && item.returned) {
            found.rose.push_back(place);
            if (item.returned_in.size() > 1) ++found.rose_again;
            if (item.returned_in.size() == 1 && !item.left_out_by.empty()) ++found.rose_lapsed;
        }
    }
    return found;
}

}  // namespace

mass_finding find_mass_change(day_record const& record) {
    auto found = count(record);
    mass_finding finding;
    if (is_mass(found.rose.size(), found.known)) {
        auto const again = found.rose_again + found.rose_lapsed;
        finding.what = mass_change::rise_provisional;
        if (sampled(again, found.rose.size())) {
            finding.what = found.rose_lapsed * 3 > again ? mass_change::refuted : mass_change::rise;
        }
        finding.changed = static_cast<std::int64_t>(found.rose.size());
        finding.places = std::move(found.rose);
    } else if (is_mass(found.fell.size(), found.known)) {
        finding.what =
            sampled(found.fell_again, found.fell.size()) ? mass_change::fall : mass_change::fall_provisional;
        finding.changed = static_cast<std::int64_t>(found.fell.size());
        finding.places = std::move(found.fell);
    } else if (is_mass(found.fell_at_first, found.known)) {
        finding.what = mass_change::refuted;
        finding.changed = static_cast<std::int64_t>(found.fell.size());
        finding.places = std::move(found.fell);
    }
    return finding;
}

}  // namespace lacuna
