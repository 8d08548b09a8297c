#pragma once

#include "daemon/events/event_figures.hpp"
#include "daemon/rollup/day_rollup.hpp"
#include "daemon/telemetry/changing_gauges.hpp"
#include "daemon/time/utc.hpp"

#include <prometheus/registry.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// What one public list comes to, for its gauges.
struct list_figures {
    std::string slug{};
    std::optional<utc_day> day{};  ///< The newest that is not void; all but `not_measured` is of it.
    verdict_counts counts{};
    std::optional<double> completeness{};  ///< None: the list has no completeness series.
    std::optional<double> low{};
    std::optional<double> high{};
    std::optional<double> range_low{}, range_high{};
    std::optional<double> first_ask{};
    std::optional<double> coverage{};
    /// Items that count on that day and counted a week before, and how many were retrievable on each.
    std::int64_t compared = 0, retrievable_before = 0, retrievable_now = 0;
    /// Why items stayed not measured on the newest day of all, void or not.
    std::map<verdict_reason, std::int64_t> not_measured{};
};

/// The gauges of all public lists, with their open events.
class list_gauges {
public:
    explicit list_gauges(prometheus::Registry& registry);

    /// A list that is not among them any more loses its series.
    void show(std::vector<list_figures> const& lists);
    /// Of the lists shown last, and of no list. What is not open is shown as 0: so that an alert can tell a
    /// first event from a process that has just begun, and a chart has a line before it.
    void show_open(event_figures const& figures);

private:
    void show_rate(list_figures const& list);

    changing_gauges items_, not_measured_;
    changing_gauges completeness_, low_, high_, range_low_, range_high_, first_ask_, coverage_, days_;
    changing_gauges compared_, retrievable_before_, retrievable_now_;
    changing_gauges open_, confirmed_;
    std::vector<std::string> slugs_{};
};

}  // namespace lacuna
