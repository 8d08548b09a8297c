#pragma once

#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lacuna {

struct api_key {
    std::string name{};
    std::vector<std::string> scopes{};  ///< "write", "read" (private lists), "evidence" (stored bodies).
    utc_time created_at{};
    std::optional<utc_time> last_used{};
    bool revoked = false;
};

class key_store {
public:
    explicit key_store(database& db) : db_{db} {}

    /// @return the key itself, "lacuna_" and 43 characters of base64url over 32 random bytes, for the only
    /// time; none if the name is taken.
    [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> create(std::string name,
                                                                            std::vector<std::string> scopes,
                                                                            utc_time now);
    [[nodiscard]] boost::asio::awaitable<std::vector<api_key>> all();
    [[nodiscard]] boost::asio::awaitable<bool> revoke(std::string name, utc_time now);
    /// Looks a presented key up by its SHA-256, and notes its use at most once a minute. None: unknown or
    /// revoked.
    [[nodiscard]] boost::asio::awaitable<std::optional<api_key>> find(std::string presented, utc_time now);

private:
    database& db_;
};

}  // namespace lacuna
