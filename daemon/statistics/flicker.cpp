#include "daemon/statistics/flicker.hpp"

namespace lacuna {

flicker flicker_of(std::vector<counting_day> const& days) {
    flicker found;
    for (std::size_t at = 1; at < days.size(); ++at) {
        ++found.pairs;
        found.changes += days[at].returned != days[at - 1].returned ? 1 : 0;
    }
    return found;
}

}  // namespace lacuna
