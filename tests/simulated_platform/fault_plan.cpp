#include "tests/simulated_platform/fault_plan.hpp"

#include "tests/simulated_platform/chance.hpp"

namespace lacuna::simulated {
namespace {

bool meant(fault const& it, fault::kind what, occasion const& when) {
    if (it.what != what || when.now < it.from || when.now >= it.to) return false;
    if (!it.client.empty() && it.client != when.client) return false;
    if (when.end < it.dates_from || when.start >= it.dates_to) return false;
    if (it.endpoint == "any" || it.endpoint == when.endpoint) return true;
    return it.endpoint == "research" && (when.endpoint == "video_query" || when.endpoint == "user_info");
}

std::uint64_t day_number(sys_seconds now) {
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::days>(now).time_since_epoch().count());
}

}  // namespace

fault const* fault_plan::strikes(fault::kind what, occasion const& when) const {
    for (std::size_t place = 0; place < faults_.size(); ++place) {
        auto const& it = faults_[place];
        if (!meant(it, what, when)) continue;
        if (it.probability >= 1) return &it;
        auto const bits =
            draw(seed_, place, static_cast<int>(what), when.question, day_number(when.now), when.attempt);
        if (share_of(bits) < it.probability) return &it;
    }
    return nullptr;
}

fault const* fault_plan::strikes_always(fault::kind what, occasion const& when, std::uint64_t key) const {
    for (std::size_t place = 0; place < faults_.size(); ++place) {
        auto const& it = faults_[place];
        if (!meant(it, what, when)) continue;
        if (share_of(draw(seed_, place, static_cast<int>(what), key)) < it.probability) return &it;
    }
    return nullptr;
}

std::uint64_t fault_plan::detail(occasion const& when) const {
    return draw(seed_, 0xDE7A11, when.question, day_number(when.now), when.attempt);
}

std::uint32_t attempt_counter::count(std::uint64_t question, sys_seconds now) {
    auto const day = std::chrono::floor<std::chrono::days>(now);
    if (day != day_) {
        day_ = day;
        asked_.clear();
    }
    return asked_[question]++;
}

}  // namespace lacuna::simulated
