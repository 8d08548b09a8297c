#include "daemon/run/observations.hpp"

namespace lacuna {

char letter_of(probe_failure failure) noexcept {
    switch (failure) {
        case probe_failure::unreachable: return 'u';
        case probe_failure::timed_out: return 't';
        case probe_failure::tls: return 'x';
        case probe_failure::refused: return 'r';
        case probe_failure::rate_limited: return 'l';
        case probe_failure::server_error: return 'e';
        case probe_failure::unreadable: return 'j';
        case probe_failure::too_large: return 'b';
    }
    return 'j';
}

std::string_view to_string(call_purpose purpose) noexcept {
    switch (purpose) {
        case call_purpose::first_pass: return "first_pass";
        case call_purpose::confirmation: return "confirmation";
        case call_purpose::alone: return "alone";
        case call_purpose::quarantine: return "quarantine";
        case call_purpose::harvest: return "harvest";
    }
    return "unknown_purpose";
}

}  // namespace lacuna
