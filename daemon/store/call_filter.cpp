#include "daemon/store/call_filter.hpp"

namespace lacuna {

std::array<call_purpose, 5> const& call_purposes() noexcept {
    using enum call_purpose;
    static constexpr std::array<call_purpose, 5> all{first_pass, confirmation, alone, quarantine, harvest};
    return all;
}

std::array<probe_failure, 8> const& probe_failures() noexcept {
    using enum probe_failure;
    static constexpr std::array<probe_failure, 8> all{unreachable,  timed_out,    tls,        refused,
                                                      rate_limited, server_error, unreadable, too_large};
    return all;
}

std::optional<call_purpose> read_call_purpose(std::string_view name) noexcept {
    for (auto const purpose : call_purposes()) {
        if (to_string(purpose) == name) return purpose;
    }
    return std::nullopt;
}

std::optional<call_outcome> read_call_outcome(std::string_view name) noexcept {
    if (name == "answered") return call_outcome::answered;
    if (name == "failed") return call_outcome::failed;
    if (name == "not_believed") return call_outcome::not_believed;
    for (auto const failure : probe_failures()) {
        if (to_string(failure) == name) return static_cast<call_outcome>(failure);
    }
    return std::nullopt;
}

}  // namespace lacuna
