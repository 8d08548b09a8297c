#pragma once

#include "tests/simulated_platform/scenario.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lacuna::simulated {

/// One condition of a query: PLATFORM-APIS 1.2.
struct condition {
    enum class comparison { eq, in, gt, gte, lt, lte } how = comparison::eq;
    std::string field{};
    std::vector<std::string> values{};
    std::vector<std::int64_t> numbers{};  ///< The same as numbers, where the field has numbers.
};

/// A valid POST /v2/research/video/query/.
struct video_query {
    std::vector<std::string> fields{};
    std::vector<condition> all{};   ///< "and"
    std::vector<condition> any{};   ///< "or"
    std::vector<condition> none{};  ///< "not"
    sys_days start{};
    sys_days end{};
    std::int64_t max_count = 20;
    std::int64_t cursor = 0;
    std::string search_id{};
    bool is_random = false;

    [[nodiscard]] bool asks_for(std::string_view field) const;  ///< Has a condition on it.
    /// The ids of an "and" condition on video_id; null where there is none.
    [[nodiscard]] std::vector<std::int64_t> const* ids() const;
};

/// Why a query was refused: the message that goes with invalid_params.
struct refusal {
    std::string message{};
};

/// All fields that may be asked for (QV), in the documentation's order.
[[nodiscard]] std::vector<std::string_view> const& video_fields();
/// Checks everything that is documented. Unknown keys in the body are passed over [assumed].
[[nodiscard]] std::variant<video_query, refusal> read_video_query(std::string_view fields,
                                                                  std::string_view body,
                                                                  std::int64_t in_values);

}  // namespace lacuna::simulated
