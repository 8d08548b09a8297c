#include "daemon/run/daily_loop.hpp"
#include "tests/support/audit_bench.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/run_coro.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace lacuna;
using namespace lacuna::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

constexpr utc_day today{std::chrono::year{2026} / 11 / 20};

/// A loop over a fake clock; `runs` has the time of each run.
struct loop_bench {
    explicit loop_bench(utc_time now) : clock{now} {}

    asio::awaitable<std::optional<run_result>> run() {
        runs.push_back(clock.now());
        progress_while_running = desk.is_running();
        if (fault) throw std::runtime_error{"a fault"};
        if (!locked_elsewhere) last_ended = day_of(clock.now());
        co_return locked_elsewhere ? std::nullopt : std::optional<run_result>{run_result{}};
    }
    asio::awaitable<std::optional<utc_day>> last() {
        ++looked;
        if (store_fault) throw std::runtime_error{"a fault"};
        co_return last_ended;
    }
    daily_parts parts() {
        return {.time = clock,
                .desk = desk,
                .start = 3h,
                .run = [this] { return run(); },
                .last_ended_day = [this] { return last(); }};
    }
    void pass(std::chrono::minutes span) {
        for (auto left = span; left.count() > 0; left -= 1min) {
            poll_until(events, [this] { return clock.sleeping() > 0; });
            clock.advance(1min);
            events.restart();
            events.poll();
        }
    }

    asio::io_context events{1};
    fake_clock clock;
    remembering_observer observer{};
    run_desk desk{events.get_executor(), observer};
    std::vector<utc_time> runs{};
    std::optional<utc_day> last_ended{};
    bool locked_elsewhere = false;
    bool fault = false;
    bool store_fault = false;
    int looked = 0;
    bool progress_while_running = false;
};

}  // namespace

TEST_CASE("the loop runs once a day at its time", "[daily]") {
    loop_bench bench{utc_time{today} + 1h};
    bench.last_ended = today - std::chrono::days{1};
    running loop{bench.events, run_daily(bench.parts())};

    bench.pass(50h);

    REQUIRE(bench.runs.size() == 3);
    CHECK(bench.runs[0] == utc_time{today} + 3h);
    CHECK(bench.runs[1] == utc_time{today} + 27h);
    CHECK(bench.progress_while_running);
    CHECK_FALSE(bench.desk.is_running());
}

TEST_CASE("a start that was missed is made up for at once", "[daily]") {
    loop_bench bench{utc_time{today} + 20h};
    bench.last_ended = today - std::chrono::days{2};
    running loop{bench.events, run_daily(bench.parts())};

    bench.pass(2min);

    REQUIRE(bench.runs.size() == 1);
    CHECK(bench.runs[0] == utc_time{today} + 20h);
}

TEST_CASE("while another process runs the loop looks again every minute", "[daily]") {
    loop_bench bench{utc_time{today} + 3h};
    bench.locked_elsewhere = true;
    running loop{bench.events, run_daily(bench.parts())};

    bench.pass(5min);

    CHECK(bench.runs.size() >= 5);
}

TEST_CASE("after faults of ours the loop tries again at growing distances", "[daily]") {
    loop_bench bench{utc_time{today} + 3h};
    bench.fault = true;
    running loop{bench.events, run_daily(bench.parts())};

    bench.pass(16min);

    REQUIRE(bench.runs.size() == 5);
    CHECK(bench.runs[2] - bench.runs[1] == 2min);
    CHECK(bench.runs[4] - bench.runs[3] == 8min);
    CHECK_FALSE(bench.desk.is_running());
}

TEST_CASE("a run that is asked for begins now, once", "[daily]") {
    loop_bench bench{utc_time{today} + 4h};
    bench.last_ended = today;
    running loop{bench.events, run_daily(bench.parts())};
    bench.pass(2min);
    REQUIRE(bench.runs.empty());

    CHECK(bench.desk.request_run() == run_desk::answer::accepted);
    CHECK(bench.desk.request_run() == run_desk::answer::accepted);
    poll_until(bench.events, [&] { return !bench.runs.empty(); });
    bench.pass(3min);

    CHECK(bench.runs.size() == 1);
}

TEST_CASE("a run that was asked for while another process runs begins when that has ended", "[daily]") {
    loop_bench bench{utc_time{today} + 4h};
    bench.last_ended = today;
    bench.locked_elsewhere = true;
    running loop{bench.events, run_daily(bench.parts())};
    bench.desk.request_run();
    bench.pass(2min);
    REQUIRE_FALSE(bench.runs.empty());
    bench.locked_elsewhere = false;
    auto const before = bench.runs.size();

    bench.pass(5min);

    CHECK(bench.runs.size() == before + 1);
}

TEST_CASE("a request that met a fault does not keep the loop spinning", "[daily]") {
    loop_bench bench{utc_time{today} + 4h};
    bench.last_ended = today;
    bench.store_fault = true;
    running loop{bench.events, run_daily(bench.parts())};
    bench.desk.request_run();

    bench.pass(3min);

    CHECK(bench.looked <= 4);
}

TEST_CASE("the desk says that a run is under way and how far it is", "[daily]") {
    loop_bench bench{utc_time{today}};
    bench.desk.progressed({.calls = 1});
    CHECK_FALSE(bench.desk.progress());

    bench.desk.begin();
    bench.desk.progressed({.calls = 7});

    CHECK(bench.desk.request_run() == run_desk::answer::already_running);
    REQUIRE(bench.desk.progress());
    CHECK(bench.desk.progress()->calls == 7);
    bench.desk.end();
    CHECK_FALSE(bench.desk.progress());
    CHECK(bench.observer.last.calls == 7);
}
