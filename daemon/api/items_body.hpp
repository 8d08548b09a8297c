#pragma once

#include "daemon/watchlist/item_reference.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::api {

/// {"list": "slug", "items": ["7332960275127110954", "https://…", …]}, read without building a tree.
struct items_body {
    std::optional<std::string> list{};
    std::vector<std::string> items{};
};

/// Strict: no other members, texts only, nothing deeper than that, each member once.
/// @return bad_input with the place ("items[12]", "list", "body, byte 17") and what was expected there.
[[nodiscard]] checked<items_body> read_items_body(std::string_view body, std::size_t most_items);

/// One thing that somebody wants on a list, as named and as understood.
struct wanted_item {
    std::string place{};  ///< "items[12]", "line 7".
    std::string text{};   ///< As it stood there, cut.
    checked<named_item> item;
};

/// What is left of a call when each id is taken once.
struct distinct_items {
    std::vector<named_item> items{};  ///< Each id once, in order of its first place.
    std::vector<std::optional<std::size_t>>
        at{};                      ///< For each wanted item its place in `items`; none if it is refused.
    std::vector<bool> repeated{};  ///< For each wanted item: an earlier one named the same id.
};
[[nodiscard]] std::vector<wanted_item> understand(std::vector<std::string> const& items);
[[nodiscard]] distinct_items distinct(std::vector<wanted_item> const& wanted);

}  // namespace lacuna::api
