#pragma once

#include "daemon/charts/cells.hpp"

#include <string>
#include <string_view>
#include <vector>

// Strips in words: what stands in their titles and tables. Letters are one a day, '\0' without a verdict.
namespace lacuna::pages {

/// "5 days retrievable; 2 days public, not returned", the most frequent first.
[[nodiscard]] std::string tally(std::string_view letters);
/// What is drawn of them: "retrievable 2026-11-01 to 2026-11-05; public, not returned 2026-11-06"; "–" where
/// there is no verdict.
[[nodiscard]] std::string stretches_in_words(std::vector<charts::strip_cell> const& cells);
/// "3 Nov 2026", "2–8 Nov 2026", "Nov 2026" for all of it, "30 Dec 2025 to 5 Jan 2026".
[[nodiscard]] std::string period_in_words(utc_day first, utc_day last);

}  // namespace lacuna::pages
