#pragma once

#include "daemon/time/utc.hpp"

namespace lacuna {

/// One day on which an item counts.
struct counting_day {
    utc_day day{};
    bool returned = false;  ///< Retrievable; else missing.
};

}  // namespace lacuna
