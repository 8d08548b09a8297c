#include "probes/failure.hpp"

namespace lacuna {

std::string_view to_string(probe_failure failure) noexcept {
    switch (failure) {
        case probe_failure::unreachable: return "unreachable";
        case probe_failure::timed_out: return "timed_out";
        case probe_failure::tls: return "tls";
        case probe_failure::refused: return "refused";
        case probe_failure::rate_limited: return "rate_limited";
        case probe_failure::server_error: return "server_error";
        case probe_failure::unreadable: return "unreadable";
        case probe_failure::too_large: return "too_large";
    }
    return "unreadable";
}

std::optional<probe_failure> failure_of_status(unsigned http_status) noexcept {
    if (http_status == 200) return std::nullopt;
    if (http_status == 401 || http_status == 403) return probe_failure::refused;
    if (http_status == 429) return probe_failure::rate_limited;
    if (http_status >= 500 && http_status <= 599) return probe_failure::server_error;
    return probe_failure::unreadable;
}

}  // namespace lacuna
