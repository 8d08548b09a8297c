#pragma once

#include "daemon/time/utc.hpp"
#include "daemon/verdict/verdict.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// A stretch of equal verdicts, both days included.
struct verdict_stretch {
    verdict_kind kind{};
    utc_day first{}, last{};
    friend bool operator==(verdict_stretch const&, verdict_stretch const&) = default;
};

/// One letter a day as stored, '\0' where there is no verdict; [0] is `first`. What a strip draws, in words.
[[nodiscard]] std::vector<verdict_stretch> stretches(std::string_view letters, utc_day first);

/// One cell a letter, newest right, one path a verdict; a cell without a verdict, or with an unknown letter,
/// stays blank.
/// @param label what it shows, read out in place of the picture. Escaped here.
[[nodiscard]] std::string strip_svg(std::string_view letters, std::string_view label);
/// The same, and each cell says its title where a pointer rests on it.
/// @param titles one a letter, empty where there is none. Escaped here.
[[nodiscard]] std::string titled_strip_svg(std::string_view letters, std::string_view label,
                                           std::vector<std::string> const& titles);

/// The dates above strips of the same days; decorative.
[[nodiscard]] std::string strip_axis_svg(utc_day first, utc_day last, int most_ticks);

}  // namespace lacuna::charts
