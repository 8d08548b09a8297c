#pragma once

#include "daemon/pages/lists/list_parts.hpp"

#include <chrono>
#include <utility>

/// What the pages of a list in depth are rendered from.
namespace lacuna::test {

inline utc_day const today{std::chrono::year{2026} / 11 / 20};

inline pages::list_part_view part_of(watchlist list) {
    return {.site = {.title = "Lacuna"},
            .now = {.now = utc_time{today + std::chrono::hours{12}}},
            .list = std::move(list)};
}

inline watchlist const ordinary{.slug = "a", .title = "A", .how = selection::random};
inline watchlist const chosen{.slug = "b", .title = "B", .how = selection::chosen_for_being_missing};
inline watchlist const theirs{.slug = "c", .title = "C", .imported = true, .origin = "Somebody"};

}  // namespace lacuna::test
