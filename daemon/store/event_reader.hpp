#pragma once

#include "daemon/events/event_figures.hpp"
#include "daemon/store/audience.hpp"
#include "daemon/store/database.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// An event as it may be shown: its details are those of the audience.
struct shown_event {
    std::int64_t number = 0;
    event_state event{};
    utc_time opened_at{};
    utc_time updated_at{};
    std::string list{};                         ///< Slug; "" if it is not of one list.
    std::string list_title{};                   ///< Of that list.
    std::optional<std::int64_t> platform_id{};  ///< Of the item.
    std::string username{};                     ///< Of the item, if known.
    std::optional<std::int64_t> run{};
    std::int16_t rule_version = 0;
    [[nodiscard]] bool imported() const noexcept { return rule_version == 0; }
};

/// Everything optional; values come from outside, already checked.
struct event_question {
    /// Events of the list, and of its items.
    std::optional<list_key> list{};
    std::optional<item_key> item{};
    std::string creator{};            ///< Events of the creator, and of the items of that name.
    std::vector<event_kind> kinds{};  ///< Of one of these; empty: of any kind.
    bool with_whole_runs = false;     ///< Of a list also those of whole runs, which concern all lists.
    std::optional<bool> open{};
    std::optional<utc_day> from{}, to{};  ///< Of the day it concerns; both included.
    std::int64_t before = 0;              ///< Only those with a lower number; 0: from the newest.
    std::int64_t limit = 100;
    bool by_update = false;  ///< Newest change first instead of newest number first.
};

class event_reader {
public:
    explicit event_reader(database& db) : db_{db} {}

    [[nodiscard]] boost::asio::awaitable<std::vector<shown_event>> search(event_question asked, audience who);
    [[nodiscard]] boost::asio::awaitable<event_figures> figures();
    /// When this installation was made: what its events' ids in feeds are built on.
    [[nodiscard]] boost::asio::awaitable<utc_time> installed_at();

private:
    database& db_;
};

}  // namespace lacuna
