#pragma once

#include "daemon/time/utc.hpp"
#include "daemon/verdict/verdict.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::charts {

/// How many days a cell of a strip stands for. Weeks begin on Monday, months on the first.
enum class cell_size { day, week, month };
[[nodiscard]] std::string_view to_string(cell_size size) noexcept;
[[nodiscard]] std::optional<cell_size> read_cell_size(std::string_view name) noexcept;

/// What is drawn of several days is the first of these that any of them has. First the finding, then
/// whatever else departs from "public, and returned", then that; last the days that say nothing about the
/// video. So a cell drawn as retrievable says that no day of it was found worse, not that each was measured:
/// a gap of ours is no state of the video. Of two that mean the same ours stands before an imported one.
[[nodiscard]] std::array<verdict_kind, 12> const& worst_first() noexcept;
/// @param letters as stored. @return '\0' where there is no verdict among them.
[[nodiscard]] char worst_of(std::string_view letters) noexcept;

/// The days of a strip that are drawn as one.
struct strip_cell {
    utc_day first{}, last{};     ///< Both included, and both among the days that were given.
    std::string_view letters{};  ///< A day each, '\0' without a verdict; of the text that was given.
    [[nodiscard]] char drawn() const noexcept { return worst_of(letters); }
};

/// Oldest first, without a gap. The first and the last are as short as the days given make them.
/// @param letters one a day, [0] is `first`; outlives what is returned.
[[nodiscard]] std::vector<strip_cell> cells_of(std::string_view letters, utc_day first, cell_size size);
/// One letter a cell: what a strip draws of them.
[[nodiscard]] std::string drawn_letters(std::vector<strip_cell> const& cells);

/// A line of a calendar: a month of 31 days, a year of 53 weeks (ISO 8601), a year of 12 months.
struct calendar_line {
    std::string name{};  ///< "Nov 2026", "2026".
    std::vector<std::optional<strip_cell>> places{};
};
/// Newest line first; only lines with a verdict in them.
[[nodiscard]] std::vector<calendar_line> calendar_of(std::vector<strip_cell> const& cells, cell_size size);

}  // namespace lacuna::charts
