#pragma once

#include "daemon/store/database.hpp"

#include <memory>
#include <mutex>

namespace lacuna {

/// The lock that makes runs follow one another over all processes on one database: an advisory lock of a
/// session of its own, so that it ends with the process, however that ends. All functions block. Thread-safe.
class run_lock {
public:
    explicit run_lock(database& db) : db_{db} {}

    /// @return false if another session has it. @throws database_away.
    [[nodiscard]] bool take();
    void give_back();
    /// Where it was taken and its session broke since, takes it again.
    /// @throws database_away while that cannot be done yet; std::runtime_error if another process keeps it:
    /// our run is over then.
    void keep();

private:
    bool take_here();

    database& db_;
    std::mutex guard_;
    bool taken_ = false;
    int tries_ = 0;
    std::unique_ptr<pqxx::connection> session_;
};

}  // namespace lacuna
