#pragma once

#include "daemon/statistics/creator_panel.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna {

/// Which of a list's creators, in what order, and which page of them.
struct creator_question {
    enum class order { name, counting, returned, missing, share };
    order by = order::name;
    bool descending = false;
    bool only_none = false;  ///< Those of whom nothing came back, of five counting items or more.
    std::string prefix{};    ///< Of the name.
    std::int64_t per_page = 100;
    std::int64_t page = 1;  ///< 1-based.
};

/// The orders by the names that addresses know them by.
struct creator_order_word {
    creator_question::order by;
    std::string_view name;
};
inline constexpr std::array<creator_order_word, 5> creator_orders{
    {{creator_question::order::name, "name"},
     {creator_question::order::counting, "counting"},
     {creator_question::order::returned, "returned"},
     {creator_question::order::missing, "missing"},
     {creator_question::order::share, "share"}}};
[[nodiscard]] std::optional<creator_question::order> read_creator_order(std::string_view name) noexcept;
[[nodiscard]] std::string_view to_string(creator_question::order by) noexcept;

struct creator_page {
    std::vector<creator_day> creators{};
    std::int64_t total = 0;  ///< That fit, all pages.
    bool more = false;
};

/// Equals stand by name. By share a creator without counting items stands last, whichever the direction.
[[nodiscard]] creator_page page_of(std::vector<creator_day> creators, creator_question const& asked);

}  // namespace lacuna
