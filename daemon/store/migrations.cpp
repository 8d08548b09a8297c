#include "daemon/store/migrations.hpp"

#include "daemon/store/advisory_lock.hpp"
#include "probes/sha256.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lacuna {
namespace {

constexpr auto create_ledger = R"(
    CREATE TABLE IF NOT EXISTS schema_migration (
        name       text        PRIMARY KEY,
        sha256     text        NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()))";

constexpr std::int16_t method_version = 1;

/// Refuses what was applied and is no longer the same here.
std::map<std::string, std::string> recorded(pqxx::work& transaction) {
    std::map<std::string, std::string> known;
    for (auto const& row : transaction.exec("SELECT name, sha256 FROM schema_migration ORDER BY name")) {
        known.emplace(row["name"].as<std::string>(), row["sha256"].as<std::string>());
    }
    return known;
}

void apply(pqxx::work& transaction, embedded::file const& file, std::string const& digest) {
    std::string const name{file.path};
    try {
        transaction.exec(std::string{file.bytes}, name);
    } catch (pqxx::sql_error const& fault) {
        throw pqxx::sql_error{name + ": " + fault.what(), "", fault.sqlstate().c_str()};
    }
    transaction.exec_params0("INSERT INTO schema_migration (name, sha256) VALUES ($1, $2)", name, digest);
}

/// The files that `known` lacks, in their order.
std::vector<embedded::file> missing_from(std::map<std::string, std::string> known,
                                         std::span<embedded::file const> files) {
    auto const newest = known.empty() ? std::string{} : known.rbegin()->first;
    std::vector<embedded::file> missing;
    for (auto const& file : files) {
        std::string const name{file.path};
        auto const found = known.extract(name);
        if (found.empty()) {
            if (name < newest) {
                throw wrong_database{name + " was never applied to this database, but the later " + newest +
                                     " was: use the program that made it, or another database"};
            }
            missing.push_back(file);
        } else if (found.mapped() != to_hex(sha256(file.bytes))) {
            throw wrong_database{name +
                                 " has changed since it was applied to this database: use the program that "
                                 "made it, or an empty database "
                                 "(an applied file is never edited; a change is a new file)"};
        }
    }
    if (!known.empty()) {
        throw wrong_database{"this database has " + known.begin()->first +
                             ", which this program does not know: use a newer program, or another database"};
    }
    return missing;
}

int apply_all(pqxx::work& transaction, std::span<embedded::file const> files) {
    transaction.exec0("SET LOCAL statement_timeout = 0");
    transaction.exec_params1("SELECT pg_advisory_xact_lock($1, $2)", lock_class, migration_lock);
    transaction.exec0(create_ledger);
    auto const missing = missing_from(recorded(transaction), files);
    for (auto const& file : missing) apply(transaction, file, to_hex(sha256(file.bytes)));
    return static_cast<int>(missing.size());
}

int count_pending(pqxx::work& transaction, std::span<embedded::file const> files) {
    bool const is_empty = transaction.exec1("SELECT to_regclass('schema_migration') IS NULL")[0].as<bool>();
    auto known = is_empty ? std::map<std::string, std::string>{} : recorded(transaction);
    return static_cast<int>(missing_from(std::move(known), files).size());
}

std::string kind_of(bool simulated) { return simulated ? "simulated" : "live"; }

}  // namespace

boost::asio::awaitable<int> apply_migrations(database& db, std::span<embedded::file const> files) {
    auto apply_here = [files](pqxx::work& transaction) { return apply_all(transaction, files); };
    co_return co_await db.transact(apply_here);
}

boost::asio::awaitable<int> pending_migrations(database& db, std::span<embedded::file const> files) {
    auto count = [files](pqxx::work& transaction) { return count_pending(transaction, files); };
    co_return co_await db.transact(count);
}

boost::asio::awaitable<void> claim_installation(database& db, bool simulated) {
    auto claim = [simulated](pqxx::work& transaction) {
        transaction.exec_params0(
            "INSERT INTO installation (made_at, method_version, simulated) VALUES (now(), $1, $2) ON "
            "CONFLICT DO NOTHING",
            method_version, simulated);
        bool const holds_simulated = transaction.exec1("SELECT simulated FROM installation")[0].as<bool>();
        if (holds_simulated != simulated) {
            throw wrong_database{"this database holds " + kind_of(holds_simulated) + " data and this is a " +
                                 kind_of(simulated) +
                                 " one's start: the two never mix, name another database"};
        }
    };
    co_await db.transact(claim);
}

std::int64_t data_version(pqxx::work& transaction) {
    static constexpr statement ask{"data_version", R"(
        SELECT data_version + coalesce((SELECT max(call) FROM call), 0)
                            + coalesce((SELECT max(block) FROM presence_block), 0)
          FROM installation)"};
    auto const rows = run(transaction, ask);
    return rows.empty() ? std::int64_t{0} : rows[0][0].as<std::int64_t>();
}

boost::asio::awaitable<std::int64_t> data_version(database& db) {
    auto read = [](pqxx::work& transaction) { return data_version(transaction); };
    co_return co_await db.transact(read);
}

void raise_data_version(pqxx::work& transaction) {
    static constexpr statement raise{"raise_data_version",
                                     "UPDATE installation SET data_version = data_version + 1"};
    run(transaction, raise);
}

}  // namespace lacuna
