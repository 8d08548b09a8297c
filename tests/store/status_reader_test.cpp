#include "daemon/store/status_reader.hpp"
#include "tests/store/fresh_store.hpp"

#include <catch2/catch.hpp>

using namespace lacuna;
using namespace std::chrono_literals;
using test::call_of;
using test::day_at;
using test::morning_of;

namespace {

using arm = endpoint_status::arm;

/// Calls and readings of one morning, of 4 public items and (with `hiding`) a private one.
struct bench : test::fresh_store {
    explicit bench(bool hiding = false) {
        add(make_list("open").key, 1'000'000, 4);
        add(make_list("more", !hiding).key, 2'000'000, 1);
        api = get(audit->vantage("tiktok.research", "main"));
        presence = get(audit->vantage("tiktok.oembed", "default"));
        opened = get(audit->open_run(day_at(0), morning_of(day_at(0)), 1));
        for (int i = 0; i < 4; ++i) items.push_back(key_of(1'000'000 + i));
        other = key_of(2'000'000);
    }

    void call(int number, std::chrono::minutes after, call_record made) {
        made.call = call_id{number};
        made.sent_at = morning_of(day_at(0)) + after;
        get(audit->store_call(opened.run, day_at(0), made, {}));
    }
    call_record answered() { return call_of(call_id{}, api, items, {items[0], items[1], items[2]}); }
    call_record failed(probe_failure how) {
        auto made = call_of(call_id{}, api, items, {});
        made.failure = how;
        made.complete = false;
        return made;
    }

    void block(int number, std::vector<item_key> asked, std::vector<char> readings, item_key live = {},
               char live_reading = 0, char invented_reading = 0) {
        presence_block made{.block = block_id{number},
                            .asked_from = morning_of(day_at(0)) + 30min,
                            .asked_until = morning_of(day_at(0)) + 31min,
                            .vantage = presence,
                            .items = std::move(asked),
                            .readings = std::move(readings)};
        made.milliseconds.assign(made.items.size(), 70);
        made.hashes.assign(made.items.size(), 1);
        made.live_control = live;
        made.live_reading = live_reading;
        made.invented_id = invented_reading == 0 ? 0 : 99;
        made.invented_reading = invented_reading;
        get(audit->store_block(opened.run, day_at(0), made, {}));
    }

    std::vector<endpoint_status> read(audience who = audience::everyone) {
        return get(status.endpoints(morning_of(day_at(0)), morning_of(day_at(2)), who));
    }

    vantage_id api{}, presence{};
    opened_run opened{};
    std::vector<item_key> items;
    item_key other{};
    status_reader status{db};
};

}  // namespace

TEST_CASE("what a run asks after midnight belongs to the hours in which it was asked", "[store][postgres]") {
    bench b;
    b.call(1, 20h, b.answered());
    b.call(2, 22h, b.answered());

    auto const next_day =
        b.get(b.status.endpoints(utc_time{day_at(1)}, utc_time{day_at(2)}, audience::everyone));

    REQUIRE(next_day.size() == 1);
    CHECK(next_day[0].all.asked == 1);
    CHECK(next_day[0].hours.begin()->first == utc_time{day_at(1)} + 1h);
}

TEST_CASE("calls are told by how they ended, over all and by the hour", "[store][postgres]") {
    bench b;
    auto slow = b.answered();
    slow.latency = 2000ms;
    slow.controls = {b.items[2], b.items[3]};
    b.call(1, 1min, slow);
    b.call(2, 2min, b.answered());
    b.call(3, 61min, b.failed(probe_failure::timed_out));
    b.call(4, 62min, b.failed(probe_failure::server_error));
    b.ask("UPDATE call SET unsound = 'c' WHERE call = 2 RETURNING 1");

    auto const found = b.read();
    REQUIRE(found.size() == 1);
    auto const& main = found[0];
    CHECK(main.side == arm::api);
    CHECK(main.probe == "tiktok.research");
    CHECK(main.all.asked == 4);
    CHECK(main.all.answered == 2);
    CHECK(main.all.failures == std::map<probe_failure, std::int64_t>{{probe_failure::timed_out, 1},
                                                                     {probe_failure::server_error, 1}});
    CHECK(main.all.took->p99 == 2000ms);
    CHECK(main.all.took->median == 120ms);
    REQUIRE(main.hours.size() == 2);
    CHECK(main.hours.at(morning_of(day_at(0))).answered == 2);
    CHECK(main.hours.at(morning_of(day_at(0)) + 1h).failed() == 2);
    CHECK(main.controls.asked == 2);
    CHECK(main.controls.failed == 1);
    CHECK(main.contradicted == 1);
}

TEST_CASE("readings are told with shells, failures, and what tested them", "[store][postgres]") {
    bench b;
    b.block(1, b.items, {'p', 'n', 's', 'l'}, b.items[0], 'p', 'n');
    b.block(2, {b.other}, {'u'}, b.other, 'n', 'p');
    b.block(3, {b.other}, {'p'}, b.other, 'u', 0);

    auto const found = b.read();
    REQUIRE(found.size() == 1);
    auto const& there = found[0];
    CHECK(there.side == arm::presence);
    CHECK(there.all.asked == 6);
    CHECK(there.all.answered == 3);
    CHECK(there.all.shells == 1);
    CHECK(there.all.failures.at(probe_failure::rate_limited) == 1);
    CHECK(there.live.asked == 2);
    CHECK(there.live.failed == 1);
    CHECK(there.invented.asked == 2);
    CHECK(there.invented.failed == 1);
}

TEST_CASE("nothing of private items is told, nor of what is outside the time asked for",
          "[store][postgres]") {
    bench b{true};
    b.call(1, 1min, b.answered());
    b.call(2, 2min, call_of(call_id{}, b.api, {b.other}, {}));
    b.call(3, -1min, b.failed(probe_failure::tls));
    b.block(1, {b.items[0], b.other}, {'p', 'u'}, b.other, 'n', 'n');
    b.block(2, {b.other}, {'u'}, b.items[0], 'n', 'p');

    auto const shown = b.read();
    REQUIRE(shown.size() == 2);
    CHECK(shown[0].all.asked == 1);
    CHECK(shown[0].all.failures.empty());
    CHECK(shown[1].all.asked == 1);
    CHECK(shown[1].all.answered == 1);
    CHECK(shown[1].live.asked == 0);
    CHECK(shown[1].invented.asked == 1);
    CHECK(shown[1].invented.failed == 0);
    auto const all = b.read(audience::key_holder);
    CHECK(all[0].all.asked == 2);
    CHECK(all[1].all.asked == 3);
    CHECK(all[1].live.failed == 2);
    CHECK(b.read({.as_of = day_at(-1)}).empty());
}
