#pragma once

#include "daemon/store/call_batch.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lacuna::api {

/// What a batch said of one item that it asked for.
struct batch_item {
    item_key key{};
    std::int64_t platform_id = 0;
    bool control = false;
    std::optional<call_id> returned_in{};  ///< The page that brought it.
};

/// A batch over all its pages.
struct whole_batch {
    std::vector<batch_item> items{};  ///< In the order of asking.
    bool answered = false;            ///< To the end: what did not come back was left out.
    [[nodiscard]] std::int64_t controls() const noexcept;
    [[nodiscard]] std::int64_t controls_returned() const noexcept;
    [[nodiscard]] std::int64_t returned() const noexcept;
};

/// @param pages as read_batch gives them.
[[nodiscard]] whole_batch put_together(std::vector<batch_page> const& pages);

/// "returned", "left_out", or "not_answered" where nobody knows.
[[nodiscard]] std::string_view answer_of(batch_item const& item, bool answered) noexcept;

}  // namespace lacuna::api
