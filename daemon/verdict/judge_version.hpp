#pragma once

#include <cstdint>
#include <string_view>

namespace lacuna {

/// The judge, with what feeds it. Raised whenever either changes meaning: then a new rule set begins
/// (table rule_set), and verdicts reached before stay beside those reached after.
inline constexpr std::int16_t judge_version = 2;
/// What sets this judge apart from the one before; said on the method page.
inline constexpr std::string_view judge_words =
    "Calls that a later call contradicts, and silent ones, are not believed; an absence stays confirmed for "
    "a week; a "
    "video is not public after negative readings on three days; documented scope rules apply.";

}  // namespace lacuna
