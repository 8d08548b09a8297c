#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using Catch::Matchers::Contains;

namespace {

struct empty_database {
    int apply(std::vector<embedded::file> const& files) { return get(apply_migrations(db, files)); }
    int pending(std::vector<embedded::file> const& files) { return get(pending_migrations(db, files)); }
    int get(boost::asio::awaitable<int> work) {
        auto future = boost::asio::co_spawn(events, std::move(work), boost::asio::use_future);
        events.restart();
        events.run();
        return future.get();
    }

    test::scratch_database server;
    boost::asio::io_context events;
    database db{server.url(), 2};
};

constexpr embedded::file first{"0001_a.sql", "CREATE TABLE a (x integer); CREATE TABLE b (x integer)"};
constexpr embedded::file second{"0002_b.sql", "CREATE TABLE c (x integer)"};

}  // namespace

TEST_CASE("migrations are applied once, in order, and a second start finds nothing to do",
          "[store][postgres]") {
    empty_database bench;

    CHECK(bench.apply({first}) == 1);
    CHECK(bench.apply({first, second}) == 1);
    CHECK(bench.apply({first, second}) == 0);
}

TEST_CASE("what is still to be applied is told without applying it", "[store][postgres]") {
    empty_database bench;

    CHECK(bench.pending({first, second}) == 2);
    CHECK(bench.pending({first, second}) == 2);
    bench.apply({first});
    CHECK(bench.pending({first, second}) == 1);
    CHECK(bench.pending({first}) == 0);
    CHECK_THROWS_AS(bench.pending({}), wrong_database);
}

TEST_CASE("an edited, missing or unknown migration is refused and says what to do", "[store][postgres]") {
    empty_database bench;
    bench.apply({first, second});

    embedded::file const edited{first.path, "CREATE TABLE a (y integer)"};
    CHECK_THROWS_WITH(bench.apply({edited, second}), Contains("0001_a.sql has changed"));
    CHECK_THROWS_WITH(bench.apply({first}), Contains("0002_b.sql, which this program does not know"));
    embedded::file const between{"0001_b.sql", "SELECT 1"};
    CHECK_THROWS_WITH(bench.apply({first, between, second}), Contains("0001_b.sql was never applied"));
    CHECK_THROWS_AS(bench.apply({edited, second}), wrong_database);
}

TEST_CASE("a failing migration leaves nothing of any behind", "[store][postgres]") {
    empty_database bench;
    embedded::file const broken{"0002_b.sql", "CREATE TABLE d (x integer); SELECT nonsense"};

    CHECK_THROWS_WITH(bench.apply({first, broken}), Contains("0002_b.sql"));
    CHECK(bench.apply({first, second}) == 2);
}

TEST_CASE("simulated and live data never mix", "[store][postgres]") {
    test::fresh_store bench;  // Claims it for simulated data.

    CHECK_NOTHROW(bench.get(claim_installation(bench.db, true)));
    CHECK_THROWS_AS(bench.get(claim_installation(bench.db, false)), wrong_database);
}

TEST_CASE("two programs that start at once wait for one another", "[store][postgres]") {
    empty_database bench;
    std::vector<embedded::file> const files{first, second};
    auto one =
        boost::asio::co_spawn(bench.events, apply_migrations(bench.db, files), boost::asio::use_future);
    auto other =
        boost::asio::co_spawn(bench.events, apply_migrations(bench.db, files), boost::asio::use_future);

    bench.events.run();

    CHECK(one.get() + other.get() == 2);
}
