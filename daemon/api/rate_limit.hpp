#pragma once

#include "daemon/time/utc.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace lacuna::api {

/// So many requests of one client address in a span of time. An IPv6 client is its /64: the rest it can
/// choose at will.
class rate_limit {
public:
    rate_limit(int most, std::chrono::milliseconds span) : most_{most}, span_{span} {}

    /// @return false if the client has had its share.
    [[nodiscard]] bool take(std::string const& client, utc_time now);

private:
    struct share {
        utc_time since{};
        int taken = 0;
    };

    int most_;
    std::chrono::milliseconds span_;
    std::unordered_map<std::string, share> shares_{};
};

}  // namespace lacuna::api
