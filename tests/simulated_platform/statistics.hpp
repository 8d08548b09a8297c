#pragma once

#include "tests/simulated_platform/access.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lacuna::simulated {

/// What was asked, and how it ended.
class statistics {
public:
    struct asked {
        std::uint32_t oembed = 0;
        std::uint32_t api = 0;
        std::uint32_t oembed_that_day = 0;
        sys_days day{};
    };

    void count(std::string_view endpoint, std::string_view outcome) { ++outcomes_[endpoint][outcome]; }
    /// The same question was asked before on that UTC day.
    void count_repeated(std::string_view endpoint) { ++repeated_[endpoint]; }
    void count_rows(std::size_t rows) { rows_ += rows; }
    void asked_presence_of(std::int64_t id, sys_seconds now);
    void asked_api_for(std::int64_t id) { ++asked_[id].api; }

    [[nodiscard]] std::string json(access const& quota) const;
    [[nodiscard]] std::string asked_csv() const;
    void forget() { *this = {}; }

private:
    template <typename Value>
    using by_word = std::map<std::string_view, Value>;  ///< Keys are literals.

    by_word<by_word<std::uint64_t>> outcomes_{};
    by_word<std::uint64_t> repeated_{};
    std::uint64_t rows_ = 0;
    std::uint32_t most_oembed_per_day_ = 0;
    std::unordered_map<std::int64_t, asked> asked_{};
};

}  // namespace lacuna::simulated
