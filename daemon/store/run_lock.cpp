#include "daemon/store/run_lock.hpp"

#include "daemon/store/advisory_lock.hpp"

#include <stdexcept>

namespace lacuna {
namespace {

/// A session that was ended by force says so a moment before its locks are free.
constexpr int most_tries = 6;

constexpr statement share_writes{"share_run_writes", "SELECT pg_advisory_xact_lock_shared($1, $2)"};

void wait_for_writes(pqxx::connection& session) {
    pqxx::work{session}.exec_params("SELECT pg_advisory_xact_lock($1, $2)", lock_class, run_writes);
}

}  // namespace

bool run_lock::take_here() {
    session_.reset();
    auto session = db_.connect();
    bool const won = pqxx::nontransaction{*session}
                         .exec_params1("SELECT pg_try_advisory_lock($1, $2)", lock_class, run_lock_number)[0]
                         .as<bool>();
    if (won) session_ = std::move(session);
    return won;
}

bool run_lock::take() {
    std::lock_guard const lock{guard_};
    if (taken_ || !take_here()) return taken_;
    try {
        wait_for_writes(*session_);
    } catch (...) {
        session_.reset();
        throw;
    }
    taken_ = true;
    return taken_;
}

void run_lock::be_waited_for(pqxx::work& transaction) {
    run(transaction, share_writes, lock_class, run_writes);
}

void run_lock::give_back() {
    std::lock_guard const lock{guard_};
    taken_ = false;
    session_.reset();
}

void run_lock::keep() {
    std::lock_guard const lock{guard_};
    if (!taken_) return;
    try {
        if (session_) {
            pqxx::nontransaction{*session_}.exec1("SELECT 1");
            tries_ = 0;
            return;
        }
    } catch (pqxx::failure const&) {
        session_.reset();
    }
    if (take_here()) return;
    if (++tries_ < most_tries) throw database_away{"the run's lock was lost and is not free yet"};
    throw std::runtime_error{"another process took the run's lock while the database was away"};
}

}  // namespace lacuna
