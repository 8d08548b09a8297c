#pragma once

#include <cstdint>

namespace lacuna {

/// This process, as the kernel sees it.
struct process_figures {
    double cpu_seconds = 0;  ///< User and system.
    double resident_bytes = 0;
    double open_descriptors = 0;
    double descriptors_most = 0;
    double started_at = 0;  ///< UNIX seconds.
};
[[nodiscard]] process_figures read_process_figures();

}  // namespace lacuna
