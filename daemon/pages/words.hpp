#pragma once

#include "daemon/time/utc.hpp"
#include "daemon/verdict/verdict.hpp"
#include "daemon/watchlist/item.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// Numbers, times and codes as a reader sees them: plain words, a narrow vocabulary, no cause that nobody
// observed.
namespace lacuna::pages {

/// "8,713 videos", "1 video".
[[nodiscard]] std::string count_of(std::int64_t number, std::string_view one, std::string_view many);
/// 0.8757 -> "87.6 %"; the space does not break. All is "100 %" and none "0 %", and nothing else is rounded
/// to either.
[[nodiscard]] std::string percent(double share);
/// "86.9–88.2", without the sign.
[[nodiscard]] std::string percent_range(double low, double high);
/// "05:12 UTC".
[[nodiscard]] std::string time_of_day(utc_time instant);
/// "20 Nov 2026, 05:12 UTC".
[[nodiscard]] std::string moment(utc_time instant);

/// A state of somebody else's series.
[[nodiscard]] constexpr bool is_imported(verdict_kind kind) noexcept {
    return kind == verdict_kind::imported_available || kind == verdict_kind::imported_not_available ||
           kind == verdict_kind::imported_error;
}

/// What a verdict means and what it does not, in one sentence.
[[nodiscard]] std::string_view meaning(verdict_kind kind) noexcept;
/// Empty for `none`.
[[nodiscard]] std::string_view in_words(verdict_reason reason) noexcept;
[[nodiscard]] std::string_view in_words(absence_grade grade) noexcept;
/// How the items were chosen: "a random sample".
[[nodiscard]] std::string_view in_words(selection how) noexcept;
/// What a reader may conclude from a list chosen like this.
[[nodiscard]] std::string_view caution(selection how) noexcept;
[[nodiscard]] std::string_view in_words(creation_source source) noexcept;

}  // namespace lacuna::pages
