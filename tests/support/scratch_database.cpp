#include "tests/support/scratch_database.hpp"

#include <pqxx/pqxx>

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace lacuna::test {
namespace {

std::string server_url() {
    auto const* const set = std::getenv("LACUNA_TEST_DATABASE");
    if (set == nullptr || *set == '\0') {
        throw std::runtime_error{
            "LACUNA_TEST_DATABASE is not set: run the tests through tests/run, or start a server with "
            "'deploy/private-postgres start DIR' and set it to what 'deploy/private-postgres url DIR' "
            "prints"};
    }
    return set;
}

std::string next_name() {
    static std::atomic<int> counter{0};
    return "lacuna_test_" + std::to_string(::getpid()) + "_" + std::to_string(++counter);
}

/// `url` with another database: the path of "postgresql://[authority]/database?parameters".
std::string with_database(std::string const& url, std::string const& name) {
    auto const scheme = url.find("://");
    if (scheme == std::string::npos)
        throw std::runtime_error{"LACUNA_TEST_DATABASE must be a postgresql:// URL"};
    auto const query = std::min(url.find('?', scheme), url.size());
    auto const path = std::min(url.find('/', scheme + 3), query);
    return url.substr(0, path) + "/" + name + url.substr(query);
}

void at_server(std::string const& server, std::string const& statement) {
    pqxx::connection connection{server};
    pqxx::nontransaction{connection}.exec0(statement);
}

}  // namespace

scratch_database::scratch_database()
    : server_{server_url()}, name_{next_name()}, url_{with_database(server_, name_)} {
    // A process of the same number that was killed may have left its own behind.
    at_server(server_, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    at_server(server_, "CREATE DATABASE " + name_);
}

scratch_database::~scratch_database() {
    try {
        at_server(server_, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (pqxx::failure const& fault) {
        // A test may have stopped the server on purpose; what is left is swept with its cluster.
        std::fprintf(stderr, "%s was left behind: %s\n", name_.c_str(), fault.what());
    }
}

}  // namespace lacuna::test
