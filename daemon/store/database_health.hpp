#pragma once

#include "daemon/store/database.hpp"
#include "daemon/time/utc.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lacuna {

/// The server and the database as they are, whatever schema is in them; for `lacuna doctor`.
struct server_facts {
    int version = 0;  ///< 150018 is 15.18.
    std::map<std::string, std::string>
        settings{};  ///< Those that matter to us, by name, as SHOW prints them.
    std::string encoding{};
    bool is_standby = false;
    bool may_create = false;   ///< Tables, in the schema that ours are in.
    int connections_most = 0;  ///< For those who are no superuser.
    int connections_used = 0;
    std::int64_t bytes = 0;
    std::int64_t oldest_transaction = 0;  ///< Transactions since; at two thousand million the database stops.
    std::string data_directory{};         ///< Empty: not told to us.
    bool on_this_machine = false;         ///< Reached through a socket in the file system.
};
[[nodiscard]] boost::asio::awaitable<server_facts> look_at_server(database& db);

/// What is in a database whose schema is up to date.
struct content_facts {
    std::optional<bool> simulated{};            ///< None: of nobody yet.
    std::int64_t items = 0;                     ///< That are watched.
    std::optional<utc_day> partitions_until{};  ///< Last day that the rules in force have a partition for.
    std::vector<std::string> months_lost{};     ///< "2026-03": a run judged in it, and its partition is gone.
    std::vector<std::int64_t> known_live{};     ///< Up to three ids that the last sweep found public.
};
[[nodiscard]] boost::asio::awaitable<content_facts> look_at_content(database& db, utc_day today);

}  // namespace lacuna
