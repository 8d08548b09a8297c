#include "daemon/store/run_lock.hpp"
#include "tests/store/fresh_store.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::day_at;
using test::morning_of;

namespace {

/// Whether new sessions may come to the bench's database.
void let_in(test::fresh_store const& bench, bool allowed) {
    auto const& url = bench.server.url();
    auto const at = url.find("lacuna_test_");
    auto const name = url.substr(at, url.find('?', at) - at);
    auto server = url;
    server.replace(at, name.size(), "postgres");
    pqxx::connection connection{server};
    pqxx::nontransaction step{connection};
    step.exec0("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS " + (allowed ? "true" : "false"));
    step.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
}

struct bench : test::fresh_store {
    bench() {
        list = make_list("news").key;
        add(list, 1'000'000, 40);
        vantage = get(audit->vantage("tiktok.oembed", "here"));
        today = get(audit->open_run(day_at(0), morning_of(day_at(0)), 7));
        for (auto const& due : get(audit->due_items(day_at(0)))) items.push_back(due.key);
    }

    presence_block block() {
        presence_block one{.asked_from = morning_of(day_at(0)),
                           .asked_until = morning_of(day_at(0)),
                           .vantage = vantage,
                           .items = items};
        one.readings.assign(items.size(), 'p');
        one.milliseconds.assign(items.size(), 1);
        one.hashes.assign(items.size(), 1);
        return one;
    }

    /// Until the store has begun to wait: it has nothing ready to run but its timer.
    void run_some() {
        auto const until = std::chrono::steady_clock::now() + 300ms;
        while (std::chrono::steady_clock::now() < until) events.run_one_for(10ms);
    }

    list_key list{};
    vantage_id vantage{};
    opened_run today{};
    std::vector<item_key> items;
};

}  // namespace

TEST_CASE("a run waits while the database is away, and then loses and doubles nothing", "[store][postgres]") {
    bench bench;
    let_in(bench, false);
    std::vector<std::future<block_id>> blocks;
    for (int i = 0; i < 8; ++i) {
        auto step = bench.audit->store_block(bench.today.run, day_at(0), bench.block(), {});
        blocks.push_back(boost::asio::co_spawn(bench.events, std::move(step), boost::asio::use_future));
    }
    std::vector<verdict_row> verdicts;
    for (auto const item : bench.items) verdicts.push_back(test::verdict_of(item, verdict_kind::retrievable));
    auto closing = bench.audit->close_run(bench.today, morning_of(day_at(0)) + 1h, {}, verdicts, {});
    auto closed = boost::asio::co_spawn(bench.events, std::move(closing), boost::asio::use_future);
    bench.events.restart();
    bench.run_some();
    for (auto& block : blocks) REQUIRE(block.wait_for(0s) == std::future_status::timeout);

    let_in(bench, true);
    bench.events.run();

    for (auto& block : blocks) CHECK(block.get() != block_id{});
    CHECK_NOTHROW(closed.get());
    CHECK(bench.ask("SELECT count(*), count(DISTINCT block) FROM presence_block") == "8,8");
    CHECK(bench.ask("SELECT count(*) FROM verdict") == "40");
}

TEST_CASE("what a call said is not lost when its statement runs out of time", "[store][postgres]") {
    bench bench;
    auto storing = bench.audit->store_block(bench.today.run, day_at(0), bench.block(), {});
    std::future<block_id> stored;
    {
        pqxx::connection other{bench.server.url()};
        pqxx::work lock{other};
        lock.exec0("LOCK TABLE presence_block IN EXCLUSIVE MODE");
        stored = boost::asio::co_spawn(bench.events, std::move(storing), boost::asio::use_future);
        bench.events.restart();
        bench.run_some();
        REQUIRE(bench.ask("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity "
                          "WHERE datname = current_database() AND wait_event_type = 'Lock'") == "1");
        bench.run_some();
    }
    bench.events.run();

    CHECK_NOTHROW(stored.get());
    CHECK(bench.ask("SELECT count(*) FROM presence_block") == "1");
}

