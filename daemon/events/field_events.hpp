#pragma once

#include "daemon/events/day_events.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lacuna {

/// Which fields a day's returned items had. A field that is null counts as not there.
struct field_day {
    utc_day day{};
    std::int64_t items = 0;
    /// How many had it, by JSON type: 's' string, 'n' number, 'b' boolean, 'a' array, 'o' object.
    std::map<std::string, std::map<char, std::int64_t>> fields{};

    [[nodiscard]] std::int64_t with(std::string const& field) const;
    /// What most of those that have it have; '-' if none does.
    [[nodiscard]] char usual_type(std::string const& field) const;
};

/// A change of one field against the days before.
struct field_change {
    std::string field{};
    std::string aspect{};     ///< "appeared", "vanished", "type".
    double share_before = 0;  ///< Of the items, over the days before.
    double share = 0;
    char type_before = '-';
    char type = '-';
    friend bool operator==(field_change const&, field_change const&) = default;
};

/// Of `today` against `before`, its days before: at least three, each with at least five items; else nothing
/// is said. Fields that are there only when they are not empty come and go by chance, so that
/// - vanished: a field that on each day at least 90 % of items had (or 20 %, where 20 items of today should
///   have it) is gone from all but 2 %;
/// - appeared: a field that nobody had is there for 3 items or more, so many that fewer than one time in
/// 1,000
///   all that have it would lie in today by chance;
/// - type: of a type that fewer than 1 % had it in, there are now at least half of those that have it, and 3.
[[nodiscard]] std::vector<field_change> field_changes(std::vector<field_day> const& before,
                                                      field_day const& today);

/// schema_changed. @param days in order; the last one is that of `events`. Before it at least the days since
/// the oldest open event, and `days_of_usual` more where there are.
/// @param public_days the same counted on public lists only: what is not seen in them is not shown.
void follow_fields(day_events& events, std::vector<field_day> const& days,
                   std::vector<field_day> const& public_days);
inline constexpr std::size_t days_of_usual = 14;

}  // namespace lacuna
