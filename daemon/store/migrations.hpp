#pragma once

#include "daemon/store/database.hpp"

#include "embedded/sql.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <span>
#include <stdexcept>

namespace lacuna {

/// The database is not what this program may work on; the message says what it is and what to do. Exit
/// status 1.
struct wrong_database : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Brings the schema up to date: applies each numbered file not yet recorded, in order, all in one
/// transaction under an advisory lock, and records its SHA-256. Two processes that start together wait for
/// one another.
/// @return how many were applied.
/// @throws wrong_database if an applied file was edited or is missing here, or the database is of a newer
/// program.
[[nodiscard]] boost::asio::awaitable<int> apply_migrations(database& db,
                                                           std::span<embedded::file const> files);

/// How many of `files` `apply_migrations` would apply; touches nothing.
/// @throws wrong_database where that would.
[[nodiscard]] boost::asio::awaitable<int> pending_migrations(database& db,
                                                             std::span<embedded::file const> files);

/// Writes the one row of `installation` if there is none, else compares.
/// @throws wrong_database if the database holds simulated data and `simulated` is false, or the other way
/// round.
[[nodiscard]] boost::asio::awaitable<void> claim_installation(database& db, bool simulated);

/// A number that only grows, and has grown when what a page could show has changed. 0 before there is an
/// installation.
[[nodiscard]] boost::asio::awaitable<std::int64_t> data_version(database& db);
[[nodiscard]] std::int64_t data_version(pqxx::work& transaction);

/// Called last in every transaction that changes what a page could show, but for those that store a call or a
/// block: those are in `data_version` by their own numbers, since commits would wait for one another at the
/// one row.
void raise_data_version(pqxx::work& transaction);

}  // namespace lacuna
