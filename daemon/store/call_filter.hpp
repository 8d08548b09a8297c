#pragma once

#include "daemon/run/observations.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lacuna {

/// How calls ended, as one may ask for them: a `probe_failure` by its number, or one of these.
enum class call_outcome : std::int16_t { answered = 0, failed = 100, not_believed = 101 };

/// Which calls of a run; nothing set: all.
struct call_filter {
    std::optional<call_purpose> purpose{};
    std::optional<call_outcome> outcome{};
};

[[nodiscard]] std::optional<call_purpose> read_call_purpose(std::string_view name) noexcept;
/// "answered", "failed" (in whatever way), "not_believed", or a failure by its name.
[[nodiscard]] std::optional<call_outcome> read_call_outcome(std::string_view name) noexcept;

/// Every purpose, and every failure, in the order of their numbers.
[[nodiscard]] std::array<call_purpose, 5> const& call_purposes() noexcept;
[[nodiscard]] std::array<probe_failure, 8> const& probe_failures() noexcept;

}  // namespace lacuna
