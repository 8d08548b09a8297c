#include "daemon/rollup/lag.hpp"

#include <algorithm>
#include <cmath>

namespace lacuna {

namespace {

constexpr double horizon = std::chrono::duration<double, std::ratio<3600>>{longest_lag}.count();

double hours_after(utc_time from, utc_time to) {
    return std::chrono::duration<double, std::ratio<3600>>{to - from}.count();
}

bool was_already_there(lag_history const& item) {
    return item.returned_first && !(item.absent_first && *item.absent_first < *item.returned_first) &&
           item.added_at - item.created_at > soon_enough;
}

observed_time observed(lag_history const& item) {
    bool const returned = item.returned_first.has_value();
    auto const last = returned ? *item.returned_first : *item.absent_last;
    auto const exit = std::ceil(hours_after(item.created_at, last));
    return {.entry = std::max(0.0, hours_after(item.created_at, item.added_at)),
            .exit = std::min(exit, horizon),
            .event = returned && exit <= horizon};
}

}  // namespace

list_lag lag_of(std::vector<lag_history> const& items) {
    list_lag lag;
    std::vector<observed_time> subjects;
    for (auto const& item : items) {
        if (!item.returned_first && !item.absent_last) continue;
        ++lag.items;
        if (was_already_there(item)) {
            ++lag.already_there;
        } else {
            subjects.push_back(observed(item));
        }
    }
    lag.curve = kaplan_meier(subjects, fewest_for_lag);
    return lag;
}

}  // namespace lacuna
