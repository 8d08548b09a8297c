#include "daemon/run/read_blocks.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace lacuna {

control_result live_result(char reading) noexcept {
    if (reading == 'p') return control_result::passed;
    return reading == 'n' || reading == 's' ? control_result::failed : control_result::not_asked;
}

control_result invented_result(char reading) noexcept {
    if (reading == 'n') return control_result::passed;
    return reading == 'p' ? control_result::failed : control_result::not_asked;
}

std::size_t read_blocks::add(presence_block const& read, bool next_day) {
    blocks_.push_back({.number = read.block,
                       .from = read.asked_from,
                       .until = read.asked_until,
                       .purpose = read.purpose,
                       .live = live_result(read.live_reading),
                       .invented = invented_result(read.invented_reading),
                       .next_day = next_day});
    sound_.clear();
    return blocks_.size() - 1;
}

void read_blocks::judge() const {
    sound_.assign(blocks_.size(), true);
    std::vector<std::size_t> order(blocks_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [this](std::size_t at) {
        auto const& one = blocks_[at];
        return std::tuple{one.next_day, one.purpose, one.from, one.number};
    });
    auto const same_sweep = [&](std::size_t a, std::size_t b) {
        return blocks_[a].next_day == blocks_[b].next_day && blocks_[a].purpose == blocks_[b].purpose;
    };
    using enum control_result;
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto const& here = blocks_[order[i]];
        bool const has_next = i + 1 < order.size() && same_sweep(order[i], order[i + 1]);
        bool const has_last = i > 0 && same_sweep(order[i], order[i - 1]);
        bool const dead = here.live == failed && (!has_next || blocks_[order[i + 1]].live != passed);
        bool const credulous =
            here.invented == failed && (!has_last || blocks_[order[i - 1]].invented != passed);
        sound_[order[i]] = !dead && !credulous;
    }
}

bool read_blocks::sound(std::size_t index) const {
    if (sound_.size() != blocks_.size()) judge();
    return sound_[index];
}

read_blocks::tally read_blocks::controls() const {
    tally sum;
    for (auto const& one : blocks_) {
        if (one.next_day) continue;
        if (one.live != control_result::not_asked) ++sum.live_asked;
        if (one.live == control_result::failed) ++sum.live_failed;
        if (one.invented != control_result::not_asked) ++sum.invented_asked;
        if (one.invented == control_result::failed) ++sum.invented_failed;
    }
    return sum;
}

}  // namespace lacuna
