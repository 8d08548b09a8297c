#pragma once

#include "tests/simulated_platform/scenario.hpp"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lacuna::simulated {

/// One asking of one question: what chance may depend on.
struct occasion {
    std::string_view endpoint{};  ///< "token", "video_query", "user_info", "oembed".
    sys_seconds now{};
    std::uint64_t question = 0;  ///< Fingerprint of the question, without the token.
    std::uint64_t attempt = 0;   ///< How often it was asked before, that UTC day.
    std::string_view client{};   ///< The client_key behind the token; empty where there is none.
    sys_days start{};            ///< Of a video query's dates; where there are none, both are the epoch.
    sys_days end{};
};

/// Which fault strikes when. The same question asked again that day gets a fresh draw; so does the next
/// day's.
class fault_plan {
public:
    fault_plan(std::uint64_t seed, std::vector<fault> faults) : seed_{seed}, faults_{std::move(faults)} {}

    /// The first fault of that kind that strikes, or nothing.
    [[nodiscard]] fault const* strikes(fault::kind what, occasion const& when) const;
    /// The same where chance is to depend on nothing but `key` (a corrupted batch stays corrupted).
    [[nodiscard]] fault const* strikes_always(fault::kind what, occasion const& when,
                                              std::uint64_t key) const;
    /// 64 bits for the details of a fault that struck.
    [[nodiscard]] std::uint64_t detail(occasion const& when) const;
    [[nodiscard]] std::vector<fault> const& all() const { return faults_; }
    void replace(std::vector<fault> faults) { faults_ = std::move(faults); }

private:
    std::uint64_t seed_;
    std::vector<fault> faults_;
};

/// How often each question was asked on the current UTC day.
class attempt_counter {
public:
    /// Counts one more. @return how often it was asked before on that day.
    std::uint32_t count(std::uint64_t question, sys_seconds now);

private:
    sys_days day_{};
    std::unordered_map<std::uint64_t, std::uint32_t> asked_{};
};

}  // namespace lacuna::simulated
