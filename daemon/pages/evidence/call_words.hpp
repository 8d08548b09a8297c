#pragma once

#include "daemon/run/observations.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Calls as a reader sees them.
namespace lacuna::pages {

[[nodiscard]] std::string_view in_words(call_purpose purpose) noexcept;
/// What calls of that purpose are for, in one sentence.
[[nodiscard]] std::string_view meaning(call_purpose purpose) noexcept;

[[nodiscard]] std::string_view in_words(probe_failure failure) noexcept;
/// Where to look first; who is at fault is not known.
[[nodiscard]] std::string_view where_to_look(probe_failure failure) noexcept;

/// "answered", or the failure in words.
[[nodiscard]] std::string outcome_words(std::optional<probe_failure> const& failure);
/// "the Research API" of a probe's name; the name itself of one that nobody knows.
[[nodiscard]] std::string endpoint_words(std::string_view probe);
/// "120 ms", "1.4 s".
[[nodiscard]] std::string span_words(std::chrono::milliseconds span);

/// The number of a run or a call, as it stands in an address.
template <class Id>
[[nodiscard]] std::string number_of(Id id) {
    return std::to_string(static_cast<std::int32_t>(id));
}
[[nodiscard]] inline std::string address_of(run_id run) { return "/runs/" + number_of(run); }
[[nodiscard]] inline std::string address_of(call_id call) { return "/calls/" + number_of(call); }

}  // namespace lacuna::pages
