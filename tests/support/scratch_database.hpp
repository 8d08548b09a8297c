#pragma once

#include <string>

namespace lacuna::test {

/// An empty database of its own for one test, dropped afterwards whoever is still connected. It is made on
/// the server that LACUNA_TEST_DATABASE names, a libpq URL of somebody who may create databases; tests/run
/// starts such a server.
class scratch_database {
public:
    /// @throws std::runtime_error that says how to set LACUNA_TEST_DATABASE where it is unset: a test that
    /// needs a
    ///         database fails without one, it is not skipped. pqxx::failure if the server refuses.
    scratch_database();
    ~scratch_database();
    scratch_database(scratch_database const&) = delete;
    scratch_database& operator=(scratch_database const&) = delete;

    /// The libpq URL of the new database.
    [[nodiscard]] std::string const& url() const noexcept { return url_; }

private:
    std::string server_;
    std::string name_;
    std::string url_;
};

}  // namespace lacuna::test
