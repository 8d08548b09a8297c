#include "daemon/run/schedule.hpp"

namespace lacuna {

utc_time next_start(utc_time now, std::chrono::minutes start, std::optional<utc_day> last_ended_day) {
    auto const today = day_of(now);
    if (last_ended_day == today) return today + std::chrono::days{1} + start;
    return now < today + start ? utc_time{today + start} : now;
}

}  // namespace lacuna