TEST_CASE("a connection that died while idle is not noticed by who asks next", "[store][postgres]") {
    bench bench;
    let_in(bench, false);
    let_in(bench, true);

    CHECK(bench.get(bench.lists.all(audience::everyone)).size() == 1);
}

TEST_CASE("a reader says that the database is away instead of waiting", "[store][postgres]") {
    bench bench;
    let_in(bench, false);

    CHECK_THROWS_AS(bench.get(bench.lists.all(audience::everyone)), database_away);
    let_in(bench, true);
    CHECK_NOTHROW(bench.get(wait_until_ready(bench.db)));
}

TEST_CASE("a lock whose session broke is taken again before anything is charged", "[store][postgres]") {
    bench bench;
    REQUIRE(bench.get(bench.audit->lock()));
    bench.ask(
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE l.locktype = 'advisory' AND l.objid = 2 AND d.datname = current_database()");

    CHECK(bench.get(bench.audit->charge(bench.vantage, day_at(0), 10)).has_value());

    auto other = make_audit_store(bench.db, 0ms);
    CHECK_FALSE(bench.get(other->lock()));
}

TEST_CASE("a run begins only when what its killed predecessor had under way is there or gone",
          "[store][postgres]") {
    bench bench;
    pqxx::connection other{bench.server.url()};
    pqxx::work under_way{other};
    run_lock::be_waited_for(under_way);

    auto locking = bench.audit->lock();
    auto locked = boost::asio::co_spawn(bench.events, std::move(locking), boost::asio::use_future);
    bench.events.restart();
    bench.run_some();
    CHECK(locked.wait_for(0s) == std::future_status::timeout);
    CHECK(bench.ask(
              "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT l.granted "
              "AND l.locktype = 'advisory' AND l.objid = 4 AND d.datname = current_database()") == "1");

    under_way.commit();
    bench.events.run();
    CHECK(locked.get());
}

TEST_CASE("what a run stores is waited for until it is committed", "[store][postgres]") {
    bench bench;
    pqxx::connection other{bench.server.url()};
    std::optional<pqxx::work> in_the_way{other};
    in_the_way->exec0("LOCK TABLE presence_block, call IN EXCLUSIVE MODE");
    auto storing = bench.audit->store_block(bench.today.run, day_at(0), bench.block(), {});
    auto stored = boost::asio::co_spawn(bench.events, std::move(storing), boost::asio::use_future);
    bench.events.restart();
    bench.run_some();

    auto next = make_audit_store(bench.db);
    auto locking = next->lock();
    auto locked = boost::asio::co_spawn(bench.events, std::move(locking), boost::asio::use_future);
    bench.run_some();
    CHECK(locked.wait_for(0s) == std::future_status::timeout);

    in_the_way.reset();
    bench.events.run();
    CHECK_NOTHROW(stored.get());
    CHECK(locked.get());
}

TEST_CASE("a run that waits for the database can be stopped", "[store][postgres]") {
    bench bench;
    let_in(bench, false);
    boost::asio::cancellation_signal stop;
    std::exception_ptr fault;
    bool ended = false;
    auto step = bench.audit->due_items(day_at(0));
    boost::asio::co_spawn(bench.events, std::move(step),
                          boost::asio::bind_cancellation_slot(
                              stop.slot(), [&](std::exception_ptr error, std::vector<due_item> const&) {
                                  fault = error;
                                  ended = true;
                              }));
    bench.events.restart();
    bench.run_some();
    REQUIRE_FALSE(ended);

    stop.emit(boost::asio::cancellation_type::terminal);
    bench.events.run();

    REQUIRE(fault);
    CHECK_THROWS_AS(std::rethrow_exception(fault), boost::system::system_error);
    let_in(bench, true);
}

TEST_CASE("a database address that is none is refused without being repeated", "[store]") {
    CHECK_THROWS_WITH((database{"postgresql://u:secret@[::1", 1}), !Catch::Matchers::Contains("secret"));
}
