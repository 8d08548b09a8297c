#include "daemon/run/team.hpp"
#include "daemon/run/batch_queue.hpp"
#include "daemon/run/bell.hpp"
#include "daemon/run/pacer.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/leaping_clock.hpp"
#include "tests/support/run_coro.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <catch2/catch.hpp>

using namespace lacuna;
using namespace lacuna::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

constexpr utc_time start = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20};

asio::awaitable<void> wait_and_note(bell& signal, bool& ended) {
    try {
        co_await signal.rung();
    } catch (boost::system::system_error const&) {
        ended = true;
        throw;
    }
    ended = true;
}

asio::awaitable<void> fail() {
    throw std::runtime_error{"a fault"};
    co_return;
}

asio::awaitable<void> note_turns(pacer& pace, time_source& time, int count, std::vector<utc_time>& turns) {
    for (int i = 0; i < count; ++i) {
        co_await pace.turn();
        turns.push_back(time.now());
    }
}

asio::awaitable<void> serve_all(batch_queue& queue, std::vector<std::int64_t>& ids) {
    while (auto question = co_await queue.next()) ids.push_back(question->what.items.front().platform_id);
}

batch_question question_of(std::int64_t id) {
    batch_question question;
    question.what.items.push_back({.key = item_key{1}, .platform_id = id});
    return question;
}

}  // namespace

TEST_CASE("when one of a team throws the others end before it is told", "[team]") {
    asio::io_context events{1};
    bell never{events.get_executor()};
    bool ended = false;
    std::vector<asio::awaitable<void>> members;
    members.push_back(wait_and_note(never, ended));
    members.push_back(fail());

    running whole{events, all_of(std::move(members))};

    CHECK_THROWS_WITH(whole.get(), "a fault");
    CHECK(ended);
}

TEST_CASE("a team of none ends at once", "[team]") {
    asio::io_context events{1};

    running whole{events, all_of({})};

    whole.get();
}

TEST_CASE("cancelling a team ends all of it", "[team]") {
    asio::io_context events{1};
    bell never{events.get_executor()};
    std::array<bool, 2> ended{};
    {
        std::vector<asio::awaitable<void>> members;
        members.push_back(wait_and_note(never, ended[0]));
        members.push_back(wait_and_note(never, ended[1]));
        running whole{events, all_of(std::move(members))};
        events.poll();
        CHECK_FALSE(ended[0]);
    }
    CHECK(ended[0]);
    CHECK(ended[1]);
}

TEST_CASE("turns are evenly spaced, also among many and after a rest", "[pacer]") {
    asio::io_context events{1};
    leaping_clock clock{start};
    pacer pace{clock, 4};
    std::vector<utc_time> turns;
    {
        running some{events, note_turns(pace, clock, 5, turns)};
        some.get();
    }
    clock.advance(1h);
    {
        running more{events, note_turns(pace, clock, 2, turns)};
        more.get();
    }

    REQUIRE(turns.size() == 7);
    CHECK(turns[0] == start);
    CHECK(turns[4] == start + 1s);
    CHECK(turns[5] == start + 1s + 1h);
    CHECK(turns[6] == turns[5] + 250ms);
}

TEST_CASE("a clock that is stepped back does not hold up the pace", "[pacer]") {
    asio::io_context events{1};
    fake_clock clock{start};
    pacer pace{clock, 1};
    std::vector<utc_time> turns;
    running first{events, note_turns(pace, clock, 1, turns)};
    first.get();

    clock.advance(-1h);
    running second{events, note_turns(pace, clock, 1, turns)};
    poll_until(events, [&] { return clock.sleeping() > 0; });
    clock.advance(1s);

    second.get();
    CHECK(turns.size() == 2);
}

TEST_CASE("without a limit nobody waits for a turn", "[pacer]") {
    asio::io_context events{1};
    leaping_clock clock{start};
    pacer pace{clock, 0};
    std::vector<utc_time> turns;

    running some{events, note_turns(pace, clock, 1'000, turns)};
    some.get();

    CHECK_FALSE(pace.limited());
    CHECK(clock.paused() == 0ms);
}

TEST_CASE("a queue hands out what it got in order and ends when it is closed and empty", "[queue]") {
    asio::io_context events{1};
    batch_queue queue{events.get_executor()};
    std::vector<std::int64_t> ids;
    std::vector<asio::awaitable<void>> servers;
    servers.push_back(serve_all(queue, ids));
    servers.push_back(serve_all(queue, ids));
    running whole{events, all_of(std::move(servers))};
    events.poll();

    for (int id : {1, 2, 3}) queue.push(question_of(id));
    queue.close();

    whole.get();
    CHECK(ids == std::vector<std::int64_t>{1, 2, 3});
}
