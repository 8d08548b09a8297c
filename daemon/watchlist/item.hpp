#pragma once

#include "daemon/time/utc.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lacuna {

/// `item.item` in the database: our own small number for a (platform, platform id).
enum class item_key : std::int32_t {};
/// `watchlist.list` in the database.
enum class list_key : std::int32_t {};

/// Where an item's creation time is known from, best first (DESIGN: planning, rule 1).
enum class creation_source : std::int16_t {
    presence = 1,  ///< The presence arm or the public page said it.
    metadata = 2,  ///< The audited API returned it with the item.
    given = 3,     ///< Whoever added the item said it.
    id = 4,        ///< Decoded from the id; can be seconds, once 49 days, too early (PLATFORM-APIS 5).
};
[[nodiscard]] std::string_view to_string(creation_source source) noexcept;

/// When an item was created, as far as it is known.
struct creation {
    std::chrono::sys_seconds at{};
    creation_source source = creation_source::id;
    friend bool operator==(creation const&, creation const&) = default;
};

/// How the items of a list were chosen; a rate means nothing without it.
enum class selection : std::int16_t { random = 1, census = 2, convenience = 3, chosen_for_being_missing = 4 };
[[nodiscard]] std::string_view to_string(selection how) noexcept;
[[nodiscard]] std::optional<selection> read_selection(std::string_view text) noexcept;

/// The creation time that a TikTok id carries in its high 32 bits (Unix seconds; PLATFORM-APIS 5).
/// @return nothing where that lies before 2014-01-01 or after `now`: the item is then unplannable by id.
[[nodiscard]] std::optional<std::chrono::sys_seconds> creation_from_id(std::int64_t platform_id,
                                                                       utc_time now);

/// An item as somebody names it from outside, understood and within limits, not yet stored.
struct named_item {
    std::int64_t platform_id = 0;                          ///< TikTok video id.
    std::string username{};                                ///< Without '@'; empty if not known.
    std::string region{};                                  ///< Upper-case ISO code; empty if not known.
    std::optional<std::chrono::sys_seconds> created_at{};  ///< As given; not decoded from the id.
    std::string source{};                                  ///< Where it was found; free text up to 500 bytes.
    std::string note{};                                    ///< Free text up to 2,000 bytes.
};

}  // namespace lacuna
