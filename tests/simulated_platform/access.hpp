#pragma once

#include "tests/simulated_platform/scenario.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lacuna::simulated {

/// Who may ask, with which token, and how often a UTC day.
class access {
public:
    explicit access(scenario const& from);

    /// @return whether these credentials are known; with no clients in the scenario, whether both are
    /// non-empty
    [[nodiscard]] bool knows(std::string const& key, std::string const& secret) const;
    /// A new token "clt.…", good for token_life.
    [[nodiscard]] std::string issue(std::string const& key, sys_seconds now);
    /// The client key behind "Bearer clt.…". @return "" if there is no such token or it has expired
    [[nodiscard]] std::string client_of(std::string_view authorization, sys_seconds now) const;
    /// Makes the token worthless.
    void revoke(std::string_view authorization);

    /// Charges one call. @return its number on that UTC day, or 0 where the quota is spent (nothing is
    /// charged then)
    [[nodiscard]] std::int64_t charge(std::string const& key, sys_seconds now);
    /// Spent by (day, client); and how many were refused.
    struct use {
        std::int64_t spent = 0;
        std::int64_t refused = 0;
    };
    [[nodiscard]] std::map<std::pair<sys_days, std::string>, use> const& by_day() const { return used_; }
    void forget_use() { used_.clear(); }

private:
    struct token {
        std::string client{};
        sys_seconds until{};
    };

    std::uint64_t seed_;
    std::vector<client> clients_;
    std::int64_t daily_calls_;
    std::chrono::seconds token_life_;
    std::uint64_t issued_ = 0;
    std::unordered_map<std::string, token> tokens_{};
    std::map<std::pair<sys_days, std::string>, use> used_{};
};

}  // namespace lacuna::simulated
