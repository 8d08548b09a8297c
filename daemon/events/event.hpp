#pragma once

#include "daemon/time/utc.hpp"
#include "daemon/watchlist/item.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna {

/// What kind of change an event is. An event is opened on the day that shows it, confirmed when it is sure,
/// closed when it is over; some are over with the day that shows them. Days whose API arm is void change
/// nothing of items, creators and lists.
///
/// - item_lost: an item that was retrievable on its last counting day is absent: opened on the first day of
///   it (unconfirmed or missing), confirmed when it is missing, closed when it is retrievable again, not
///   public, excluded, or no longer watched.
/// - item_returned: an item is retrievable that was missing on its last counting day; over with the day.
/// - creator_lost: of a creator with at least five counting items on a list, of which some were retrievable
///   before, none is: all are missing. Closed when one is retrievable, or all that is left is not public or
///   excluded.
/// - list_fell: more of a list's items were lost than its own past explains (statistics/panel_change).
///   Closed when half of them, net, are back.
/// - arm_void: an arm of the day's last run is void (aspect: which). Closed by the next valid one.
/// - mass_change: more than a third of the items changed overnight (aspect "fall" or "rise"); confirmed when
///   repeated. A fall is closed by a confirmed rise; a rise is over with the day.
/// - api_silent: the last three days' runs were silent, one after the other. Closed by the next valid one.
/// - corruption: calls were contradicted by later ones. Over with the day.
/// - vantages_disagree: two vantages that asked the same got different answers. Closed by a day on which they
///   compared and agreed.
/// - schema_changed: a field of what the API returns appeared, vanished or changed its type (aspect). Opened
///   on the first day, confirmed when a second day shows it. What vanished is closed when it is back.
/// - stale: no run with a valid API arm had ended for 26 hours. Closed by the next.
///
/// A second run of the same day leads to the same events. What it takes back that an earlier one opened that
/// day is closed with the reason "withdrawn".
enum class event_kind : std::int16_t {
    item_lost = 1,
    item_returned,
    creator_lost,
    list_fell,
    arm_void,
    mass_change,
    api_silent,
    corruption,
    vantages_disagree,
    schema_changed,
    stale
};

struct event_word {
    event_kind kind;
    std::string_view name;   ///< In SQL, JSON, metrics, addresses.
    std::string_view words;  ///< On pages and in feeds.
    std::string_view when;   ///< When it is opened, confirmed and closed; for the method page.
};
[[nodiscard]] std::array<event_word, 11> const& event_words() noexcept;
[[nodiscard]] std::string_view to_string(event_kind kind) noexcept;
[[nodiscard]] std::string_view in_words(event_kind kind) noexcept;
[[nodiscard]] std::optional<event_kind> read_event_kind(std::string_view name) noexcept;

/// Whom or what an event is about. Two events of the same subject differ in their day.
struct event_subject {
    event_kind kind = event_kind::item_lost;
    std::optional<list_key> list{};
    std::optional<item_key> item{};
    std::string creator{};
    std::string vantage{};
    std::string field{};
    std::string aspect{};
    friend auto operator<=>(event_subject const&, event_subject const&) = default;
};

/// An event as it stands at the end of a day.
struct event_state {
    event_subject what{};
    utc_day day{};  ///< It was opened on; the day it concerns.
    std::optional<utc_day> confirmed_on{};
    std::optional<utc_day> closed_on{};
    std::string why{};             ///< Closed: in one word.
    std::string details{"{}"};     ///< JSON object, over all items.
    std::string public_details{};  ///< The same for whoever sees public lists only; "": nothing to see.
    friend bool operator==(event_state const&, event_state const&) = default;
};

inline constexpr std::string_view withdrawn = "withdrawn";

/// "open" (not confirmed yet), "confirmed", "closed", "withdrawn".
[[nodiscard]] std::string_view state_of(event_state const& event) noexcept;

}  // namespace lacuna
