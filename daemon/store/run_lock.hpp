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

    /// Waits, once it is ours, for what a killed predecessor had under way: the server may commit that after
    /// the lock is free, and a run that has read its day by then would ask for it again.
    /// @return false if another session has it. @throws database_away; pqxx::sql_error after 30 s of waiting.
    [[nodiscard]] bool take();
    void give_back();
    /// Where it was taken and its session broke since, takes it again.
    /// @throws database_away while that cannot be done yet; std::runtime_error if another process keeps it:
    /// our run is over then.
    void keep();

    /// For each transaction that stores for a run, before its first row: the next `take` waits for its end.
    static void be_waited_for(pqxx::work& transaction);

private:
    bool take_here();

    database& db_;
    std::mutex guard_;
    bool taken_ = false;
    int tries_ = 0;
    std::unique_ptr<pqxx::connection> session_;
};

}  // namespace lacuna
