#include "daemon/pages/evidence/call_words.hpp"

#include <array>
#include <cstdio>

namespace lacuna::pages {

std::string_view in_words(call_purpose purpose) noexcept {
    switch (purpose) {
        case call_purpose::first_pass: return "first pass";
        case call_purpose::confirmation: return "confirmation";
        case call_purpose::alone: return "asked alone";
        case call_purpose::quarantine: return "quarantine";
        case call_purpose::harvest: return "random sample";
    }
    return {};
}

std::string_view meaning(call_purpose purpose) noexcept {
    switch (purpose) {
        case call_purpose::first_pass: return "Asks for every video that is due, up to 100 in one call.";
        case call_purpose::confirmation:
            return "Asks again for what was left out, beside videos that are known to be returned.";
        case call_purpose::alone:
            return "Asks for one video alone with controls, so that no other can have spoilt the answer.";
        case call_purpose::quarantine:
            return "Asks for videos that are not public, or not known to be. Only what comes back is used.";
        case call_purpose::harvest:
            return "Asks for a random sample of a window, to find videos that can serve as controls.";
    }
    return {};
}

std::string_view in_words(probe_failure failure) noexcept {
    switch (failure) {
        case probe_failure::unreachable: return "not reachable";
        case probe_failure::timed_out: return "no complete answer in time";
        case probe_failure::tls: return "no secure connection";
        case probe_failure::refused: return "refused";
        case probe_failure::rate_limited: return "asked to slow down";
        case probe_failure::server_error: return "server error";
        case probe_failure::unreadable: return "answer not as documented";
        case probe_failure::too_large: return "answer too large";
    }
    return {};
}

std::string_view where_to_look(probe_failure failure) noexcept {
    switch (failure) {
        case probe_failure::unreachable:
        case probe_failure::timed_out:
        case probe_failure::tls: return "the way between us, or the endpoint";
        case probe_failure::refused: return "our credential and our question";
        case probe_failure::rate_limited: return "our pace, or the endpoint";
        case probe_failure::server_error:
        case probe_failure::unreadable:
        case probe_failure::too_large: return "the endpoint";
    }
    return {};
}

std::string outcome_words(std::optional<probe_failure> const& failure) {
    return std::string{failure ? in_words(*failure) : std::string_view{"answered"}};
}

std::string endpoint_words(std::string_view probe) {
    if (probe == "tiktok.research") return "the Research API";
    if (probe == "tiktok.oembed") return "the public endpoint (oEmbed)";
    return std::string{probe};
}

std::string span_words(std::chrono::milliseconds span) {
    if (span.count() < 1000) return std::to_string(span.count()) + "\u00a0ms";
    std::array<char, 32> text{};
    auto const length =
        std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(span.count()) / 1000);
    return std::string{text.data(), static_cast<std::size_t>(length)} + "\u00a0s";
}

}  // namespace lacuna::pages
